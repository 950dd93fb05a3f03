package client

import (
	"strings"
	"time"
)

// Filter picks sessions from a list. All that is set must hold; the zero value
// picks every session. Info.Selectors has which parts a vendor's list can answer.
type Filter struct {
	// UserIdentifier is answered by the vendor: no session tells it.
	UserIdentifier string
	Status         Status
	// NotClosed leaves out closed sessions. One whose status is unknown counts as open.
	NotClosed       bool
	SessionIDPrefix string
	AgentID         string
	// Metadata are keys and values that a session must have among its own. MarkerKey
	// picks by Session.Marker, which is not among the metadata.
	Metadata map[string]string
	// InactiveSince picks sessions whose last activity was at that time or before.
	InactiveSince time.Time
	// CreatedAfter and CreatedBefore are exclusive.
	CreatedAfter, CreatedBefore time.Time
}

// Match reports whether the filter picks the session. It is undecided when all
// else holds and the vendor does not tell a time or a status that the filter needs:
// such a session is not picked, and worth a warning.
func (f Filter) Match(s *Session) (picked, undecided bool) {
	switch {
	case f.Status != "" && s.Status != f.Status && s.Status != StatusUnknown,
		f.NotClosed && s.Status == StatusClosed,
		!strings.HasPrefix(s.ID, f.SessionIDPrefix),
		f.AgentID != "" && (s.AgentID == nil || *s.AgentID != f.AgentID):
		return false, false
	}
	for key, value := range f.Metadata {
		have, ok := s.Metadata[key]
		if key == MarkerKey {
			have, ok = s.Marker, s.Marker != ""
		}
		if !ok || have != value {
			return false, false
		}
	}
	undecided = f.Status != "" && f.Status != s.Status
	times := []struct {
		needed bool
		told   time.Time
		holds  bool
	}{
		{!f.InactiveSince.IsZero(), s.LastActivityAt, !s.LastActivityAt.After(f.InactiveSince)},
		{!f.CreatedAfter.IsZero(), s.CreatedAt, s.CreatedAt.After(f.CreatedAfter)},
		{!f.CreatedBefore.IsZero(), s.CreatedAt, s.CreatedAt.Before(f.CreatedBefore)},
	}
	for _, t := range times {
		switch {
		case !t.needed:
		case t.told.IsZero():
			undecided = true
		case !t.holds:
			return false, false
		}
	}
	return !undecided, undecided
}
