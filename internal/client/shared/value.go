package siteassist

import (
	"context"
	"sync"
)

// shared is a value that is fetched by one request for all who need it, and kept
// until it is dropped. A failure is told to those who wait for it and not kept.
type shared[T any] struct {
	mu     sync.Mutex
	kept   *T
	flight *flight[T]
}

// flight is a request under way. It ends early only when nobody waits any more.
type flight[T any] struct {
	patience patience
	cancel   context.CancelFunc
	waiting  int
	landed   chan struct{}
	value    *T
	err      error
}

// get returns the value, and fetches it when there is none. When ctx ends, so
// does the wait, with the error of ctx; others go on waiting.
func (s *shared[T]) get(ctx context.Context, fetch func(context.Context) (*T, error)) (*T, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	if s.kept != nil {
		defer s.mu.Unlock()
		return s.kept, nil
	}
	f := s.flight
	if f != nil {
		f.patience.join(ctx)
	} else {
		f = &flight[T]{landed: make(chan struct{})}
		lasting, cancel := f.patience.begin(ctx)
		f.cancel = cancel
		s.flight = f
		go func() {
			defer cancel()
			f.value, f.err = fetch(lasting)
			s.land(f)
		}()
	}
	f.waiting++
	s.mu.Unlock()

	select {
	case <-f.landed:
		return f.value, f.err
	case <-ctx.Done():
		s.leave(f)
		return nil, ctx.Err()
	}
}

// drop forgets the value, if it is still the one in use.
func (s *shared[T]) drop(value *T) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept == value {
		s.kept = nil
	}
}

// land keeps what a flight has brought, and tells it to those who wait.
func (s *shared[T]) land(f *flight[T]) {
	s.mu.Lock()
	defer s.mu.Unlock()
	// A flight that everybody has left was replaced, maybe by a later one.
	if s.flight == f {
		s.flight = nil
		if f.err == nil {
			s.kept = f.value
		}
	}
	close(f.landed)
}

func (s *shared[T]) leave(f *flight[T]) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f.waiting--
	if f.waiting > 0 {
		return
	}
	f.cancel()
	if s.flight == f {
		s.flight = nil
	}
}
