package transport_test

import (
	"bytes"
	"context"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// notFoundIn reads a 404 with this body as the vendor's documented one.
func notFoundIn(body string) func(int, []byte) transport.Problem {
	return func(status int, got []byte) transport.Problem {
		if status == 404 && bytes.Equal(got, []byte(body)) {
			return transport.Problem{VendorShape: true, Meaning: client.MeaningNotFound}
		}
		return transport.Problem{}
	}
}

// A session that this process has just opened and that the vendor does not find is asked
// for again for five seconds. The vendor shows it after so long.
func TestNewSession(t *testing.T) {
	for _, c := range []struct {
		name string
		// opened is how long before the call the session was opened; negative is not by
		// this process. shown is how long after the call the vendor shows it.
		opened, shown time.Duration
		missing       step
		repeat        transport.Repeat
		found         bool
		took          time.Duration // at most
	}{
		{"shown at once", time.Second, 0, answer(404, "gone"), transport.Safe, true, 0},
		{"shown late", time.Second, 4 * time.Second, answer(404, "gone"), transport.Safe, true, 6 * time.Second},
		{"a message", time.Second, 4 * time.Second, answer(404, "gone"), transport.Once, true, 6 * time.Second},
		{"status without documented words", 0, 4 * time.Second, answer(422, "what?"), transport.Safe, true, 6 * time.Second},
		{"a message, status without documented words", 0, 4 * time.Second, answer(422, "what?"), transport.Once, false, 0},
		{"never shown", time.Second, time.Hour, answer(404, "gone"), transport.Safe, false, 7 * time.Second},
		{"opened a while ago", 10 * time.Second, time.Second, answer(404, "gone"), transport.Safe, false, 0},
		{"opened by another", -1, time.Second, answer(404, "gone"), transport.Safe, false, 0},
		{"a stranger's 404", time.Second, time.Second, answer(404, "<html>"), transport.Safe, false, 0},
		{"another status", time.Second, time.Second, answer(409, "gone"), transport.Safe, false, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				// The injected clock is not the one of the waits: it decides alone.
				clock := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
				start := time.Now()
				now := func() time.Time { return clock.Add(time.Since(start)) }
				var begun time.Time
				tr := newTransport(t, transport.Options{
					NoRetry: true, Now: now, NotFound: []int{422}, Problem: notFoundIn("gone"),
					RoundTripper: roundTrip(func(r *http.Request) (*http.Response, error) {
						if time.Since(begun) < c.shown {
							return c.missing(r)
						}
						return reply(200, ""), nil
					}),
				})
				if c.opened >= 0 {
					tr.Opened("ABC")
					time.Sleep(c.opened)
				}
				begun = time.Now()
				_, err := tr.Do(t.Context(), get(c.repeat))
				if took := time.Since(begun); (err == nil) != c.found || took > c.took {
					t.Errorf("got %v after %s, want it found: %t within %s", err, took, c.found, c.took)
				}
				if c.name == "never shown" && time.Since(begun) < 5*time.Second {
					t.Errorf("gave up after %s, want five seconds", time.Since(begun))
				}
			})
		})
	}
}

func TestNewSession_endsWithContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tr := newTransport(t, transport.Options{
			BackoffMin: time.Minute, BackoffMax: time.Minute, Problem: notFoundIn("gone"), RoundTripper: play(t, answer(404, "gone")),
		})
		tr.Opened("abc")
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := tr.Do(ctx, get(transport.Safe)); failed(t, err).Status != 404 {
			t.Errorf("got %v, want the 404", err)
		}
	})
}

func TestHasOpened(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tr := newTransport(t, transport.Options{})
		tr.Opened("AbC")
		if !tr.HasOpened("aBc") || tr.HasOpened("other") || !tr.IsNew("abc") || tr.IsNew("other") {
			t.Error("the opened session is not known, or another is")
		}
		time.Sleep(9 * time.Second)
		tr.Opened("abc") // again, as a second message does
		time.Sleep(time.Second)
		if !tr.HasOpened("abc") || tr.IsNew("abc") {
			t.Error("a session of ten seconds ago is new, or not known")
		}
	})
}
