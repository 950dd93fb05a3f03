package client

import "encoding/json"

// Number reads a number from a vendor's JSON on which no decision depends, such as a
// count: null, text and, for a whole number, fractions are not told. So one field that
// is not of its documented type does not make a whole answer unreadable.
type Number[T int64 | float64] struct{ Value *T }

// UnmarshalJSON never fails on valid JSON.
func (n *Number[T]) UnmarshalJSON(data []byte) error {
	n.Value = nil
	var value *T
	if json.Unmarshal(data, &value) == nil {
		n.Value = value
	}
	return nil
}
