package client_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

func TestElements(t *testing.T) {
	for array, want := range map[string][]string{
		`[]`:                              nil,
		" [ \n] ":                         nil,
		`[0]`:                             {"0"},
		` [ 1 , "a", null ,true] `:        {"1", `"a"`, "null", "true"},
		`[[1,2],{"a":[3,4],"b":5},[],{}]`: {"[1,2]", `{"a":[3,4],"b":5}`, "[]", "{}"},
		`["],[","\",","\\","é,"]`:         {`"],["`, `"\","`, `"\\"`, `"é,"`},
	} {
		var got []string
		for element := range client.Elements([]byte(array)) {
			got = append(got, string(element))
		}
		if !slices.Equal(got, want) || !client.IsArray([]byte(array)) {
			t.Errorf("%s: got %q, want %q", array, got, want)
		}
	}
}

func TestElementsEndEarly(t *testing.T) {
	for element := range client.Elements([]byte(`[1,2,3]`)) {
		if string(element) == "2" {
			break
		}
		if string(element) == "3" {
			t.Error("goes on")
		}
	}
}

func TestIsArray(t *testing.T) {
	for _, text := range []string{`{}`, `"["`, `0`, `null`, ``} {
		if client.IsArray([]byte(text)) {
			t.Errorf("%s is an array", text)
		}
	}
}

// The elements are those that the standard library finds.
func FuzzElements(f *testing.F) {
	f.Add([]byte(` [ 1 , "],\"" , {"a":[{}]} ] `))
	f.Fuzz(func(t *testing.T, data []byte) {
		var want []json.RawMessage
		if !client.IsArray(data) || json.Unmarshal(data, &want) != nil {
			return
		}
		var got []json.RawMessage
		for element := range client.Elements(data) {
			got = append(got, slices.Clone(element))
		}
		if !slices.EqualFunc(got, want, slices.Equal[json.RawMessage]) {
			t.Errorf("%s: got %q, want %q", data, got, want)
		}
	})
}
