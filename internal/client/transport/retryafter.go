package transport

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// vendorDelay is the delay that the vendor names for a 429 or a 503: by header,
// in seconds or as a date, or in the body. It is 0 where none is named, and
// where the vendor asks for a repeat at once: that would use up the repeats
// before anything can have changed there.
func (t *Transport) vendorDelay(p *progress, response *http.Response) time.Duration {
	if response == nil ||
		(response.StatusCode != http.StatusTooManyRequests && response.StatusCode != http.StatusServiceUnavailable) {
		return 0
	}
	// A date is meant by the vendor's clock, which it tells as well.
	now, err := http.ParseTime(response.Header.Get("Date"))
	if err != nil {
		now = time.Now()
	}
	if delay, ok := parseRetryAfter(response.Header.Get("Retry-After"), now); ok && delay > 0 {
		return delay
	}
	return t.options.Problem(response.StatusCode, p.body).RetryAfter
}

// parseRetryAfter reads a Retry-After header (RFC 9110, 10.2.3): seconds, or a
// date. Anything else, and a negative number, is no delay.
func parseRetryAfter(value string, now time.Time) (time.Duration, bool) {
	value = strings.TrimSpace(value)
	if value == "" {
		return 0, false
	}
	if strings.Trim(value, "0123456789") == "" {
		// RFC 9111, 1.2.2: more seconds than this are taken for this many.
		seconds, err := strconv.ParseInt(value, 10, 32)
		if err != nil {
			seconds = math.MaxInt32
		}
		return time.Duration(seconds) * time.Second, true
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(0, at.Sub(now)), true
	}
	return 0, false
}
