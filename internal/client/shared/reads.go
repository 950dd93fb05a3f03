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
	// MaxAge is how long what a list has returned is given out to those who ask later.
	MaxAge = 5 * time.Second
	// longestWait is how long a read waits for a list, and at most half of its time.
	longestWait = 10 * time.Second
	// longestWalk is how long pages are added to one walk.
	longestWalk = time.Minute
	// cooldown is how long no list is walked after one that failed or was too slow.
	cooldown = time.Minute
)

// Reads answers reads of the sessions of one account whose vendor generates session
// ids and has a list. A read that is alone is a request for that session. Several share
// a walk of the list, of which the rest is read only where that pays; see walk.pays.
// What the walk does not answer is a request for that session, and so is every read
// while the list fails or is slow.
//
// A session that is returned was read after every write of this process that had ended
// when its read began, and after the read began or less than MaxAge before that.
//
// A walk that has come to its end proves that a session which it lacks does not exist:
// ids that a vendor generates do not come back. One walk proves it for every session, as
// long as this process has discovered none since it began.
type Reads struct {
	// Vendor is the vendor's name, for errors.
	Vendor string
	// Single reads one session by a request for that session.
	Single func(ctx context.Context, ref client.Ref) (*client.Session, error)
	// Pages begins a walk of the list, whose end must be certain: a page that is not
	// the vendor's is an error. Unless the walk is patient, each page has to be tried
	// once: where that fails, single reads are the better second attempt.
	Pages func(patient bool) client.Pages[*client.Session]
	// Writes counts the writes of this process that have ended. Discoveries counts what
	// has made sessions known to it that an earlier walk may lack: creations, adoptions
	// and listings.
	Writes, Discoveries func() uint64
	// New knows the sessions that this process has just opened, which the vendor may not
	// list yet; nil where there are none.
	New NewSessions
	// Key is the same for all ways to write an id; nil where there is one way.
	Key func(id string) string

	// whole is the walk for those who need a complete one.
	whole Value[walk]

	mu      sync.Mutex
	waiting map[*reader]struct{}
	// walk is the one that reads share; complete is the last that came to its end.
	walk, complete *walk
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

// NewSessions knows the sessions that this process has just opened; see
// [transport.Transport.AwaitNew].
type NewSessions interface {
	IsNew(id string) bool
	AwaitNew(ctx context.Context, id string, attempt int) bool
}

// reader is a read that waits for a walk.
type reader struct {
	ref    client.Ref
	id     string
	begun  time.Time
	writes uint64
	// alone is set where no other read has come lately that wanted to see as much.
	alone bool
	// session, absent and err are the result; none where a single read is needed.
	session *client.Session
	absent  bool
	err     error
	done    chan struct{}
}

// Read returns a session, under the id as it is written in ref. One that a complete
// walk lacks is a *client.NotFoundError.
func (r *Reads) Read(ctx context.Context, ref client.Ref) (*client.Session, error) {
	if r.New != nil && r.New.IsNew(ref.ID) {
		return r.Single(ctx, ref)
	}
	result := r.fromWalk(ctx, ref)
	switch {
	case result.err != nil:
		return nil, result.err
	case result.absent:
		return nil, &client.NotFoundError{Vendor: r.Vendor, SessionID: ref.ID}
	case result.session != nil:
		return named(result.session, ref.ID), nil
	}
	return r.Single(ctx, ref)
}

// Find looks a session up in a complete walk. nil is a session that the list lacks, also
// by a walk from before the call; where ref is trusted, it does not exist. With fresh
// set, a session that exists is returned from a walk that began after the call; without,
// it may have changed since. A new session is looked for again while the list lacks it.
func (r *Reads) Find(ctx context.Context, ref client.Ref, fresh bool) (*client.Session, error) {
	if r.New == nil || !r.New.IsNew(ref.ID) {
		return r.find(ctx, ref, fresh)
	}
	// Only a later walk can have it.
	ref.Seen = false
	for attempt := 0; ; attempt++ {
		session, err := r.find(ctx, ref, fresh)
		if err != nil || session != nil || !r.New.AwaitNew(ctx, ref.ID, attempt) {
			return session, err
		}
	}
}

func (r *Reads) find(ctx context.Context, ref client.Ref, fresh bool) (*client.Session, error) {
	begun, id := time.Now(), r.key(ref.ID)
	r.mu.Lock()
	if r.whole.Writes == nil {
		r.whole.Writes = r.Discoveries
	}
	r.mu.Unlock()
	need := Need{Writes: r.Discoveries()}
	if !ref.Seen {
		need.After = begun
	}
	w, err := r.whole.Get(ctx, need, r.walkAll)
	if err == nil && fresh && w.has(id) && w.begun.Before(begun) {
		need.After = begun
		w, err = r.whole.Get(ctx, need, r.walkAll)
	}
	if err != nil || !w.has(id) {
		return nil, err
	}
	return named(w.entries[id].session, ref.ID), nil
}

// walkAll walks to the end of the list.
func (r *Reads) walkAll(ctx context.Context) (*walk, error) {
	w := r.newWalk(true)
	for w.left != 0 {
		asked := time.Now()
		page, err := w.pages.Next(ctx)
		if err != nil {
			return nil, err
		}
		w.add(r.key, page, asked)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.keepComplete(w)
	return w, nil
}

// fromWalk waits for a walk. The result is empty where a single read is needed.
func (r *Reads) fromWalk(ctx context.Context, ref client.Ref) *reader {
	wait := longestWait
	if deadline, limited := ctx.Deadline(); limited {
		wait = min(wait, time.Until(deadline)/2)
	}
	limited, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	w := &reader{ref: ref, id: r.key(ref.ID), begun: time.Now(), done: make(chan struct{})}
	if !r.enter(limited, w) {
		return w
	}
	select {
	case <-w.done:
		return w
	case <-limited.Done():
		r.leave(w, ctx.Err() == nil)
		return &reader{}
	}
}

// enter reports whether the reader has to wait. Otherwise it has its result.
func (r *Reads) enter(ctx context.Context, w *reader) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	w.writes = r.Writes()
	w.alone = w.begun.Sub(r.latest) >= MaxAge || w.writes > r.latestWrites
	r.latest, r.latestWrites = w.begun, w.writes
	if r.walk != nil {
		r.walk.readers++
	}
	if r.answer(w) || w.begun.Before(r.coolUntil) || ctx.Err() != nil {
		return false
	}
	if r.waiting == nil {
		r.waiting = map[*reader]struct{}{}
	}
	r.waiting[w] = struct{}{}
	if r.batch != nil {
		r.batch.join(ctx)
		return true
	}
	r.batch = &joinedContext{}
	var lasting context.Context
	lasting, r.cancel = r.batch.begin(ctx)
	go r.serve(lasting)
	return true
}

// answer gives the reader what is known already.
func (r *Reads) answer(w *reader) bool {
	if r.complete.lacks(w, r.Discoveries()) {
		w.absent = true
		return true
	}
	if r.walk == nil {
		return false
	}
	w.session = r.walk.fresh(w)
	if w.session != nil {
		r.walk.answered++
		r.walk.unanswered = 0
	}
	return w.session != nil
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
		w := r.settle(ctx)
		if w == nil {
			return
		}
		asked := time.Now()
		page, err := w.pages.Next(ctx)
		r.mu.Lock()
		w.add(r.key, page, asked)
		switch {
		case ctx.Err() != nil:
			// That nobody waited any more says nothing of the list.
			r.walk = nil
		case err != nil:
			w.failed = true
			r.coolUntil = time.Now().Add(cooldown)
			if client.HasNoConnection(err) {
				r.fail(err)
			}
		case w.left == 0:
			r.keepComplete(w)
		}
		r.mu.Unlock()
	}
}

// fail gives all who wait the error of a vendor without a connection: a single read would
// end in the same way, after as many attempts.
func (r *Reads) fail(err error) {
	for w := range r.waiting {
		w.err = err
		r.release(w)
	}
}

// settle answers those who wait, as far as that goes, and returns the walk of which a
// page is to be read for the others; nil when nobody waits any more.
func (r *Reads) settle(ctx context.Context) *walk {
	r.mu.Lock()
	defer r.mu.Unlock()
	for w := range r.waiting {
		if r.answer(w) {
			r.release(w)
		}
	}
	if r.walkOn(ctx) {
		r.walk.read++
		r.walk.unanswered++
		return r.walk
	}
	for w := range r.waiting {
		r.release(w)
	}
	r.cancel()
	r.batch, r.cancel = nil, nil
	return nil
}

// walkOn reports whether a page is to be read for those who wait. It begins another
// walk where the one there is can answer none of them.
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
		if !r.walk.serves(w, r.Discoveries(), now) {
			r.walk = r.newWalk(false)
			r.walk.readers = len(r.waiting)
			break
		}
	}
	return r.walk.pays(len(r.waiting))
}

func (r *Reads) release(w *reader) {
	close(w.done)
	delete(r.waiting, w)
}

func (r *Reads) keepComplete(w *walk) {
	if r.complete == nil || w.begun.After(r.complete.begun) {
		r.complete = w
	}
}

func (r *Reads) key(id string) string {
	if r.Key == nil {
		return id
	}
	return r.Key(id)
}

// named is a session under the id as the caller writes it.
func named(s *client.Session, id string) *client.Session {
	renamed := *s
	renamed.ID = id
	return &renamed
}
