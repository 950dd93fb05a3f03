package contract

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func TestExamples(t *testing.T) {
	for _, vendor := range Vendors() {
		examples, err := Examples(vendor)
		if err != nil || len(examples) < 10 {
			t.Errorf("%s: got %d examples, %v", vendor, len(examples), err)
		}
		for _, e := range examples {
			if e.Status < 200 || e.Status > 599 || e.Body == "" || e.ContentType == "application/json" && !json.Valid([]byte(e.Body)) {
				t.Errorf("%s: got %+v", vendor, e)
			}
		}
	}
	examples, err := Examples("talkifai")
	stream := slices.IndexFunc(examples, func(e Example) bool { return e.ContentType == "text/event-stream" })
	if err != nil || stream < 0 || !strings.HasPrefix(examples[stream].Body, "event: ") {
		t.Errorf("no event stream among %v, %v", examples, err)
	}
	if _, err := Examples("nobody"); err == nil {
		t.Error("a vendor without a contract has examples")
	}
}
