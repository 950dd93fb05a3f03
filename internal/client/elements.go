package client

import (
	"bytes"
	"encoding/json"
	"iter"
)

// IsArray reports whether a JSON text is an array.
func IsArray(text []byte) bool { return bytes.HasPrefix(bytes.TrimSpace(text), []byte("[")) }

// Elements are the elements of a JSON array, which has to be valid: an UnmarshalJSON gets
// no other. They are decoded one at a time, so that those that are not kept take no
// memory, and the first that cannot be read ends the rest.
func Elements(array []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		array = bytes.TrimSpace(array)
		array = array[1 : len(array)-1]
		depth, begun, quoted := 0, 0, false
		for i := 0; i < len(array); i++ {
			switch c := array[i]; {
			case c == '\\':
				i++
			case c == '"':
				quoted = !quoted
			case quoted:
			case c == '{', c == '[':
				depth++
			case c == '}', c == ']':
				depth--
			case c == ',' && depth == 0:
				if !yield(bytes.TrimSpace(array[begun:i])) {
					return
				}
				begun = i + 1
			}
		}
		if last := bytes.TrimSpace(array[begun:]); len(last) > 0 {
			yield(last)
		}
	}
}

// Array is an array in a vendor's JSON; it is nil for null.
type Array[T any] []T

// UnmarshalJSON fails on anything else, and on the first element that cannot be read.
func (a *Array[T]) UnmarshalJSON(data []byte) error {
	*a = nil
	if !IsArray(data) {
		return json.Unmarshal(data, (*[]T)(a))
	}
	*a = Array[T]{}
	for element := range Elements(data) {
		var one T
		if err := json.Unmarshal(element, &one); err != nil {
			return err
		}
		*a = append(*a, one)
	}
	return nil
}
