package transport_test

import (
	"encoding/json"
	"fmt"
	"net/http"
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
		low, high time.Duration
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
		{"text", "", []string{"Retry-After", "in a minute"}, 2, 4},
		{"fraction", "", []string{"Retry-After", "1.5"}, 2, 4},
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
					if gap := s.gaps()[0]; gap < c.low*time.Second || gap > c.high*time.Second {
						t.Errorf("waited %s, want %d to %d s", gap, c.low, c.high)
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
