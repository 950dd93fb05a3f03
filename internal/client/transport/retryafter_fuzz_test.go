package transport

import (
	"math"
	"net/http"
	"strings"
	"testing"
	"time"
)

func FuzzParseRetryAfter(f *testing.F) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	f.Fuzz(func(t *testing.T, value string) {
		delay, ok := parseRetryAfter(value, now)
		switch {
		case delay < 0:
			t.Errorf("%q is %s", value, delay)
		case !ok && delay != 0:
			t.Errorf("%q is no delay, of %s", value, delay)
		case ok && delay > math.MaxInt32*time.Second:
			if _, err := http.ParseTime(strings.TrimSpace(value)); err != nil {
				t.Errorf("%q is %s", value, delay)
			}
		}
	})
}
