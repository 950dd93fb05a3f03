package transport

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

var (
	// errPaused ends a call whose vendor has asked for a pause that is longer
	// than the time left.
	errPaused = errors.New("requests are paused")
	// errCrowded ends a call whose turn would come after its deadline.
	errCrowded = errors.New("requests_per_second leaves no turn for this call in the time left")
)

// gate lets requests pass at the configured rate, and none while the vendor has
// asked for a pause: a 429 is for every call of the account, not only for the
// one that it answered.
type gate struct {
	limiter *rate.Limiter
	next    http.RoundTripper

	mu    sync.Mutex
	until time.Time
	// rounds counts the pauses without a named delay since a request was accepted, and
	// paused is when the last of them began.
	rounds int
	paused time.Time
}

func newGate(perSecond float64, next http.RoundTripper) *gate {
	g := &gate{next: next}
	if perSecond > 0 {
		// No burst: it would be the rate twice over in the first second.
		g.limiter = rate.NewLimiter(rate.Limit(perSecond), 1)
	}
	return g
}

// pause keeps the gate shut for d from now.
func (g *gate) pause(d time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if until := time.Now().Add(d); until.After(g.until) {
		g.until = until
	}
}

// backOff keeps the gate shut after a response that asks to wait and names no delay. It
// returns the wait. Responses to requests that were sent before the last pause began
// belong to that pause: ten calls that are refused together wait once.
func (g *gate) backOff(sent time.Time, delay func(attempt int) time.Duration) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	if g.rounds > 0 && !sent.After(g.paused) {
		if left := g.until.Sub(now); left > 0 {
			return left
		}
		return delay(0)
	}
	d := delay(g.rounds)
	g.rounds++
	g.paused = now
	if until := now.Add(d); until.After(g.until) {
		g.until = until
	}
	return d
}

// passed notes that the vendor has accepted a request that was sent at the given time.
func (g *gate) passed(sent time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if sent.After(g.paused) {
		g.rounds = 0
	}
}

// left is how long the gate stays shut; nothing or less when it is open.
func (g *gate) left() time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	return time.Until(g.until)
}

// RoundTrip implements http.RoundTripper.
func (g *gate) RoundTrip(r *http.Request) (*http.Response, error) {
	for {
		if err := g.pass(r.Context()); err != nil {
			return nil, err
		}
		// The turn may have come in a pause that began while it was waited for.
		if err := g.turn(r.Context()); err != nil {
			return nil, err
		}
		if g.left() <= 0 {
			progressOf(r.Context()).sentAt = time.Now()
			return g.next.RoundTrip(r)
		}
	}
}

// pass waits for the end of a pause, which another call may prolong.
func (g *gate) pass(ctx context.Context) error {
	for left := g.left(); left > 0; left = g.left() {
		if ours, ok := remaining(ctx); ok && left >= ours {
			progressOf(ctx).refuse(left)
			return errPaused
		}
		if err := wait(ctx, left); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// turn waits until the rate allows one more request.
func (g *gate) turn(ctx context.Context) error {
	if g.limiter == nil {
		return nil
	}
	if err := g.limiter.Wait(ctx); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return errCrowded
	}
	return nil
}
