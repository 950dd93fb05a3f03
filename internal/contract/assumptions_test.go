package contract

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// Every mark has a unique ID of its vendor, says something, and names readings and
// parts of the job.
func TestAssumptions(t *testing.T) {
	known := []string{"open", "see", "close", "message", "list", "rate", "token", "update", "agent", "example"}
	for _, vendor := range Vendors() {
		assumptions, err := Assumptions(vendor)
		if err != nil {
			t.Fatal(err)
		}
		data, err := documents.ReadFile(directory + vendor + extension)
		if err != nil {
			t.Fatal(err)
		}
		if want := strings.Count(string(data), " x-assumed:\n"); len(assumptions) != want || want == 0 {
			t.Errorf("%s: %d assumptions, want %d", vendor, len(assumptions), want)
		}
		seen := map[string]bool{}
		for _, a := range assumptions {
			if !strings.HasPrefix(a.ID, vendor+"-") || seen[a.ID] || a.Says == "" || len(a.Readings) == 0 {
				t.Errorf("%s: unexpected mark %+v", vendor, a)
			}
			seen[a.ID] = true
			for _, part := range a.Matters {
				if !slices.Contains(known, part) {
					t.Errorf("%s: unknown part %q", a.ID, part)
				}
			}
		}
	}
	if _, err := Assumptions("nobody"); err == nil {
		t.Error("a vendor without a contract was accepted")
	}
}

// A conversation carries the time of the last interaction in at least one of its two
// spellings. The schema requires neither, so the validator cannot check it.
func TestConversationExamples_interactionTime(t *testing.T) {
	spellings := []string{"lastInteractionAt", "lastInterationAt"}
	examples, err := Examples("siteassist")
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	for _, example := range examples {
		var body any
		if json.Unmarshal([]byte(example.Body), &body) != nil {
			continue // text/plain
		}
		for _, conversation := range conversationsIn(body) {
			checked++
			if !slices.ContainsFunc(spellings, func(name string) bool { return conversation[name] != nil }) {
				t.Errorf("%s: no interaction time in %v", example.key(), conversation)
			}
		}
	}
	if checked == 0 {
		t.Error("no conversation among the examples")
	}
}

// conversationsIn collects the conversations of a body: the objects with a closeReason.
func conversationsIn(body any) []map[string]any {
	var found []map[string]any
	switch body := body.(type) {
	case map[string]any:
		if _, ok := body["closeReason"]; ok {
			return append(found, body)
		}
		for _, value := range body {
			found = append(found, conversationsIn(value)...)
		}
	case []any:
		for _, value := range body {
			found = append(found, conversationsIn(value)...)
		}
	}
	return found
}
