package shared_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/shared"
)

// fresh has one session that was opened just now. It is looked for again each second,
// for five seconds. waited is called after each wait.
type fresh struct {
	id     string
	waited func()
}

func (f fresh) IsNew(id string) bool { return id == f.id }

func (f fresh) AwaitNew(_ context.Context, id string, attempt int) bool {
	if id != f.id || attempt >= 5 {
		return false
	}
	time.Sleep(time.Second)
	f.waited()
	return true
}

// Absence from the list proves nothing of a session that was just opened, until it was
// looked for again for a while.
func TestFind_new(t *testing.T) {
	for name, c := range map[string]struct {
		shown time.Duration
		found bool
	}{"listed late": {3 * time.Second, true}, "never listed": {time.Hour, false}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a := newAccount(10, 100)
				begun := time.Now()
				a.reads.New = fresh{id: "new", waited: func() {
					if time.Since(begun) >= c.shown {
						a.sessions = append(a.sessions, &client.Session{ID: "new", Status: client.StatusOpen})
					}
				}}
				ref := client.Ref{ID: "new", Seen: true, AccountConfirmed: true}
				found, err := a.reads.Find(t.Context(), ref, false)
				if err != nil || (found != nil) != c.found {
					t.Errorf("got %+v, %v, want it found: %t", found, err, c.found)
				}
				if walks := a.walks; walks < 3 {
					t.Errorf("%d walks, want one for each look", walks)
				}
				if found, err := a.reads.Find(t.Context(), trusted(1000), false); err != nil || found != nil {
					t.Errorf("another session: got %+v, %v", found, err)
				}
			})
		})
	}
}

// A new session is read by a request for it.
func TestRead_new(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newAccount(100, 100)
		a.refresh(t, terraform, name(0), name(1))
		a.reads.New = fresh{id: name(2)}
		a.refresh(t, terraform, name(2))
		if a.singles != 1 {
			t.Errorf("%d single reads, want 1", a.singles)
		}
	})
}

// Where there is no connection for the list, there is none for a single read.
func TestReads_noConnection(t *testing.T) {
	for name, c := range map[string]struct {
		err     error
		singles int
	}{
		"no connection": {&client.Error{Unreachable: true, Err: errors.New("refused")}, 0},
		"no response":   {&client.Error{Unreachable: true, Sent: true, Err: errors.New("cut")}, 2},
		"500":           {&client.Error{Status: 500, Sent: true}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a := newAccount(100, 1)
				a.broken = c.err
				results := make(chan error)
				for i := range 2 {
					go func() {
						_, err := a.reads.Read(t.Context(), trusted(50+i))
						results <- err
					}()
				}
				for range 2 {
					if err := <-results; (err == nil) != (c.singles > 0) || err != nil && !errors.Is(err, c.err) {
						t.Errorf("got %v", err)
					}
				}
				if a.singles != c.singles {
					t.Errorf("%d single reads, want %d", a.singles, c.singles)
				}
			})
		})
	}
}

var _ shared.NewSessions = fresh{}
