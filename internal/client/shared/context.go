package shared

import (
	"context"
	"sync"
	"time"
)

// joinedContext is the context of a request that many wait for. Its deadline is the
// latest of all who have joined, so that a vendor's delay which is longer is an error
// at once. That moves when another joins; the context itself ends when nobody waits.
type joinedContext struct {
	context.Context

	mu      sync.Mutex
	until   time.Time
	endless bool
}

// begin gives the context for a flight that ctx asks for, which ctx does not end.
func (c *joinedContext) begin(ctx context.Context) (context.Context, context.CancelFunc) {
	detached, cancel := context.WithCancel(context.WithoutCancel(ctx))
	c.Context = detached
	c.join(ctx)
	return c, cancel
}

// join adds the time of one who waits.
func (c *joinedContext) join(ctx context.Context) {
	until, limited := ctx.Deadline()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.endless = c.endless || !limited
	if until.After(c.until) {
		c.until = until
	}
}

// Deadline implements context.Context.
func (c *joinedContext) Deadline() (time.Time, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.endless {
		return time.Time{}, false
	}
	return c.until, true
}
