package transport

import (
	"net/http"
	"sync"
)

// writes counts the calls that may have changed something at the vendor, when they
// have ended, whatever came of them.
type writes struct {
	mu    sync.Mutex
	count uint64
	// latest has the count after the last write that named a session, by its id.
	latest map[string]uint64
}

func (w *writes) note(call Call) {
	if call.ReadOnly || call.Method == http.MethodGet {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.count++
	if call.SessionID == "" {
		return
	}
	if w.latest == nil {
		w.latest = map[string]uint64{}
	}
	w.latest[call.SessionID] = w.count
}

// Writes counts the writes that have ended. What is asked for afterwards shows them.
func (t *Transport) Writes() uint64 {
	t.writes.mu.Lock()
	defer t.writes.mu.Unlock()
	return t.writes.count
}

// WritesOf is Writes as it was after the last write that named the session; 0 where
// there was none.
func (t *Transport) WritesOf(sessionID string) uint64 {
	t.writes.mu.Lock()
	defer t.writes.mu.Unlock()
	return t.writes.latest[sessionID]
}
