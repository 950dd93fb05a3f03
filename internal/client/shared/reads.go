package shared

import (
	"context"
	"sync"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

const (
	// gather is how long a read waits for others to come. Terraform begins as many as
	// its -parallelism at once.
	gather = 10 * time.Millisecond
	// Keep is how long what a list has told is given out.
	Keep = 5 * time.Second
	// rest is how long no list is walked after one that could not be read.
	rest = time.Minute
)

// Reads answers reads of sessions. One alone is a read of its own, and several share
// a walk of the vendor's list, of which the rest is read only where that pays: all in
// all, it takes one request more than there are reads at the most, unless sessions
// are gone. What the walk does not hold, or does not tell for certain, is a read of its own, and so is
// every read while the list cannot be read.
//
// A session that is told was asked for after every write of this process that had
// ended when its read began, and no more than Keep ago.
type Reads struct {
	// Single reads one session by a request of its own.
	Single func(ctx context.Context, ref client.Ref) (*client.Session, error)
	// Walk begins a walk of the list. It should try each page once: where that fails,
	// single reads are the better second try.
	Walk func() client.Pages[*client.Session]
	// Writes counts the writes of this process.
	Writes func() uint64
	// Key is the same for all ways to write an id; nil where there is one way.
	Key func(id string) string

	mu       sync.Mutex
	waiting  map[*reader]struct{}
	walk     *walk
	budget   budget
	patience *patience
	cancel   context.CancelFunc
	// latest is when a read began last.
	latest time.Time
	// resting is until when no list is walked.
	resting time.Time
}

// reader is a read that waits for a walk.
type reader struct {
	id     string
	writes uint64
	// alone is set where no other read has come lately.
	alone   bool
	session *client.Session
	done    chan struct{}
}

// Read tells a session, under the id as it is written in ref.
func (r *Reads) Read(ctx context.Context, ref client.Ref) (*client.Session, error) {
	if session := r.listed(ctx, ref.ID); session != nil {
		told := *session
		told.ID = ref.ID
		return &told, nil
	}
	return r.Single(ctx, ref)
}

// listed is nil where the session needs a read of its own. It waits for half of the
// time that there is, so that a slow list leaves time for that.
func (r *Reads) listed(ctx context.Context, id string) *client.Session {
	if deadline, limited := ctx.Deadline(); limited {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, time.Until(deadline)/2)
		defer cancel()
	}
	session, w := r.enter(ctx, r.key(id))
	if w == nil {
		return session
	}
	select {
	case <-w.done:
		return w.session
	case <-ctx.Done():
		r.leave(w)
		return nil
	}
}

// enter returns what is known already, or the reader that waits for it; neither where
// the session needs a read of its own.
func (r *Reads) enter(ctx context.Context, id string) (*client.Session, *reader) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now, writes := time.Now(), r.Writes()
	alone := now.Sub(r.latest) >= Keep
	r.latest = now
	if r.walk.covers(writes, now) {
		if session := r.walk.sessions[id]; session != nil {
			r.budget.answered++
			return session, nil
		}
		if r.walk.left == 0 {
			return nil, nil
		}
	}
	if now.Before(r.resting) || ctx.Err() != nil {
		return nil, nil
	}
	w := &reader{id: id, writes: writes, alone: alone, done: make(chan struct{})}
	if r.waiting == nil {
		r.waiting = map[*reader]struct{}{}
	}
	r.waiting[w] = struct{}{}
	if r.patience != nil {
		r.patience.join(ctx)
		return nil, w
	}
	r.patience = &patience{}
	var lasting context.Context
	lasting, r.cancel = r.patience.begin(ctx)
	go r.serve(lasting)
	return nil, w
}

// leave is for a reader whose time is over. Whatever is under way ends when nobody
// waits for it.
func (r *Reads) leave(w *reader) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.waiting, w)
	if len(r.waiting) == 0 && r.cancel != nil {
		r.cancel()
	}
}

// serve walks the list until nobody waits any more.
func (r *Reads) serve(ctx context.Context) {
	select {
	case <-time.After(gather):
	case <-ctx.Done():
	}
	for {
		next := r.settle(ctx)
		if next == nil {
			return
		}
		sessions, err := next.pages.Next(ctx)
		r.mu.Lock()
		r.keep(next, sessions)
		if err != nil {
			// It is not tried again for a while, which is limit enough.
			r.budget.pages--
			next.failed = true
			if ctx.Err() == nil {
				r.resting = time.Now().Add(rest)
			}
		}
		r.mu.Unlock()
	}
}

// settle answers those who wait, as far as that goes, and returns the walk of which a
// page is to be read for the others; nil when nobody waits any more.
func (r *Reads) settle(ctx context.Context) *walk {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := time.Now()
	for w := range r.waiting {
		if session := r.walk.session(w, now); session != nil {
			r.budget.answered++
			r.release(w, session)
		}
	}
	if r.walkOn(ctx, now) {
		r.budget.pages++
		return r.walk
	}
	for w := range r.waiting {
		r.release(w, nil)
	}
	r.cancel()
	r.patience, r.cancel = nil, nil
	return nil
}

// walkOn reports whether a page is to be read for those who wait. It begins another
// walk where the one there is does not serve all of them.
func (r *Reads) walkOn(ctx context.Context, now time.Time) bool {
	switch {
	case len(r.waiting) == 0, ctx.Err() != nil, now.Before(r.resting):
		return false
	case len(r.waiting) == 1:
		for w := range r.waiting {
			if w.alone {
				return false
			}
		}
	}
	for w := range r.waiting {
		if !r.walk.covers(w.writes, now) {
			r.walk = newWalk(r.Walk(), r.Writes(), now)
			break
		}
	}
	return r.walk.left != 0 && r.budget.allows(r.walk.left, len(r.waiting))
}

func (r *Reads) release(w *reader, session *client.Session) {
	w.session = session
	close(w.done)
	delete(r.waiting, w)
}

// keep takes in a page. A session whose status a list does not tell for certain needs
// a read of its own.
func (r *Reads) keep(w *walk, page []*client.Session) {
	w.left = w.pages.Left()
	for _, s := range page {
		if s.Status == client.StatusUnknown {
			delete(w.sessions, r.key(s.ID))
			continue
		}
		w.sessions[r.key(s.ID)] = s
	}
}

func (r *Reads) key(id string) string {
	if r.Key == nil {
		return id
	}
	return r.Key(id)
}
