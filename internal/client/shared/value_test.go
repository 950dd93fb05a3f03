package shared_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/shared"
)

// counter is fetched in a second, and tells how often it was.
type counter struct {
	mu      sync.Mutex
	fetched int
	failing error
}

func (c *counter) fetch(ctx context.Context) (*int, error) {
	c.mu.Lock()
	c.fetched++
	n, err := c.fetched, c.failing
	c.mu.Unlock()
	select {
	case <-time.After(time.Second):
		return &n, err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func get(t *testing.T, v *shared.Value[int], since uint64, c *counter) int {
	t.Helper()
	n, err := v.Get(t.Context(), shared.Need{Writes: since}, c.fetch)
	if err != nil {
		t.Fatal(err)
	}
	return *n
}

func TestValueIsFetchedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v, c := &shared.Value[int]{}, &counter{}
		for range 2 {
			var group sync.WaitGroup
			for range 20 {
				group.Go(func() {
					if got := get(t, v, 0, c); got != 1 {
						t.Errorf("got %d", got)
					}
				})
			}
			group.Wait()
			time.Sleep(time.Hour)
		}
		kept, _ := v.Get(t.Context(), shared.Need{}, c.fetch)
		other := 1
		v.Drop(&other)
		if got := get(t, v, 0, c); got != 1 {
			t.Errorf("a value that is not the kept one was dropped")
		}
		v.Drop(kept)
		if got := get(t, v, 0, c); got != 2 {
			t.Errorf("got %d after it was dropped", got)
		}
	})
}

func TestValueGrowsOld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var writes atomic.Uint64
		v, c := &shared.Value[int]{MaxAge: 5 * time.Second, Writes: writes.Load}, &counter{}
		steps := []struct {
			after  time.Duration
			writes uint64
			since  uint64
			want   int
		}{
			{0, 0, 0, 1},
			{3 * time.Second, 0, 0, 1},
			{time.Second, 0, 0, 2}, // 5 s after it was asked for, not after it came
			{0, 1, 0, 2},           // the write is none of this caller's
			{0, 1, 1, 3},
			{0, 1, 1, 3},
		}
		for i, step := range steps {
			time.Sleep(step.after)
			writes.Store(step.writes)
			if got := get(t, v, step.since, c); got != step.want {
				t.Errorf("step %d: got %d, want %d", i, got, step.want)
			}
		}
	})
}

// A request that is under way is joined only by those for whom it is young enough.
func TestValueUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var writes atomic.Uint64
		v, c := &shared.Value[int]{MaxAge: time.Minute, Writes: writes.Load}, &counter{}
		var group sync.WaitGroup
		for i, want := range []int{1, 1, 2} {
			writes.Store(uint64(want - 1))
			group.Go(func() {
				if got := get(t, v, uint64(want-1), c); got != want {
					t.Errorf("caller %d: got %d, want %d", i, got, want)
				}
			})
			time.Sleep(100 * time.Millisecond)
		}
		group.Wait()
		// The older one has come back last in no case: what is kept is the younger one.
		if got := get(t, v, 0, c); got != 2 {
			t.Errorf("kept %d", got)
		}
	})
}

func TestValueThatCannotBeFetched(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v, c := &shared.Value[int]{}, &counter{failing: errors.New("not today")}
		if _, err := v.Get(t.Context(), shared.Need{}, c.fetch); !errors.Is(err, c.failing) {
			t.Errorf("got %v", err)
		}
		c.failing = nil
		if got := get(t, v, 0, c); got != 2 {
			t.Errorf("got %d", got)
		}
	})
}

// Whoever leaves takes nothing from the others, and the last one ends the request.
func TestValueOutlivesWhoLeaves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v, c := &shared.Value[int]{}, &counter{}
		first, leave := context.WithCancel(t.Context())
		gone := make(chan error, 1)
		go func() {
			_, err := v.Get(first, shared.Need{}, c.fetch)
			gone <- err
		}()
		time.Sleep(100 * time.Millisecond)
		var second sync.WaitGroup
		second.Go(func() {
			if got := get(t, v, 0, c); got != 1 {
				t.Errorf("the second caller gets %d", got)
			}
		})
		time.Sleep(100 * time.Millisecond)
		leave()
		if err := <-gone; !errors.Is(err, context.Canceled) {
			t.Errorf("the first caller gets %v", err)
		}
		second.Wait()
		if _, err := v.Get(first, shared.Need{}, c.fetch); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v after the end", err)
		}
	})
}

// Of two requests under way, what the younger one brings is kept, also when it comes
// first.
func TestValueKeepsTheYounger(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var writes atomic.Uint64
		v := &shared.Value[int]{Writes: writes.Load}
		ask := func(need uint64, brings int, after time.Duration) {
			_, _ = v.Get(t.Context(), shared.Need{Writes: need}, func(context.Context) (*int, error) {
				time.Sleep(after)
				return &brings, nil
			})
		}
		var group sync.WaitGroup
		group.Go(func() { ask(0, 1, 10*time.Second) })
		time.Sleep(time.Second)
		writes.Store(1)
		group.Go(func() { ask(1, 2, time.Second) })
		group.Wait()
		if got, err := v.Get(t.Context(), shared.Need{}, nil); err != nil || *got != 2 {
			t.Errorf("kept %d, %v", *got, err)
		}
	})
}

// What takes longer than it is kept is kept as long again: else everybody would wait for
// one of his own.
func TestValueThatTakesLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v, fetched := &shared.Value[int]{MaxAge: 500 * time.Millisecond}, &counter{}
		for _, want := range []int{1, 1, 2} {
			if got := get(t, v, 0, fetched); got != want {
				t.Errorf("got %d, want %d", got, want)
			}
			time.Sleep(600 * time.Millisecond)
		}
	})
}

// Those who need it asked for after they came share a request that waits for all of
// them.
func TestValueAskedForAfter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v, c := &shared.Value[int]{MaxAge: time.Minute}, &counter{}
		for round := 1; round <= 2; round++ {
			var group sync.WaitGroup
			for range 10 {
				group.Go(func() {
					got, err := v.Get(t.Context(), shared.Need{After: time.Now()}, c.fetch)
					if err != nil || *got != round {
						t.Errorf("got %d, %v, want %d", *got, err, round)
					}
				})
				time.Sleep(time.Millisecond / 2)
			}
			group.Wait()
		}
		if got := get(t, v, 0, c); got != 2 {
			t.Errorf("got %d, want the kept one", got)
		}
	})
}
