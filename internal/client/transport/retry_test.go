package transport_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

func TestWhatIsRepeated(t *testing.T) {
	const once, unlessUnavailable, safe = transport.Once, transport.OnceUnlessUnavailable, transport.Safe
	all := []transport.Repeat{once, unlessUnavailable, safe}
	for _, c := range []struct {
		name     string
		first    step
		repeated []transport.Repeat
	}{
		{"no connection", unreachable, all},
		{"connection lost", lost, []transport.Repeat{safe}},
		{"no answer in time", silent, []transport.Repeat{safe}},
		{"400", answer(400, ""), nil},
		{"401", answer(401, ""), nil},
		{"403", answer(403, ""), nil},
		{"404", answer(404, ""), nil},
		{"408", answer(408, ""), []transport.Repeat{safe}},
		{"409", answer(409, ""), nil},
		{"422", answer(422, ""), nil},
		{"429", answer(429, ""), all},
		{"500", answer(500, ""), []transport.Repeat{safe}},
		{"501", answer(501, ""), nil},
		{"502", answer(502, "<html>"), []transport.Repeat{safe}},
		{"503", answer(503, ""), []transport.Repeat{unlessUnavailable, safe}},
		{"504", answer(504, ""), []transport.Repeat{safe}},
		{"301", answer(301, "", "Location", "https://other.example/"), nil},
		{"302 to nowhere", answer(302, "", "Location", "::%zz"), nil},
		{"503 of a proxy", answer(503, "<html>"), []transport.Repeat{transport.Safe}},
		{"200 not JSON", answer(200, "<html>"), nil},
	} {
		for _, repeat := range all {
			t.Run(fmt.Sprintf("%s/%d", c.name, repeat), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					steps := []step{c.first}
					want := false
					for _, r := range c.repeated {
						want = want || r == repeat
					}
					if want {
						steps = append(steps, answer(200, `{}`))
					}
					tr := newTransport(t, transport.Options{RoundTripper: play(t, steps...)})
					call := get(repeat)
					call.Out = &struct{}{}
					if _, err := tr.Do(t.Context(), call); (err == nil) != want {
						t.Errorf("error %v, want it repeated: %v", err, want)
					}
				})
			})
		}
	}
}

func TestMaxRetries(t *testing.T) {
	for _, c := range []struct {
		configured int
		never      bool
		tries      int
	}{
		{0, false, 1 + transport.DefaultMaxRetries}, {1, false, 2}, {3, false, 4}, {0, true, 1}, {3, true, 1},
	} {
		for name, what := range map[string]step{"answer": answer(500, ""), "error": unreachable} {
			t.Run(fmt.Sprintf("%d/%t/%s", c.configured, c.never, name), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					var steps []step
					for range c.tries {
						steps = append(steps, what)
					}
					tr := newTransport(t, transport.Options{MaxRetries: c.configured, NoRetry: c.never, RoundTripper: play(t, steps...)})
					if _, err := tr.Do(t.Context(), get(transport.Safe)); err == nil {
						t.Error("got no error")
					}
					if tr.MaxRetries() != c.tries-1 {
						t.Errorf("MaxRetries is %d, want %d", tr.MaxRetries(), c.tries-1)
					}
				})
			})
		}
	}
}

// What was answered counts, also when the context ended as the answer came: a
// session that was opened would be left behind otherwise.
func TestAnswerOutrunsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	tr := newTransport(t, transport.Options{RoundTripper: play(t, func(*http.Request) (*http.Response, error) {
		cancel()
		return reply(201, `{"id":"x"}`), nil
	})})
	var out struct{ ID string }
	call := get(transport.Once)
	call.Out = &out
	if _, err := tr.Do(ctx, call); err != nil || out.ID != "x" {
		t.Errorf("got %q, %v", out.ID, err)
	}
}

func TestEndedContextSendsNothing(t *testing.T) {
	for _, outlive := range []bool{false, true} {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		tr := newTransport(t, transport.Options{RoundTripper: play(t)})
		call := get(transport.Safe)
		call.Outlive = outlive
		_, err := tr.Do(ctx, call)
		if !errors.Is(err, context.Canceled) || client.MayHaveSucceeded(err) {
			t.Errorf("got %v", err)
		}
	}
}

// A wait that would end after the deadline is not begun: what the vendor said
// says more than "deadline exceeded", and it is known now.
func TestGivesUpAtOnce(t *testing.T) {
	for _, c := range []struct {
		name       string
		first      step
		status     int
		retryAfter time.Duration
	}{
		{"429 names a delay", answer(429, "", "Retry-After", "60"), 429, time.Minute},
		{"503 names a delay", answer(503, "", "Retry-After", "60"), 503, time.Minute},
		{"delay of all that is left", answer(429, "", "Retry-After", "10"), 429, 10 * time.Second},
		{"backoff after an answer", answer(502, ""), 502, 0},
		{"backoff after an error", unreachable, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				begun := time.Now()
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
				defer cancel()
				tr := newTransport(t, transport.Options{
					BackoffMin: time.Minute, BackoffMax: time.Minute, RoundTripper: play(t, c.first),
				})
				_, err := tr.Do(ctx, get(transport.Safe))
				e := failed(t, err)
				if e.Status != c.status || e.RetryAfter != c.retryAfter || time.Since(begun) != 0 {
					t.Errorf("status %d, RetryAfter %s after %s", e.Status, e.RetryAfter, time.Since(begun))
				}
			})
		})
	}
}

func TestCancelledWhileItWaitsForARepeat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		tr := newTransport(t, transport.Options{RoundTripper: play(t, answer(429, "", "Retry-After", "60"))})
		call := get(transport.Once)
		call.Outlive = true
		_, err := tr.Do(ctx, call)
		if !errors.Is(err, context.Canceled) || client.MayHaveSucceeded(err) || time.Since(begun) != time.Second {
			t.Errorf("got %v after %s", err, time.Since(begun))
		}
	})
}
