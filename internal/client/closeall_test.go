package client_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// closer is a vendor whose closes take a second each.
type closer struct {
	client.Vendor
	failing map[string]error

	mu         sync.Mutex
	refs       map[string]client.Ref
	reasons    map[string]string
	open, most int // closes under way
}

func (*closer) Name() string { return "uppzy" }

func (c *closer) Close(_ context.Context, ref client.Ref, reason string) (client.CloseResult, error) {
	c.begin(ref, reason)
	time.Sleep(time.Second)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.open--
	return client.CloseResult{Already: ref.ID == "s-0"}, c.failing[ref.ID]
}

func (c *closer) begin(ref client.Ref, reason string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.refs == nil {
		c.refs, c.reasons = map[string]client.Ref{}, map[string]string{}
	}
	c.refs[ref.ID], c.reasons[ref.ID] = ref, reason
	c.open++
	c.most = max(c.most, c.open)
}

// many makes so many sessions, s-0 first.
func many(n int) []*client.Session {
	sessions := make([]*client.Session, n)
	for i := range sessions {
		sessions[i] = &client.Session{ID: fmt.Sprintf("s-%d", i)}
	}
	return sessions
}

// closeAll closes the sessions, and fails the test when it is told of two at once.
func closeAll(ctx context.Context, t *testing.T, v client.Vendor, sessions []*client.Session, parallel int) map[string]client.Closing {
	t.Helper()
	told := map[string]client.Closing{}
	var inside atomic.Int32
	client.CloseAll(ctx, v, sessions, client.CloseOptions{UserIdentifier: "user@example.com", Reason: "torn down", Parallel: parallel}, func(c client.Closing) {
		if inside.Add(1) != 1 {
			t.Error("told of two at once")
		}
		for range 100 {
			runtime.Gosched() // so that another would come in
		}
		inside.Add(-1)
		if _, twice := told[c.Session.ID]; twice {
			t.Errorf("%s: told twice", c.Session.ID)
		}
		told[c.Session.ID] = c
	})
	return told
}

func TestCloseAllClosesSoManyAtATime(t *testing.T) {
	for parallel, seconds := range map[int]int{1: 10, 3: 4, 10: 1, 99: 1} {
		synctest.Test(t, func(t *testing.T) {
			begun, v := time.Now(), &closer{}
			told := closeAll(t.Context(), t, v, many(10), parallel)
			if took := time.Since(begun); took != time.Duration(seconds)*time.Second || v.most != min(parallel, 10) {
				t.Errorf("%d: %d at a time, in %s", parallel, v.most, took)
			}
			if len(told) != 10 || len(v.refs) != 10 {
				t.Errorf("%d: told of %d, closed %d", parallel, len(told), len(v.refs))
			}
		})
	}
}

func TestCloseAllGoesOnAfterAFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		broken := errors.New("broken")
		v := &closer{failing: map[string]error{"s-0": broken, "s-3": broken}}
		told := closeAll(t.Context(), t, v, many(5), 2)
		for _, s := range many(5) {
			c := told[s.ID]
			if c.Session == nil || !errors.Is(c.Err, v.failing[s.ID]) || c.Result.Already != (s.ID == "s-0") {
				t.Errorf("%s: got %+v", s.ID, c)
			}
		}
	})
}

func TestCloseAllTellsWhatIsKnownOfASession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := &closer{}
		closeAll(t.Context(), t, v, many(1), 1)
		want := client.Ref{ID: "s-0", UserIdentifier: "user@example.com", Seen: true, AccountConfirmed: true, SameCredential: true}
		if v.refs["s-0"] != want || v.reasons["s-0"] != "torn down" {
			t.Errorf("closed %+v for %q", v.refs["s-0"], v.reasons["s-0"])
		}
	})
}

// What is under way when the context ends is told as it went; the rest is not begun.
func TestCloseAllEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 1500*time.Millisecond)
		defer cancel()
		begun, v := time.Now(), &closer{}
		told := closeAll(ctx, t, v, many(10), 2)
		if len(told) != 10 || len(v.refs) != 4 || time.Since(begun) != 2*time.Second {
			t.Errorf("told of %d, closed %d, in %s", len(told), len(v.refs), time.Since(begun))
		}
		for id, c := range told {
			_, closed := v.refs[id]
			if closed && c.Err != nil || !closed && !errors.Is(c.Err, context.DeadlineExceeded) {
				t.Errorf("%s: got %v", id, c.Err)
			}
		}
	})
}

func TestCloseAllOfNothing(t *testing.T) {
	if told := closeAll(t.Context(), t, &closer{}, nil, 3); len(told) > 0 {
		t.Errorf("told of %v", told)
	}
}
