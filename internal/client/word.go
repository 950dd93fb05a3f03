package client

import (
	"bytes"
	"encoding/json"
)

// Word reads a word from a vendor's JSON, such as a status: a string as it is, a
// number or a boolean as it is written. Anything else is no word. So one field
// that is not of its documented type does not make a whole answer unreadable.
type Word string

// UnmarshalJSON never fails on valid JSON.
func (w *Word) UnmarshalJSON(data []byte) error {
	*w = ""
	data = bytes.TrimSpace(data)
	if len(data) == 0 || data[0] == '{' || data[0] == '[' || data[0] == 'n' {
		return nil
	}
	var text string
	if json.Unmarshal(data, &text) == nil {
		*w = Word(text)
		return nil
	}
	*w = Word(data)
	return nil
}
