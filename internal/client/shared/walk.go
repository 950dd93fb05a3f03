package shared

import (
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// walk is a walk of the list and what it has told so far.
type walk struct {
	pages    client.Pages[*client.Session]
	sessions map[string]*client.Session
	// left is how many pages are left, as client.Pages tells it; 0 for a walk that has
	// failed as well.
	left  int
	begun time.Time
	// writes is how many had ended when it began.
	writes uint64
}

func newWalk(pages client.Pages[*client.Session], writes uint64, now time.Time) *walk {
	return &walk{pages: pages, left: pages.Left(), writes: writes, begun: now, sessions: map[string]*client.Session{}}
}

// serves reports whether the walk may answer the reader. One that began after it may,
// however long it takes.
func (w *walk) serves(r *reader) bool {
	return w != nil && w.writes >= r.writes && r.begun.Sub(w.begun) < MaxAge
}
