package transport_test

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

// A vendor that asks to wait is asked again for as long as the operation's time allows,
// whatever max_retries is.
func TestRateLimit_untilTheDeadline(t *testing.T) {
	for name, headers := range map[string][]string{
		"no delay": nil, "Retry-After": {"Retry-After", "5"}, "X-RateLimit-Reset": {"X-RateLimit-Reset", "5"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				requests := 0
				tr := newTransport(t, transport.Options{NoRetry: true, RoundTripper: roundTrip(func(*http.Request) (*http.Response, error) {
					requests++
					return reply(429, "", headers...), nil
				})})
				begun := time.Now()
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				_, err := tr.Do(ctx, get(transport.Once))
				if took := time.Since(begun); took < 45*time.Second || took > time.Minute {
					t.Errorf("gave up after %s, want nearly a minute", took)
				}
				if failed(t, err).Status != 429 || requests < 5 || requests > 15 {
					t.Errorf("%d requests: %v", requests, err)
				}
			})
		})
	}
}

// A 503 with a delay is the same. One without is a failure that max_retries counts.
func TestRateLimit_unavailable(t *testing.T) {
	for _, c := range []struct {
		name     string
		headers  []string
		requests int
	}{{"with a delay", []string{"Retry-After", "5"}, 12}, {"without", nil, 2}} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				requests := 0
				tr := newTransport(t, transport.Options{MaxRetries: 1, RoundTripper: roundTrip(func(*http.Request) (*http.Response, error) {
					requests++
					return reply(503, "", c.headers...), nil
				})})
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				if _, err := tr.Do(ctx, get(transport.Safe)); failed(t, err).Status != 503 || requests != c.requests {
					t.Errorf("%d requests, want %d: %v", requests, c.requests, err)
				}
			})
		})
	}
}

// limited is a vendor with a rate limit, whose 429 has the headers.
func limited(limit *vendortest.Limiter, headers func(left time.Duration) []string) roundTrip {
	return func(*http.Request) (*http.Response, error) {
		time.Sleep(100 * time.Millisecond)
		if left, ok := limit.Accept(); !ok {
			return reply(429, "", headers(left)...), nil
		}
		return reply(200, ""), nil
	}
}

// Fifty calls, ten at a time, pass a limit of 30 requests in 20 seconds. One pause
// holds for all of them, so that few requests are wasted.
func TestRateLimit_manyCalls(t *testing.T) {
	for _, c := range []struct {
		name    string
		headers func(time.Duration) []string
		wasted  int
		within  time.Duration
	}{
		{"no delay", func(time.Duration) []string { return nil }, 80, 40 * time.Second},
		{"Retry-After", func(left time.Duration) []string {
			return []string{"Retry-After", strconv.FormatFloat(left.Seconds(), 'f', 3, 64)}
		}, 10, 21 * time.Second},
		{"X-RateLimit-Reset", func(left time.Duration) []string {
			return []string{"X-RateLimit-Reset", strconv.Itoa(int(left.Seconds()) + 1)}
		}, 10, 22 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				limit := &vendortest.Limiter{Size: 30, Length: 20 * time.Second}
				tr := newTransport(t, transport.Options{RoundTripper: limited(limit, c.headers)})
				begun := time.Now()
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				calls := make(chan int)
				var group sync.WaitGroup
				for range 10 {
					group.Go(func() {
						for range calls {
							if _, err := tr.Do(ctx, get(transport.Once)); err != nil {
								t.Error(err)
							}
						}
					})
				}
				for i := range 50 {
					calls <- i
				}
				close(calls)
				group.Wait()
				if took := time.Since(begun); took > c.within || limit.Refused() > c.wasted {
					t.Errorf("took %s with %d refused requests, want at most %s and %d", took, limit.Refused(), c.within, c.wasted)
				}
			})
		})
	}
}

// The pauses begin short again once a request was accepted.
func TestRateLimit_beginsAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := play(t, answer(429, ""), answer(429, ""), answer(429, ""), answer(200, ""), answer(429, ""), answer(200, ""))
		tr := newTransport(t, transport.Options{BackoffMin: time.Second, BackoffMax: time.Minute, RoundTripper: s})
		for range 2 {
			if _, err := tr.Do(t.Context(), get(transport.Once)); err != nil {
				t.Fatal(err)
			}
		}
		for i, ceiling := range map[int]time.Duration{0: time.Second, 1: 2 * time.Second, 2: 4 * time.Second, 4: time.Second} {
			if gap := s.gaps()[i]; gap < ceiling/2 || gap > ceiling {
				t.Errorf("wait %d is %s, want %s to %s", i, gap, ceiling/2, ceiling)
			}
		}
	})
}
