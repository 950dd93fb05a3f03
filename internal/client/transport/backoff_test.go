package transport_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

func TestBackoffGrowsWithinBounds(t *testing.T) {
	for range 20 {
		synctest.Test(t, func(t *testing.T) {
			s := play(t, lost, lost, lost, lost, lost, lost, answer(200, ""))
			tr := newTransport(t, transport.Options{
				MaxRetries: 6, BackoffMin: time.Second, BackoffMax: 10 * time.Second, RoundTripper: s,
			})
			if _, err := tr.Do(t.Context(), get(transport.Safe)); err != nil {
				t.Fatal(err)
			}
			for i, ceiling := range []time.Duration{1, 2, 4, 8, 10, 10} {
				ceiling *= time.Second
				if gap := s.gaps()[i]; gap < ceiling/2 || gap > ceiling {
					t.Errorf("wait %d is %s, want %s to %s", i, gap, ceiling/2, ceiling)
				}
			}
		})
	}
}

func TestBackoffIsSpread(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tr := newTransport(t, transport.Options{RoundTripper: play(t)})
		seen := map[time.Duration]bool{}
		for range 10 {
			begun := time.Now()
			if err := tr.Backoff(t.Context(), 3); err != nil {
				t.Fatal(err)
			}
			seen[time.Since(begun)] = true
		}
		if len(seen) < 5 {
			t.Errorf("10 waits are %d different ones", len(seen))
		}
	})
}

func TestBackoffOfAnyAttempt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tr := newTransport(t, transport.Options{BackoffMin: time.Second, BackoffMax: time.Minute, RoundTripper: play(t)})
		for _, attempt := range []int{-1, 0, 15, 16, 63, 64, 1 << 40} {
			begun := time.Now()
			if err := tr.Backoff(t.Context(), attempt); err != nil {
				t.Fatal(err)
			}
			if took := time.Since(begun); took < time.Second/2 || took > time.Minute {
				t.Errorf("attempt %d waits %s", attempt, took)
			}
		}
	})
}

func TestBackoffEndsWithContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		tr := newTransport(t, transport.Options{BackoffMin: time.Hour, RoundTripper: play(t)})
		err := tr.Backoff(ctx, 0)
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(begun) != time.Second {
			t.Errorf("got %v after %s", err, time.Since(begun))
		}
	})
}

func TestBackoffBounds(t *testing.T) {
	for _, c := range []struct{ low, high, least, most time.Duration }{
		{0, 0, 250 * time.Millisecond, 500 * time.Millisecond},
		{0, time.Millisecond, time.Millisecond / 2, time.Millisecond},
		{time.Millisecond, 0, time.Millisecond / 2, time.Millisecond},
		{time.Hour, time.Second, time.Hour / 2, time.Hour},
		{-1, -1, 250 * time.Millisecond, 500 * time.Millisecond},
	} {
		synctest.Test(t, func(t *testing.T) {
			tr := newTransport(t, transport.Options{BackoffMin: c.low, BackoffMax: c.high, RoundTripper: play(t)})
			begun := time.Now()
			if err := tr.Backoff(t.Context(), 0); err != nil {
				t.Fatal(err)
			}
			if took := time.Since(begun); took < c.least || took > c.most {
				t.Errorf("%s to %s: the first wait is %s", c.low, c.high, took)
			}
		})
	}
}
