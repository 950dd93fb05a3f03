package transport

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// vendorDelay is the delay that the vendor names for a 429 or a 503: in Retry-After, in
// the body, or for a 429 in X-RateLimit-Reset. It is 0 where none is named, and where the
// vendor asks for a repeat at once: nothing can have changed there by then.
func (t *Transport) vendorDelay(p *progress, response *http.Response) time.Duration {
	if response == nil ||
		(response.StatusCode != http.StatusTooManyRequests && response.StatusCode != http.StatusServiceUnavailable) {
		return 0
	}
	// A date is by the vendor's clock, which the response shows as well.
	now, err := http.ParseTime(response.Header.Get("Date"))
	if err != nil {
		now = time.Now()
	}
	if delay := longest(response.Header.Values("Retry-After"), now); delay > 0 {
		return delay
	}
	if delay := t.options.Problem(response.StatusCode, p.body).RetryAfter; delay > 0 {
		return delay
	}
	if response.StatusCode != http.StatusTooManyRequests {
		// The header counts requests, and not until the vendor is available again.
		return 0
	}
	return longest(response.Header.Values("X-RateLimit-Reset"), now)
}

// longest is the longest delay of a header that may be repeated, by lines or by commas;
// 0 where it names none.
func longest(lines []string, now time.Time) time.Duration {
	var delay time.Duration
	for _, line := range lines {
		if d := parseDelay(line, now); d > 0 {
			delay = max(delay, d) // a date may have a comma
			continue
		}
		for value := range strings.SplitSeq(line, ",") {
			delay = max(delay, parseDelay(value, now))
		}
	}
	return delay
}

// unixFrom is the least number of seconds that is a time since 1970, and no delay: it is
// a day in 2001, and a delay of 31 years. millisFrom is the same in milliseconds.
const (
	unixFrom   = 1e9
	millisFrom = 1e12
)

// parseDelay reads seconds, a time in seconds or milliseconds since 1970, or a date in
// the form of HTTP (RFC 9110, 10.2.3) or ISO 8601. Anything else is 0.
func parseDelay(value string, now time.Time) time.Duration {
	value = strings.TrimSpace(value)
	if value != "" && strings.Trim(value, "0123456789.") == "" {
		number, err := strconv.ParseFloat(value, 64)
		switch {
		case err != nil && number == 0:
			return 0
		case number >= millisFrom && number < millisFrom*10:
			return until(time.UnixMilli(int64(number)), now)
		case number >= unixFrom && number < unixFrom*10:
			return until(time.Unix(int64(number), 0), now)
		}
		// RFC 9111, 1.2.2: more seconds than this are taken for this many.
		return time.Duration(min(number, math.MaxInt32) * float64(time.Second))
	}
	if at, err := http.ParseTime(value); err == nil {
		return until(at, now)
	}
	if at, ok := client.ParseTime(value); ok {
		return until(at, now)
	}
	return 0
}

func until(at, now time.Time) time.Duration { return max(0, at.Sub(now)) }
