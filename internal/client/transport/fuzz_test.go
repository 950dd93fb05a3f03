package transport

import (
	"encoding/json"
	"testing"
	"time"
)

func FuzzParseDelay(f *testing.F) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for _, value := range []string{
		"5", "5.5", "-1", "+5", " 7 ", "99999999999999999999", "1767323050", "1767323050000", "2026-01-02T03:04:09Z",
		"Fri, 02 Jan 2026 03:04:09 GMT", " Fri, 31 Dec 9999 3:59:59 GMT", "Friday, 31-Dec-99 23:59:59 GMT", "Fri Dec 31 23:59:59 2027", "\x00\xff",
	} {
		f.Add(value)
	}
	f.Fuzz(func(t *testing.T, value string) {
		if delay := parseDelay(value, now); delay < 0 {
			t.Errorf("%q is %s", value, delay)
		}
	})
}

// No value that is decoded is left out of the count that limits their memory.
func FuzzCountValues(f *testing.F) {
	f.Add([]byte(`{"a":[1,"],\"[",{}],"b":{"c":[[],null]}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var decoded any
		if json.Unmarshal(text, &decoded) != nil {
			return
		}
		got, _ := countValues(text)
		if least := countDecoded(decoded, countedLevels); got < least {
			t.Errorf("%s: counted %d values, want at least %d", text, got, least)
		}
	})
}

// countDecoded counts the values in the outer levels.
func countDecoded(value any, levels int) int {
	if levels == 0 {
		return 0
	}
	n := 0
	switch value := value.(type) {
	case []any:
		for _, element := range value {
			n += 1 + countDecoded(element, levels-1)
		}
	case map[string]any:
		for _, member := range value {
			n += 1 + countDecoded(member, levels-1)
		}
	}
	return n
}
