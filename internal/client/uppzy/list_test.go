package uppzy

import (
	"encoding/json"
	"testing"
)

func TestListingHoldsNoSessionWithoutAnID(t *testing.T) {
	var got listing
	if err := json.Unmarshal([]byte(`{"sessions":[null,{},{"id":""},{"id":"s1"}]}`), &got); err != nil {
		t.Fatal(err)
	}
	if _, listed := got["s1"]; !listed || len(got) != 1 {
		t.Errorf("got %v", got)
	}
}

func FuzzListing(f *testing.F) {
	f.Add([]byte(`{"sessions":[{"id":"s1","closed_at":null,"message_count":4}]}`))
	f.Add([]byte(`[{"id":"s1","updated_at":"2024-06-13T14:32:45Z"},{"id":"s1","closed_at":1}]`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var got listing
		if json.Unmarshal(data, &got) != nil {
			return
		}
		for id, e := range got {
			if id == "" || e.ID != id || e.session("site").ID != id {
				t.Errorf("%q holds %+v", id, e)
			}
		}
	})
}
