package transport

import (
	"context"
	"errors"
)

// detach returns the context for a call. Where the call may outlive its context,
// a cancellation that comes after the request was sent takes effect only after
// the grace, so that a vendor which answers within it leaves nothing behind that
// nobody knows of. A deadline is kept to the moment.
func (t *Transport) detach(ctx context.Context, p *progress) (context.Context, context.CancelFunc) {
	if !p.call.Outlive {
		return context.WithCancel(ctx)
	}
	base, endBase := context.WithoutCancel(ctx), context.CancelFunc(func() {})
	deadline, limited := ctx.Deadline()
	if limited {
		base, endBase = context.WithDeadline(base, deadline)
	}
	detached, cancel := context.WithCancelCause(base)
	stop := context.AfterFunc(ctx, func() {
		late := errors.Is(ctx.Err(), context.DeadlineExceeded)
		switch {
		case late && limited:
			// The copy of the deadline ends the call, as what it is.
			return
		case !late && p.sent.Load():
			_ = wait(detached, t.options.Grace)
		}
		cancel(context.Cause(ctx))
	})
	return detached, func() {
		stop()
		cancel(context.Canceled)
		endBase()
	}
}
