package vendortest_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

// What the fuzz targets take for proof: each member of a JSON text, and none of another.
func TestMembers(t *testing.T) {
	type member = vendortest.Member
	for body, want := range map[string][]member{
		``: nil, `null`: nil, `"a"`: nil, `[1,"a",[]]`: nil, `{}`: nil, `<html>`: nil, `{"a":1`: nil, `{"a":1} x`: nil,
		`{"a":"b","a":null,"c":true}`: {{1, "a", "b"}, {1, "a", nil}, {1, "c", true}},
		`[{"a":{"b":1e999,"c":[]},"d":["e",{"f":0}]}]`: {
			{2, "a", json.Delim('{')},
			{3, "b", json.Number("1e999")},
			{3, "c", json.Delim('[')},
			{2, "d", json.Delim('[')},
			{4, "f", json.Number("0")},
		},
	} {
		if d := cmp.Diff(vendortest.Heard{Body: body}.Members(), want); d != "" {
			t.Errorf("%s: %s", body, d)
		}
	}
}
