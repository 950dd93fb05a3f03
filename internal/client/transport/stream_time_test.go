package transport_test

import (
	"context"
	"errors"
	"io"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// Silence is bounded by the configured timeout or the call's own, whichever is
// longer; what was sent is not sent again after it.
func TestSilentStream(t *testing.T) {
	never := part{after: time.Hour}
	for name, c := range map[string]struct {
		step   step
		floor  time.Duration
		ends   time.Duration
		reason string
	}{
		"no answer":         {silent, 0, 10 * time.Second, "no answer within 10s"},
		"no first part":     {streamed(never), 0, 10 * time.Second, "the answer began and then stopped for 10s"},
		"no second part":    {streamed(part{text: "a"}, never), 0, 10 * time.Second, "the answer began and then stopped for 10s"},
		"after a late part": {streamed(part{9 * time.Second, "a", nil}, never), 0, 19 * time.Second, "the answer began and then stopped for 10s"},
		"with a floor":      {streamed(part{text: "a"}, never), 90 * time.Second, 90 * time.Second, "the answer began and then stopped for 1m30s"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				begun := time.Now()
				var text string
				call := listen(transport.Once, &text)
				call.Timeout = c.floor
				tr := newTransport(t, transport.Options{RequestTimeout: 10 * time.Second, RoundTripper: play(t, c.step)})
				_, err := tr.Do(t.Context(), call)
				e := failed(t, err)
				if !e.Sent || e.Reason() != c.reason || errors.Is(err, context.Canceled) {
					t.Errorf("got %+v", e)
				}
				if took := time.Since(begun); took != c.ends {
					t.Errorf("ended after %s, want %s", took, c.ends)
				}
			})
		})
	}
}

// A stream may take longer than one request may, as long as it goes on.
func TestLongStream(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		tick := part{after: 9 * time.Second, text: "a"}
		var text string
		tr := newTransport(t, transport.Options{
			RequestTimeout: 10 * time.Second,
			RoundTripper:   play(t, streamed(tick, tick, tick, tick, part{err: io.EOF})),
		})
		if _, err := tr.Do(t.Context(), listen(transport.Once, &text)); err != nil || text != "aaaa" || time.Since(begun) != 36*time.Second {
			t.Errorf("read %q, %v after %s", text, err, time.Since(begun))
		}
	})
}

func TestStreamAndItsContext(t *testing.T) {
	drip := streamed(part{after: time.Second, text: "a"})
	for name, c := range map[string]struct {
		step             step
		outlive          bool
		cancel, deadline time.Duration // 0 is never
		ends             time.Duration
		kind             error // nil is an answer
	}{
		"deadline":                {step: drip, deadline: time.Minute + time.Second/2, ends: time.Minute + time.Second/2, kind: context.DeadlineExceeded},
		"deadline, outliving":     {step: drip, outlive: true, deadline: time.Minute + time.Second/2, ends: time.Minute + time.Second/2, kind: context.DeadlineExceeded},
		"cancelled":               {step: drip, cancel: time.Second / 2, ends: time.Second / 2, kind: context.Canceled},
		"cancelled, outliving":    {step: drip, outlive: true, cancel: time.Second / 2, ends: 5*time.Second + time.Second/2, kind: context.Canceled},
		"cancelled, ends in time": {step: streamed(part{3 * time.Second, "a", nil}, part{err: io.EOF}), outlive: true, cancel: time.Second, ends: 3 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				if c.deadline > 0 {
					var end context.CancelFunc
					ctx, end = context.WithTimeout(ctx, c.deadline)
					defer end()
				}
				if c.cancel > 0 {
					time.AfterFunc(c.cancel, cancel)
				}
				begun := time.Now()
				var text string
				call := listen(transport.Once, &text)
				call.Outlive = c.outlive
				tr := newTransport(t, transport.Options{RequestTimeout: 10 * time.Second, RoundTripper: play(t, c.step)})
				_, err := tr.Do(ctx, call)
				if took := time.Since(begun); took != c.ends {
					t.Errorf("ended after %s, want %s", took, c.ends)
				}
				if !errors.Is(err, c.kind) || client.MayHaveSucceeded(err) != (c.kind != nil) {
					t.Errorf("got %v, want %v", err, c.kind)
				}
			})
		})
	}
}
