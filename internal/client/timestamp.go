package client

import (
	"bytes"
	"encoding/json"
	"time"
)

// Timestamp reads a time from a vendor's JSON: RFC 3339, or milliseconds since
// 1970 as the model of one vendor's contract has it. Anything else is the zero
// time, since no operation depends on a time alone; so is a year that RFC 3339
// cannot write, which would make a state that cannot be read again.
type Timestamp struct{ time.Time }

// UnmarshalJSON never fails on valid JSON.
func (t *Timestamp) UnmarshalJSON(data []byte) error {
	t.Time = time.Time{}
	data = bytes.TrimSpace(data)
	if len(data) > 0 && data[0] == '"' {
		var text string
		if json.Unmarshal(data, &text) == nil {
			if parsed, err := time.Parse(time.RFC3339, text); err == nil {
				t.set(parsed)
			}
		}
		return nil
	}
	var millis int64
	if json.Unmarshal(data, &millis) == nil && millis > 0 {
		t.set(time.UnixMilli(millis))
	}
	return nil
}

func (t *Timestamp) set(at time.Time) {
	if at = at.UTC(); at.Year() >= 0 && at.Year() <= 9999 {
		t.Time = at
	}
}
