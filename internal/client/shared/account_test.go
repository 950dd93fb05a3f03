package shared_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/shared"
)

// account is a vendor with sessions 0, 1, 2, …, listed in that order, so many a page.
type account struct {
	reads shared.Reads
	// tells is set where the list tells how many pages are left.
	tells bool
	// takes is how long a request takes, and hangs is set where the list gives no answer.
	takes time.Duration
	hangs bool
	// has is how long each read may take; 0 is without an end.
	has time.Duration
	// broken is the error of the list.
	broken error

	mu       sync.Mutex
	sessions []*client.Session
	size     int
	writes   uint64
	created  uint64
	singles  int
	pages    int
	ended    int
	walks    int
}

func newAccount(sessions, size int) *account {
	a := &account{size: size, tells: true, takes: 100 * time.Millisecond}
	for i := range sessions {
		a.sessions = append(a.sessions, &client.Session{ID: name(i), Status: client.StatusOpen})
	}
	a.reads = a.newReads()
	return a
}

func (a *account) newReads() shared.Reads {
	return shared.Reads{
		Vendor: "uponai", Single: a.single, Writes: a.written,
		Pages:       func(bool) client.Pages[*client.Session] { return a.walk() },
		Discoveries: func() uint64 { return a.created },
	}
}

func name(i int) string { return fmt.Sprintf("S-%d", i) }

func (a *account) requests() int { return a.singles + a.pages }

func (a *account) written() uint64 {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.writes
}

// write makes a change that is there a moment before the write has ended.
func (a *account) write(i int, status client.Status) {
	a.mu.Lock()
	told := *a.sessions[i]
	told.Status = status
	a.sessions[i] = &told
	a.mu.Unlock()
	time.Sleep(time.Millisecond)
	a.mu.Lock()
	a.writes++
	a.mu.Unlock()
}

// request is one request. What it tells is as it is when it begins.
func (a *account) request(ctx context.Context, count *int, tell func()) error {
	a.mu.Lock()
	*count++
	tell()
	a.mu.Unlock()
	takes := a.takes
	if a.hangs && count == &a.pages {
		takes = time.Hour
	}
	select {
	case <-time.After(takes):
		return nil
	case <-ctx.Done():
		a.mu.Lock()
		defer a.mu.Unlock()
		a.ended++
		return ctx.Err()
	}
}

func (a *account) single(ctx context.Context, ref client.Ref) (*client.Session, error) {
	var found *client.Session
	err := a.request(ctx, &a.singles, func() {
		for _, s := range a.sessions {
			if s.ID == ref.ID {
				told := *s
				told.Note = "single"
				found = &told
			}
		}
	})
	if err == nil && found == nil {
		err = &client.NotFoundError{Vendor: "uponai", SessionID: ref.ID}
	}
	return found, err
}

func (a *account) walk() client.Pages[*client.Session] {
	a.walks++
	return &pages{a: a}
}

type pages struct {
	a  *account
	at int
}

func (p *pages) Next(ctx context.Context) ([]*client.Session, error) {
	var page []*client.Session
	err := p.a.request(ctx, &p.a.pages, func() {
		end := min(p.at+p.a.size, len(p.a.sessions))
		page = p.a.sessions[p.at:end:end]
		p.at = end
	})
	if err != nil {
		return nil, err
	}
	return page, p.a.broken
}

func (p *pages) Left() int {
	left := (len(p.a.sessions) - p.at + p.a.size - 1) / p.a.size
	if left > 0 && !p.a.tells {
		return -1
	}
	return left
}

// refresh reads sessions as Terraform does, so many at a time, each in its place.
func (a *account) refresh(t testing.TB, parallel int, ids ...string) []*client.Session {
	t.Helper()
	told := make([]*client.Session, len(ids))
	slots := make(chan struct{}, parallel)
	var group sync.WaitGroup
	for i, id := range ids {
		slots <- struct{}{}
		group.Go(func() {
			defer func() { <-slots }()
			ctx, cancel := context.WithCancel(t.Context())
			if a.has != 0 {
				ctx, cancel = context.WithTimeout(t.Context(), a.has)
			}
			defer cancel()
			s, err := a.reads.Read(ctx, client.Ref{ID: id})
			if err != nil {
				t.Errorf("%s: %v", id, err)
			}
			if s != nil && !strings.EqualFold(s.ID, id) {
				t.Errorf("%s told as %s", id, s.ID)
			}
			told[i] = s
		})
	}
	group.Wait()
	return told
}

// some are every step-th of n sessions, from one on.
func some(from, n, step int) []string {
	var ids []string
	for i := from; len(ids) < n; i += step {
		ids = append(ids, name(i))
	}
	return ids
}
