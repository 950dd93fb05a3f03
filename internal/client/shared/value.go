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
	// Keep is how long a value is given out, from the moment that it was asked for; 0
	// is without an end.
	Keep time.Duration
	// Writes counts the writes of this process; nil where none makes a value old.
	Writes func() uint64

	mu     sync.Mutex
	kept   *flight[T]
	flight *flight[T]
}

// flight is a request under way, or one that has brought a value. It ends early only
// when nobody waits any more.
type flight[T any] struct {
	patience patience
	cancel   context.CancelFunc
	waiting  int
	landed   chan struct{}
	value    *T
	err      error

	begun  time.Time
	writes uint64
}

// Get returns a value that was asked for after so many writes, and fetches it when
// there is none. When ctx ends, so does the wait, with the error of ctx; others go
// on waiting.
func (v *Value[T]) Get(ctx context.Context, since uint64, fetch func(context.Context) (*T, error)) (*T, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	v.mu.Lock()
	if v.kept != nil && v.usable(v.kept, since) {
		defer v.mu.Unlock()
		return v.kept.value, nil
	}
	f := v.flight
	if f != nil && v.usable(f, since) {
		f.patience.join(ctx)
	} else {
		f = v.begin(ctx, fetch)
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

func (v *Value[T]) usable(f *flight[T], since uint64) bool {
	return f.writes >= since && (v.Keep == 0 || time.Since(f.begun) < v.Keep)
}

func (v *Value[T]) begin(ctx context.Context, fetch func(context.Context) (*T, error)) *flight[T] {
	f := &flight[T]{landed: make(chan struct{}), begun: time.Now()}
	if v.Writes != nil {
		f.writes = v.Writes()
	}
	lasting, cancel := f.patience.begin(ctx)
	f.cancel = cancel
	v.flight = f
	go func() {
		defer cancel()
		f.value, f.err = fetch(lasting)
		v.land(f)
	}()
	return f
}

// land keeps what a flight has brought, and tells it to those who wait.
func (v *Value[T]) land(f *flight[T]) {
	v.mu.Lock()
	defer v.mu.Unlock()
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
