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

// timeLayouts are RFC 3339, also without a zone or with a space before the time.
var timeLayouts = []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05"}

// ParseTime reads a time in RFC 3339, or in the forms of it that servers write in its
// place. A time without a zone is UTC.
func ParseTime(text string) (at time.Time, ok bool) {
	for _, layout := range timeLayouts {
		if at, err := time.Parse(layout, text); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}
