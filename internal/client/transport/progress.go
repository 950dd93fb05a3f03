package transport

import (
	"context"
	"sync/atomic"
	"time"
)

// progress is what is known of a call while it is under way, shared by the
// handlers that it passes.
type progress struct {
	call *Call
	// abandoned is the error of the caller's context, which ends before the
	// call's own where the call outlives it.
	abandoned func() error
	// begun is when the call began.
	begun time.Time
	// tries counts the requests that were begun.
	tries atomic.Int32
	// sent is set once a connection stands that this try's request may travel on.
	sent atomic.Bool
	// carriedOut is set when an earlier try may have been carried out.
	carriedOut atomic.Bool
	// body is the answer to the last try; large is set while it takes the one place
	// for a large one.
	body  []byte
	large bool
	// streamed is set when the last answer is an event stream, which Call.Stream has
	// read, and unreadable is what it says of it.
	streamed   atomic.Bool
	unreadable error
	// answered is set when the last attempt had a response, responded when any had, and
	// refused when any was refused and repeated.
	answered, responded, refused bool
	// delay is the wait before the next attempt.
	delay time.Duration
	// failures and refusals count the repeats, as Options.MaxRetries and
	// Options.MaxRefusals do.
	failures, refusals int
	// sentAt is when the last attempt passed the gate.
	sentAt time.Time
	// refusedDelay is the vendor's delay that was longer than the time left.
	refusedDelay atomic.Int64
}

func newProgress(ctx context.Context, call *Call) *progress {
	return &progress{call: call, abandoned: ctx.Err, begun: time.Now()}
}

type progressKey struct{}

func withProgress(ctx context.Context, p *progress) context.Context {
	return context.WithValue(ctx, progressKey{}, p)
}

// progressOf never returns nil.
func progressOf(ctx context.Context) *progress {
	if p, ok := ctx.Value(progressKey{}).(*progress); ok {
		return p
	}
	return newProgress(ctx, &Call{})
}

// refuse notes a delay of the vendor's that is not waited for.
func (p *progress) refuse(delay time.Duration) { p.refusedDelay.Store(int64(wholeSeconds(delay))) }

// wholeSeconds rounds a delay of more than a second up, for a sentence.
func wholeSeconds(delay time.Duration) time.Duration {
	if seconds := delay.Truncate(time.Second); seconds < delay && delay > time.Second {
		return seconds + time.Second
	}
	return delay
}

// remaining is the time until the deadline of ctx; false when it has none.
func remaining(ctx context.Context) (time.Duration, bool) {
	deadline, ok := ctx.Deadline()
	if !ok {
		return 0, false
	}
	return time.Until(deadline), true
}

// wait ends after d or with ctx, whose error it returns.
func wait(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
