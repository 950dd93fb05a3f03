package shared

import (
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// walk is a walk of the list and what it has returned so far.
type walk struct {
	pages   client.Pages[*client.Session]
	entries map[string]entry
	// left is how many pages are left, as client.Pages has it.
	left   int
	failed bool
	begun  time.Time
	// writes and discoveries are how many had ended when it began.
	writes, discoveries uint64

	// readers is how many reads have come since it began, answered how many of them it
	// has answered, read how many pages, and unanswered how many of those in a row have
	// answered nobody.
	readers, answered, read, unanswered int
}

// entry is a session of the list, and when its page was asked for.
type entry struct {
	session *client.Session
	at      time.Time
}

func (r *Reads) newWalk(patient bool) *walk {
	pages := r.Pages(patient)
	return &walk{
		pages: pages, left: pages.Left(), entries: map[string]entry{},
		begun: time.Now(), writes: r.Writes(), discoveries: r.Discoveries(),
	}
}

// add takes in a page.
func (w *walk) add(key func(string) string, page []*client.Session, asked time.Time) {
	for _, s := range page {
		w.entries[key(s.ID)] = entry{session: s, at: asked}
	}
	w.left = w.pages.Left()
}

func (w *walk) has(id string) bool {
	_, listed := w.entries[id]
	return listed
}

// fresh is the session for a reader; nil where the walk does not have it, or has it from
// a time that is too long ago, or does not say its status: that takes a single read.
func (w *walk) fresh(r *reader) *client.Session {
	found, ok := w.entries[r.id]
	if !ok || found.session.Status == client.StatusUnknown || w.writes < r.writes || r.begun.Sub(found.at) >= MaxAge {
		return nil
	}
	return found.session
}

// lacks reports whether the walk proves that the reader's session does not exist.
// Without the credentials of the session's account it proves nothing. A session that
// may have begun to exist after the walk needs a later one.
func (w *walk) lacks(r *reader, discoveries uint64) bool {
	if w == nil || w.left != 0 || w.failed || w.discoveries != discoveries || !r.ref.Trusted() {
		return false
	}
	return !w.has(r.id) && (r.ref.Seen || !w.begun.Before(r.begun))
}

// serves reports whether the walk can still answer the reader, by what it has or by its
// further pages.
func (w *walk) serves(r *reader, discoveries uint64, now time.Time) bool {
	if w == nil || w.failed || w.writes < r.writes || w.discoveries != discoveries || now.Sub(w.begun) >= longestWalk {
		return false
	}
	found, listed := w.entries[r.id]
	if listed {
		// One whose status is unknown is not better known by another walk.
		return r.begun.Sub(found.at) < MaxAge || found.session.Status == client.StatusUnknown
	}
	return w.left != 0 || !r.ref.Trusted() || !r.ref.Seen
}

// pays reports whether to read another page for so many who wait. One page is on credit,
// and each answered read pays for another. Beyond that a walk goes on where its end may
// be no further away than there were reads, since the end answers all of them: at worst
// it costs as many pages as there were reads. What others have saved is not spent on a
// search that goes on without an answer.
func (w *walk) pays(waiting int) bool {
	switch {
	case w.left == 0, w.failed:
		return false
	case w.read == 0:
		return true
	case w.left > 0 && w.left <= max(w.readers-w.read, waiting):
		return true
	}
	affordable := w.read <= w.answered || w.left < 0 && w.read < w.readers
	return affordable && w.unanswered < waiting
}
