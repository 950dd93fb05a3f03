package shared

import (
	"context"
	"sync"
	"time"
)

// Value is a value that is fetched by one request for all who need it, and kept. A
// failure is told to those who wait for it and not kept. The zero Value keeps for
// ever what it has; it may be used by any number of goroutines.
type Value[T any] struct {
	// MaxAge is how long a value is given out, from the moment that it was asked for,
	// and twice the time that it took where that is longer; 0 is without an end.
	MaxAge time.Duration
	// Writes counts the writes of this process; nil where none makes a value old.
	Writes func() uint64

	mu     sync.Mutex
	kept   *flight[T]
	flight *flight[T]
}

// Need is what a caller of Value.Get wants of the value; the zero Need is content with
// any.
type Need struct {
	// Writes is how many writes had ended when it was asked for.
	Writes uint64
	// After is a time that it was asked for after.
	After time.Time
}

// flight is a request that is about to be sent, or under way, or has brought a value. It
// ends early only when nobody waits any more.
type flight[T any] struct {
	ctx     joinedContext
	cancel  context.CancelFunc
	waiting int
	landed  chan struct{}
	value   *T
	err     error

	// sent is zero until the request is sent, and took how long it was under way.
	sent   time.Time
	took   time.Duration
	writes uint64
}

// Get returns the value, and fetches it when there is none that will do. A caller with
// Need.After waits a moment for others of its kind to come. When ctx ends, so does the
// wait, with the error of ctx; others go on waiting.
func (v *Value[T]) Get(ctx context.Context, need Need, fetch func(context.Context) (*T, error)) (*T, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	v.mu.Lock()
	if v.kept != nil && v.stale(v.kept) {
		v.kept = nil
	}
	if v.kept != nil && v.kept.meets(need) {
		defer v.mu.Unlock()
		return v.kept.value, nil
	}
	f := v.flight
	if f != nil && f.meets(need) {
		f.ctx.join(ctx)
	} else {
		f = v.begin(ctx, need, fetch)
	}
	f.waiting++
	v.mu.Unlock()

	select {
	case <-f.landed:
		return f.value, f.err
	case <-ctx.Done():
		v.leave(f)
		return nil, ctx.Err()
	}
}

// Drop forgets the value, if it is still the one in use.
func (v *Value[T]) Drop(value *T) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.kept != nil && v.kept.value == value {
		v.kept = nil
	}
}

func (v *Value[T]) stale(f *flight[T]) bool {
	return v.MaxAge != 0 && time.Since(f.sent) >= max(v.MaxAge, 2*f.took)
}

// meets reports whether the value is asked for late enough. One that is not sent yet
// will be.
func (f *flight[T]) meets(need Need) bool {
	return f.sent.IsZero() || f.writes >= need.Writes && !f.sent.Before(need.After)
}

func (v *Value[T]) begin(ctx context.Context, need Need, fetch func(context.Context) (*T, error)) *flight[T] {
	f := &flight[T]{landed: make(chan struct{})}
	lasting, cancel := f.ctx.begin(ctx)
	f.cancel = cancel
	v.flight = f
	if need.After.IsZero() {
		v.send(f)
	}
	go func() {
		defer cancel()
		if !need.After.IsZero() {
			select {
			case <-time.After(batchWindow):
			case <-lasting.Done():
			}
			v.mu.Lock()
			v.send(f)
			v.mu.Unlock()
		}
		f.value, f.err = fetch(lasting)
		v.land(f)
	}()
	return f
}

// send notes what the request will tell.
func (v *Value[T]) send(f *flight[T]) {
	f.sent = time.Now()
	if v.Writes != nil {
		f.writes = v.Writes()
	}
}

// land keeps what a flight has brought, and tells it to those who wait.
func (v *Value[T]) land(f *flight[T]) {
	v.mu.Lock()
	defer v.mu.Unlock()
	f.took = time.Since(f.sent)
	// A flight that everybody has left, or that was too old for somebody, was replaced
	// by a later one.
	if v.flight == f {
		v.flight = nil
		if f.err == nil {
			v.kept = f
		}
	}
	close(f.landed)
}

func (v *Value[T]) leave(f *flight[T]) {
	v.mu.Lock()
	defer v.mu.Unlock()
	f.waiting--
	if f.waiting > 0 {
		return
	}
	f.cancel()
	if v.flight == f {
		v.flight = nil
	}
}
