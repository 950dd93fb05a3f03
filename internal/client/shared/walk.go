package shared

import (
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// walk is a walk of the list and what it has told so far.
type walk struct {
	pages    client.Pages[*client.Session]
	sessions map[string]*client.Session
	// left is how many pages are left, as client.Pages tells it.
	left  int
	begun time.Time
	// writes is how many had ended when it began.
	writes uint64
	failed bool
}

func newWalk(pages client.Pages[*client.Session], writes uint64, now time.Time) *walk {
	return &walk{pages: pages, left: pages.Left(), writes: writes, begun: now, sessions: map[string]*client.Session{}}
}

// covers reports whether the walk may answer a read that began after so many writes.
func (w *walk) covers(writes uint64, now time.Time) bool {
	return w != nil && !w.failed && w.writes >= writes && now.Sub(w.begun) < Keep
}

// session is what the walk has told of the reader's session, also one that has failed
// since.
func (w *walk) session(reader *reader, now time.Time) *client.Session {
	if w == nil || w.writes < reader.writes || now.Sub(w.begun) >= Keep {
		return nil
	}
	return w.sessions[reader.id]
}

// budget keeps the pages that are read below the reads that they save. One page is on
// credit; every read that a page has answered pays for another.
type budget struct{ pages, answered int }

// allows reports whether to read another page for so many who wait, when so many are
// left (below 0 where that is not known). All pages that are left pay where they are
// no more than the reads, each of which they answer.
func (b budget) allows(left, waiting int) bool {
	return b.pages <= b.answered || left > 0 && left <= waiting
}
