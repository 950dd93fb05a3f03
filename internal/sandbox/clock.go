package sandbox

import (
	"context"
	"errors"
	"math"
	"time"
)

// Now is the time on the sandbox's clock.
func (s *Sandbox) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now()
}

// Advance moves the clock forward and lets everything expire whose time has come:
// sessions that were idle for too long, and tokens. It panics for a negative duration,
// and where all calls together overflow a [time.Duration], which is 292 years.
func (s *Sandbox) Advance(d time.Duration) {
	if err := s.advance(d); err != nil {
		panic("sandbox: " + err.Error())
	}
}

func (s *Sandbox) advance(d time.Duration) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case d < 0:
		return errors.New("the clock cannot be moved back")
	case d > math.MaxInt64-s.offset:
		return errors.New("the duration would overflow the clock, which moves forward by at most 292 years")
	}
	s.offset += d
	s.expire()
	return nil
}

// now reads the clock without monotonic part, as a vendor's database would hold it.
func (s *Sandbox) now() time.Time {
	return s.options.Now().Add(s.offset).UTC().Round(0)
}

// expire ends the sessions whose idle time is over, at the moment it was over.
func (s *Sandbox) expire() {
	now := s.now()
	limits := map[string]time.Duration{}
	for name, v := range s.vendors {
		limits[name] = v.api.idle()
	}
	for _, r := range s.store.ordered {
		limit := limits[r.Vendor]
		if !r.Open || limit <= 0 {
			continue
		}
		if end := r.lastActive.Add(limit); !now.Before(end) {
			r.close(end, "idle")
		}
	}
}

// ExpireTokens voids every token that the vendor has issued: SiteAssist's visitor
// tokens, the fixed [SiteAssistToken] among them, and TalkifAI's session tokens. New
// SiteAssist tokens can be had from identity/init; a TalkifAI session without its
// token is out of reach. Other vendors have no tokens to void.
func (s *Sandbox) ExpireTokens(vendor string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if v, known := s.vendors[vendor]; known {
		v.api.expireTokens()
	}
}

// wait lets d pass on the real clock. It tells whether it did: false when the client
// left or the sandbox closed before.
func (s *Sandbox) wait(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	case <-s.done:
		return false
	}
}

// pick gives the chosen value, the fallback when none is.
func pick[T comparable](chosen, fallback T) T {
	var none T
	if chosen == none {
		return fallback
	}
	return chosen
}
