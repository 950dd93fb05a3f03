package transport

import (
	"testing"
	"time"
)

func FuzzParseDelay(f *testing.F) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for _, value := range []string{"5", "5.5", "1767323050", "1767323050000", "2026-01-02T03:04:09Z", "Fri, 02 Jan 2026 03:04:09 GMT"} {
		f.Add(value)
	}
	f.Fuzz(func(t *testing.T, value string) {
		if delay := parseDelay(value, now); delay < 0 {
			t.Errorf("%q is %s", value, delay)
		}
	})
}
