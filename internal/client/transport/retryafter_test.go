package transport_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// inBody reads a delay in the way of SiteAssist.
func inBody(_ int, body []byte) transport.Problem {
	var wire struct {
		Error struct{ Details struct{ RetryAfter float64 } }
	}
	if json.Unmarshal(body, &wire) != nil {
		return transport.Problem{VendorShape: len(body) == 0, Meaning: map[bool]client.Meaning{true: client.MeaningUnavailable}[len(body) == 0]}
	}
	return transport.Problem{VendorShape: true, Meaning: client.MeaningUnavailable, RetryAfter: time.Duration(wire.Error.Details.RetryAfter * float64(time.Second))}
}

func TestVendorDelay(t *testing.T) {
	// The clock of a synctest bubble begins at midnight UTC, 2000-01-01.
	clock := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	at := func(d time.Duration) string { return clock.Add(d).Format(http.TimeFormat) }
	const sixty = `{"error":{"details":{"retryAfter":60}}}`
	for _, c := range []struct {
		name    string
		body    string
		headers []string
		// low and high bound the wait; the backoff is 2s to 4s.
		low, high float64
	}{
		{"none", "", nil, 2, 4},
		{"seconds", "", []string{"Retry-After", "7"}, 7, 7},
		{"seconds with spaces", "", []string{"Retry-After", " 7 "}, 7, 7},
		{"date", "", []string{"Retry-After", at(9 * time.Second)}, 9, 9},
		{"date by a clock that is behind", "", []string{"Retry-After", at(-time.Hour + 9*time.Second), "Date", at(-time.Hour)}, 9, 9},
		{"date by a clock that is ahead", "", []string{"Retry-After", at(time.Hour + 9*time.Second), "Date", at(time.Hour)}, 9, 9},
		{"date in the past", "", []string{"Retry-After", at(-time.Hour)}, 2, 4},
		{"body", sixty, nil, 60, 60},
		{"header before body", sixty, []string{"Retry-After", "7"}, 7, 7},
		{"body where the header says nothing", sixty, []string{"Retry-After", "soon"}, 60, 60},
		{"negative in the body", `{"error":{"details":{"retryAfter":-5}}}`, nil, 2, 4},
		{"null in the body", `{"error":{"details":{"retryAfter":null}}}`, nil, 2, 4},
		{"an hour is capped", "", []string{"Retry-After", "3600"}, 300, 300},
		{"absurd is capped", "", []string{"Retry-After", "99999999999999999999999"}, 300, 300},
		{"absurd date is capped", "", []string{"Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT"}, 300, 300},
		{"zero", "", []string{"Retry-After", "0"}, 2, 4},
		{"negative", "", []string{"Retry-After", "-30"}, 2, 4},
		{"fraction", "", []string{"Retry-After", "5.5"}, 5.5, 5.5},
		{"less than the shortest back-off", "", []string{"Retry-After", "0.001"}, 0.5, 0.5},
		{"text", "", []string{"Retry-After", "in a minute"}, 2, 4},
		{"two points", "", []string{"Retry-After", "1.5.5"}, 2, 4},
		{"point", "", []string{"Retry-After", "."}, 2, 4},
		{"whole fraction", "", []string{"Retry-After", "5.0"}, 5, 5},
		{"ISO date", "", []string{"Retry-After", "2000-01-01T00:00:09Z"}, 9, 9},
		{"ISO date of another zone", "", []string{"Retry-After", "2000-01-01T01:00:09+01:00"}, 9, 9},
		{"ISO date without a zone", "", []string{"Retry-After", "2000-01-01T00:00:09"}, 9, 9},
		{"ISO date with a space", "", []string{"Retry-After", "2000-01-01 00:00:09Z"}, 9, 9},
		{"ISO date by a clock that is behind", "", []string{"Retry-After", "1999-12-31T23:00:09Z", "Date", at(-time.Hour)}, 9, 9},
		{"list", "", []string{"Retry-After", "5, 9"}, 9, 9},
		{"lines", "", []string{"Retry-After", "9", "Retry-After", "5"}, 9, 9},
		{"lines of which one is a date", "", []string{"Retry-After", at(9 * time.Second), "Retry-After", "5"}, 9, 9},
	} {
		for _, status := range []int{429, 503} {
			t.Run(fmt.Sprintf("%s/%d", c.name, status), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					s := play(t, answer(status, c.body, c.headers...), answer(200, ""))
					tr := newTransport(t, transport.Options{
						BackoffMin: 4 * time.Second, BackoffMax: 4 * time.Second, Problem: inBody, RoundTripper: s,
					})
					if _, err := tr.Do(t.Context(), get(transport.OnceUnlessUnavailable)); err != nil {
						t.Fatal(err)
					}
					if gap := s.gaps()[0].Seconds(); gap < c.low || gap > c.high {
						t.Errorf("waited %v s, want %v to %v s", gap, c.low, c.high)
					}
				})
			})
		}
	}
}

// Only where it is documented: a 500 with a delay waits no longer than any other.
func TestNoVendorDelayOnOtherStatus(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := play(t, answer(500, "", "Retry-After", "200"), answer(200, ""))
		tr := newTransport(t, transport.Options{RoundTripper: s})
		if _, err := tr.Do(t.Context(), get(transport.Safe)); err != nil {
			t.Fatal(err)
		}
		if gap := s.gaps()[0]; gap > time.Second {
			t.Errorf("waited %s", gap)
		}
	})
}

// X-RateLimit-Reset is seconds, or a time in seconds since 1970 by the vendor's clock. On
// a 503 it says nothing about when the vendor is available again.
func TestVendorDelay_reset(t *testing.T) {
	date := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	unix := func(d time.Duration) string { return strconv.FormatInt(date.Add(d).Unix(), 10) }
	for _, c := range []struct {
		name      string
		status    int
		headers   []string
		low, high float64
	}{
		{"seconds", 429, []string{"X-RateLimit-Reset", "9"}, 9, 9},
		{"fraction", 429, []string{"X-RateLimit-Reset", "9.5"}, 9.5, 9.5},
		{"Unix time", 429, []string{"X-RateLimit-Reset", unix(9 * time.Second)}, 9, 9},
		{"Unix time in milliseconds", 429, []string{"X-RateLimit-Reset", unix(9*time.Second) + "500"}, 9.5, 9.5},
		{"Unix time that is over", 429, []string{"X-RateLimit-Reset", unix(-time.Second)}, 2, 4},
		{"ISO date", 429, []string{"X-RateLimit-Reset", "2026-01-02T03:04:14Z"}, 9, 9},
		{"beside Retry-After", 429, []string{"X-RateLimit-Reset", "9", "Retry-After", "7"}, 7, 7},
		{"beside an unreadable Retry-After", 429, []string{"X-RateLimit-Reset", "9", "Retry-After", "soon"}, 9, 9},
		{"503", 503, []string{"X-RateLimit-Reset", "9"}, 2, 4},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := play(t, answer(c.status, "", append(c.headers, "Date", date.Format(http.TimeFormat))...), answer(200, ""))
				tr := newTransport(t, transport.Options{BackoffMin: 4 * time.Second, BackoffMax: 4 * time.Second, RoundTripper: s})
				if _, err := tr.Do(t.Context(), get(transport.Safe)); err != nil {
					t.Fatal(err)
				}
				if gap := s.gaps()[0].Seconds(); gap < c.low || gap > c.high {
					t.Errorf("waited %v s, want %v to %v s", gap, c.low, c.high)
				}
			})
		})
	}
}
