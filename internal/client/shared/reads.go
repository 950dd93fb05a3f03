package shared

import (
	"context"
	"sync"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

const (
	// batchWindow is how long the first of several waits for the others to come.
	// Terraform begins as many operations as its -parallelism at once.
	batchWindow = 10 * time.Millisecond
	// MaxAge is how long what a list has told is given out to those who ask later.
	MaxAge = 5 * time.Second
	// longestWait is how long a read waits for a list, and at most half of its time.
	longestWait = 10 * time.Second
	// cooldown is how long no list is walked after one that failed or was too slow.
	cooldown = time.Minute
)

// Reads answers reads of sessions. One alone is a read of its own, and several share
// a walk of the vendor's list, of which the rest is read only where that pays; see
// budget. What the walk does not hold, or does not tell for certain, is a read of its
// own, and so is every read while the list fails or is slow.
//
// A session that is told was asked for after every write of this process that had
// ended when its read began, and after the read began or less than MaxAge before that.
type Reads struct {
	// Single reads one session by a request of its own.
	Single func(ctx context.Context, ref client.Ref) (*client.Session, error)
	// Pages begins a walk of the list. Each page has to be tried once: where that
	// fails, single reads are the better second try.
	Pages func() client.Pages[*client.Session]
	// Writes counts the writes of this process.
	Writes func() uint64
	// Key is the same for all ways to write an id; nil where there is one way.
	Key func(id string) string

	mu      sync.Mutex
	waiting map[*reader]struct{}
	walk    *walk
	budget  budget
	// batch is the context of the walk that is under way for those who wait, and cancel
	// ends it; both are nil while nobody waits.
	batch  *joinedContext
	cancel context.CancelFunc
	// latest is when a read began last, and latestWrites what it wanted to see.
	latest       time.Time
	latestWrites uint64
	// coolUntil is until when no list is walked.
	coolUntil time.Time
}

// reader is a read that waits for a walk.
type reader struct {
	id     string
	begun  time.Time
	writes uint64
	// alone is set where no other read has come lately that wanted to see as much.
	alone   bool
	session *client.Session
	done    chan struct{}
}

// Read tells a session, under the id as it is written in ref.
func (r *Reads) Read(ctx context.Context, ref client.Ref) (*client.Session, error) {
	session := r.fromWalk(ctx, ref.ID)
	if session == nil {
		return r.Single(ctx, ref)
	}
	told := *session
	told.ID = ref.ID
	return &told, nil
}

// fromWalk is nil where the session needs a read of its own.
func (r *Reads) fromWalk(ctx context.Context, id string) *client.Session {
	wait := longestWait
	if deadline, limited := ctx.Deadline(); limited {
		wait = min(wait, time.Until(deadline)/2)
	}
	limited, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	session, w := r.enter(limited, r.key(id))
	if w == nil {
		return session
	}
	select {
	case <-w.done:
		return w.session
	case <-limited.Done():
		r.leave(w, ctx.Err() == nil)
		return nil
	}
}

// enter returns what is known already, or the reader that waits for it; neither where
// the session needs a read of its own.
func (r *Reads) enter(ctx context.Context, id string) (*client.Session, *reader) {
	r.mu.Lock()
	defer r.mu.Unlock()
	w := &reader{id: id, begun: time.Now(), writes: r.Writes(), done: make(chan struct{})}
	w.alone = w.begun.Sub(r.latest) >= MaxAge || w.writes > r.latestWrites
	r.latest, r.latestWrites = w.begun, w.writes
	if r.walk.serves(w) {
		if session := r.walk.sessions[id]; session != nil {
			r.budget.answer()
			return session, nil
		}
		if r.walk.left == 0 {
			return nil, nil
		}
	}
	if w.begun.Before(r.coolUntil) || ctx.Err() != nil {
		return nil, nil
	}
	if r.waiting == nil {
		r.waiting = map[*reader]struct{}{}
	}
	r.waiting[w] = struct{}{}
	if r.batch != nil {
		r.batch.join(ctx)
		return nil, w
	}
	r.batch = &joinedContext{}
	r.budget.unanswered = 0
	var lasting context.Context
	lasting, r.cancel = r.batch.begin(ctx)
	go r.serve(lasting)
	return nil, w
}

// leave is for a reader whose wait is over. Where that is for the list's being slow, no
// other waits for it soon. Whatever is under way ends when nobody waits for it.
func (r *Reads) leave(w *reader, slow bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if slow {
		r.coolUntil = time.Now().Add(cooldown)
	}
	delete(r.waiting, w)
	if len(r.waiting) == 0 && r.cancel != nil {
		r.cancel()
	}
}

// serve walks the list until nobody waits any more.
func (r *Reads) serve(ctx context.Context) {
	select {
	case <-time.After(batchWindow):
	case <-ctx.Done():
	}
	for {
		next := r.settle(ctx)
		if next == nil {
			return
		}
		sessions, err := next.pages.Next(ctx)
		r.mu.Lock()
		r.keep(next, sessions, err)
		switch {
		case ctx.Err() != nil:
			// That nobody waited any more says nothing of the list.
			r.walk = nil
		case err != nil:
			r.coolUntil = time.Now().Add(cooldown)
			r.budget.refund()
		}
		r.mu.Unlock()
	}
}

// settle answers those who wait, as far as that goes, and returns the walk of which a
// page is to be read for the others; nil when nobody waits any more.
func (r *Reads) settle(ctx context.Context) *walk {
	r.mu.Lock()
	defer r.mu.Unlock()
	for w := range r.waiting {
		if !r.walk.serves(w) {
			continue
		}
		if session := r.walk.sessions[w.id]; session != nil {
			r.budget.answer()
			r.release(w, session)
		}
	}
	if r.walkOn(ctx) {
		r.budget.read()
		return r.walk
	}
	for w := range r.waiting {
		r.release(w, nil)
	}
	r.cancel()
	r.batch, r.cancel = nil, nil
	return nil
}

// walkOn reports whether a page is to be read for those who wait. It begins another
// walk where the one there is does not serve all of them.
func (r *Reads) walkOn(ctx context.Context) bool {
	now := time.Now()
	switch {
	case len(r.waiting) == 0, ctx.Err() != nil, now.Before(r.coolUntil):
		return false
	case len(r.waiting) == 1:
		for w := range r.waiting {
			if w.alone {
				return false
			}
		}
	}
	for w := range r.waiting {
		if !r.walk.serves(w) {
			r.walk = newWalk(r.Pages(), r.Writes(), now)
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

// keep takes in a page, and whether there are more. What came beside an error is good.
// A session whose status a list does not tell for certain needs a read of its own.
func (r *Reads) keep(w *walk, page []*client.Session, err error) {
	for _, s := range page {
		if s.Status == client.StatusUnknown {
			delete(w.sessions, r.key(s.ID))
			continue
		}
		w.sessions[r.key(s.ID)] = s
	}
	if err != nil {
		w.left = 0
		return
	}
	w.left = w.pages.Left()
}

func (r *Reads) key(id string) string {
	if r.Key == nil {
		return id
	}
	return r.Key(id)
}
