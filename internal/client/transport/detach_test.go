package transport_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

func TestOutlive(t *testing.T) {
	for _, c := range []struct {
		name     string
		outlive  bool
		steps    []step
		cancel   time.Duration // when the context is cancelled; 0 is never
		deadline time.Duration // 0 is none
		ends     time.Duration // when Do is to return
		kind     error         // nil is an answer
		sent     bool
	}{
		{
			name: "answers within the grace", outlive: true,
			steps: []step{answerAfter(4*time.Second, 201, "{}")}, cancel: time.Second, ends: 4 * time.Second,
		},
		{
			name: "answers too late", outlive: true,
			steps: []step{answerAfter(7*time.Second, 201, "{}")}, cancel: time.Second, ends: 6 * time.Second,
			kind: context.Canceled, sent: true,
		},
		{
			name:  "other calls have no grace",
			steps: []step{answerAfter(4*time.Second, 201, "{}")}, cancel: time.Second, ends: time.Second,
			kind: context.Canceled, sent: true,
		},
		{
			name: "a deadline has no grace", outlive: true,
			steps: []step{silent}, deadline: 3 * time.Second, ends: 3 * time.Second,
			kind: context.DeadlineExceeded, sent: true,
		},
		{
			name: "a deadline ends the grace", outlive: true,
			steps: []step{silent}, cancel: time.Second, deadline: 3 * time.Second, ends: 3 * time.Second,
			kind: context.DeadlineExceeded, sent: true,
		},
		{
			name: "not sent yet", outlive: true,
			steps: []step{dialing}, cancel: time.Second, ends: time.Second, kind: context.Canceled,
		},
		{
			name: "deadline, not sent yet", outlive: true,
			steps: []step{dialing}, deadline: time.Second, ends: time.Second, kind: context.DeadlineExceeded,
		},
		{
			name: "cancelled after the answer", outlive: true,
			steps: []step{answer(201, "{}")}, cancel: time.Second,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			// More than once: what ends a call at the same moment must not decide by chance.
			for range 20 {
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
					call := get(transport.Once)
					call.Outlive = c.outlive
					_, err := newTransport(t, transport.Options{RoundTripper: play(t, c.steps...)}).Do(ctx, call)
					if took := time.Since(begun); took != c.ends {
						t.Errorf("ended after %s, want %s", took, c.ends)
					}
					if !errors.Is(err, c.kind) || client.MayHaveSucceeded(err) != c.sent {
						t.Errorf("got %v, want %v, sent %v", err, c.kind, c.sent)
					}
				})
			}
		})
	}
}

// Whoever cancels wants no more requests: the grace is for the one on its way.
func TestNoRepeatInTheGrace(t *testing.T) {
	for name, c := range map[string]struct {
		step   step
		status int
	}{
		"429": {answerAfter(2*time.Second, 429, "", "Retry-After", "1"), 429},
		"503": {answerAfter(2*time.Second, 503, "", "Retry-After", "1"), 503},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(time.Second, cancel)
				call := get(transport.OnceUnlessUnavailable)
				call.Outlive = true
				_, err := newTransport(t, transport.Options{RoundTripper: play(t, c.step)}).Do(ctx, call)
				if failed(t, err).Status != c.status {
					t.Errorf("got %v", err)
				}
			})
		})
	}
}

func TestGrace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		begun := time.Now()
		call := get(transport.Once)
		call.Outlive = true
		tr := newTransport(t, transport.Options{Grace: time.Minute / 2, RequestTimeout: time.Hour, RoundTripper: play(t, silent)})
		if _, err := tr.Do(ctx, call); !errors.Is(err, context.Canceled) || time.Since(begun) != 31*time.Second {
			t.Errorf("got %v after %s", err, time.Since(begun))
		}
	})
}
