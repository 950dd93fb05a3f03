package shared

import (
	"context"
	"sync"
	"time"
)

// patience is the context of a flight. It tells as its deadline the latest of all
// who have joined, so that a vendor's delay which is longer is an error at once.
// That moves when another joins; the context itself ends when nobody waits.
type patience struct {
	context.Context

	mu      sync.Mutex
	until   time.Time
	endless bool
}

// begin gives the context for a flight that ctx asks for, which ctx does not end.
func (p *patience) begin(ctx context.Context) (context.Context, context.CancelFunc) {
	detached, cancel := context.WithCancel(context.WithoutCancel(ctx))
	p.Context = detached
	p.join(ctx)
	return p, cancel
}

// join adds the time of one who waits.
func (p *patience) join(ctx context.Context) {
	until, limited := ctx.Deadline()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.endless = p.endless || !limited
	if until.After(p.until) {
		p.until = until
	}
}

// Deadline implements context.Context.
func (p *patience) Deadline() (time.Time, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.endless {
		return time.Time{}, false
	}
	return p.until, true
}
