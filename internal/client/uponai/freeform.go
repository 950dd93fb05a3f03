package uponai

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// freeForm is an object with keys and values of anybody's choice, each value as the
// vendor wrote it. It is nil where the vendor tells no object.
type freeForm map[string]json.RawMessage

// UnmarshalJSON never fails on valid JSON.
func (f *freeForm) UnmarshalJSON(data []byte) error {
	*f = nil
	var values map[string]json.RawMessage
	if json.Unmarshal(data, &values) == nil {
		*f = values
	}
	return nil
}

// texts are the values as strings: a string as it is, a number or a boolean as it
// is written, an object or an array as compact JSON. A key that holds null is not
// there, and neither is the marker, which is nobody's but this provider's.
func (f freeForm) texts() map[string]string {
	if f == nil {
		return nil
	}
	texts := make(map[string]string, len(f))
	for key, value := range f {
		if text, ok := textOf(value); ok && key != client.MarkerKey {
			texts[key] = text
		}
	}
	return texts
}

// marker is the value under client.MarkerKey, empty where there is none.
func (f freeForm) marker() string {
	text, _ := textOf(f[client.MarkerKey])
	return text
}

// textOf is false for null and for nothing.
func textOf(value json.RawMessage) (string, bool) {
	if len(value) == 0 || string(value) == "null" {
		return "", false
	}
	var text string
	if json.Unmarshal(value, &text) == nil {
		return text, true
	}
	var compact bytes.Buffer
	if json.Compact(&compact, value) != nil {
		return "", false
	}
	// The compact form keeps whatever bytes a string has; a state has none but text.
	return strings.ToValidUTF8(compact.String(), "\uFFFD"), true
}
