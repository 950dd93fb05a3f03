package transport_test

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// do runs a call beside the test and tells when it ended.
func do(ctx context.Context, tr *transport.Transport, call transport.Call) <-chan error {
	done := make(chan error, 1)
	go func() {
		_, err := tr.Do(ctx, call)
		done <- err
	}()
	return done
}

func TestTooManyRequestsPausesEveryCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := play(t, answer(429, "", "Retry-After", "30"), answer(200, ""), answer(200, ""), answer(200, ""))
		tr := newTransport(t, transport.Options{RoundTripper: s})
		first := do(t.Context(), tr, get(transport.Once))
		synctest.Wait()
		<-time.After(10 * time.Second)
		second, third := do(t.Context(), tr, get(transport.Once)), do(t.Context(), tr, get(transport.Safe))
		for _, done := range []<-chan error{first, second, third} {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		if gaps := s.gaps(); gaps[0] != 30*time.Second || gaps[1] != 0 || gaps[2] != 0 {
			t.Errorf("waits between the requests are %v", gaps)
		}
	})
}

// The pause holds for the others also when the call that it answered gives up.
func TestPauseOutlastsTheCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := play(t, answer(429, "", "Retry-After", "30"), answer(200, ""))
		tr := newTransport(t, transport.Options{RoundTripper: s})
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := tr.Do(ctx, get(transport.Safe)); failed(t, err).Status != 429 {
			t.Errorf("got %v", err)
		}
		if _, err := tr.Do(t.Context(), get(transport.Safe)); err != nil {
			t.Error(err)
		}
		if gap := s.gaps()[0]; gap != 30*time.Second {
			t.Errorf("the second call was sent after %s", gap)
		}
	})
}

func TestPauseIsProlongedNotShortened(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := play(t,
			answer(429, "", "Retry-After", "30"), answerAfter(0, 429, "", "Retry-After", "10"),
			answer(200, ""), answer(200, ""))
		gather := make(chan struct{})
		for i, next := range s.steps[:2] {
			s.steps[i] = func(r *http.Request) (*http.Response, error) {
				<-gather
				return next(r)
			}
		}
		tr := newTransport(t, transport.Options{RoundTripper: s})
		a, b := do(t.Context(), tr, get(transport.Safe)), do(t.Context(), tr, get(transport.Safe))
		synctest.Wait()
		close(gather)
		if err := errors.Join(<-a, <-b); err != nil {
			t.Error(err)
		}
		if gaps := s.gaps(); gaps[1] != 30*time.Second || gaps[2] != 0 {
			t.Errorf("waits between the requests are %v", gaps)
		}
	})
}

func TestPauseLongerThanTheTimeLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := play(t, answer(429, "", "Retry-After", "30"))
		tr := newTransport(t, transport.Options{RoundTripper: s})
		short, stop := context.WithTimeout(t.Context(), time.Second)
		defer stop()
		if _, err := tr.Do(short, get(transport.Safe)); err == nil {
			t.Error("got no error")
		}
		<-time.After(500 * time.Millisecond)
		begun := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		_, err := tr.Do(ctx, get(transport.Safe))
		e := failed(t, err)
		if e.RetryAfter != 30*time.Second || e.Sent || time.Since(begun) != 0 {
			t.Errorf("got %v, RetryAfter %s, after %s", err, e.RetryAfter, time.Since(begun))
		}
	})
}

func TestCancelledInAPause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := play(t, answer(429, "", "Retry-After", "30"))
		tr := newTransport(t, transport.Options{RoundTripper: s})
		short, stop := context.WithTimeout(t.Context(), time.Second)
		defer stop()
		if _, err := tr.Do(short, get(transport.Safe)); err == nil {
			t.Error("got no error")
		}
		for _, outlive := range []bool{false, true} {
			begun := time.Now()
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(time.Second, cancel)
			call := get(transport.Once)
			call.Outlive = outlive
			_, err := tr.Do(ctx, call)
			if !errors.Is(err, context.Canceled) || client.MayHaveSucceeded(err) || time.Since(begun) != time.Second {
				t.Errorf("got %v after %s", err, time.Since(begun))
			}
		}
	})
}

func TestRequestsPerSecond(t *testing.T) {
	for _, c := range []struct {
		rate float64
		gap  time.Duration
	}{{10, 100 * time.Millisecond}, {1, time.Second}, {0.5, 2 * time.Second}, {0, 0}, {-1, 0}} {
		synctest.Test(t, func(t *testing.T) {
			var steps []step
			for range 20 {
				steps = append(steps, answer(200, ""))
			}
			s := play(t, steps...)
			tr := newTransport(t, transport.Options{RequestsPerSecond: c.rate, RoundTripper: s})
			var group sync.WaitGroup
			for range 20 {
				group.Go(func() {
					if _, err := tr.Do(t.Context(), get(transport.Once)); err != nil {
						t.Error(err)
					}
				})
			}
			group.Wait()
			for i, gap := range s.gaps() {
				if gap < c.gap-time.Millisecond || gap > c.gap+time.Millisecond {
					t.Errorf("%v a second: wait %d is %s", c.rate, i, gap)
				}
			}
		})
	}
}

func TestNoTurnInTheTimeLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tr := newTransport(t, transport.Options{RequestsPerSecond: 0.1, RoundTripper: play(t, answer(200, ""))})
		if _, err := tr.Do(t.Context(), get(transport.Once)); err != nil {
			t.Fatal(err)
		}
		begun := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		_, err := tr.Do(ctx, get(transport.Safe))
		if client.MayHaveSucceeded(err) || err == nil || time.Since(begun) != 0 {
			t.Errorf("got %v after %s", err, time.Since(begun))
		}
	})
}

// A pause that begins while calls wait for their turn holds for them as well.
func TestPauseBeginsWhileWaitingForATurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := play(t, answerAfter(500*time.Millisecond, 429, "", "Retry-After", "30"), answer(200, ""), answer(200, ""))
		tr := newTransport(t, transport.Options{RequestsPerSecond: 1, RoundTripper: s})
		a := do(t.Context(), tr, get(transport.Safe))
		synctest.Wait()
		b := do(t.Context(), tr, get(transport.Safe))
		if err := errors.Join(<-a, <-b); err != nil {
			t.Error(err)
		}
		if gap := s.gaps()[0]; gap < 30*time.Second {
			t.Errorf("the second request was sent %s after the first, in the pause", gap)
		}
	})
}
