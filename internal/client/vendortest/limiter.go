package vendortest

import (
	"sync"
	"time"
)

// Limiter is a vendor's rate limit: so many requests in each window of time. It may be
// used by any number of goroutines.
type Limiter struct {
	Size   int
	Length time.Duration

	mu       sync.Mutex
	begun    time.Time
	accepted int
	refused  int
}

// Accept counts a request. For one too many it reports false, and the time that is left of
// the window.
func (l *Limiter) Accept() (left time.Duration, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	if now.Sub(l.begun) >= l.Length {
		l.begun, l.accepted = now, 0
	}
	if l.accepted == l.Size {
		l.refused++
		return l.begun.Add(l.Length).Sub(now), false
	}
	l.accepted++
	return 0, true
}

// Refused is how many requests were too many.
func (l *Limiter) Refused() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.refused
}
