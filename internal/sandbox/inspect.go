package sandbox

// Sessions lists the vendor's sessions, or all for the empty name, in the order in
// which they were made. Closed and expired ones stay in it.
func (s *Sandbox) Sessions(vendor string) []Session {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expire()
	sessions := []Session{}
	for _, r := range s.store.ordered {
		if vendor == "" || r.Vendor == vendor {
			sessions = append(sessions, r.snapshot())
		}
	}
	return sessions
}

// Session finds a session by id in any account of the vendor: the one made first,
// when two accounts hold the same id.
func (s *Sandbox) Session(vendor, id string) (Session, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expire()
	r := s.store.findAnywhere(vendor, id)
	if r == nil {
		return Session{}, false
	}
	return r.snapshot(), true
}

// CloseSession ends a session behind the client's back. It tells whether there was
// an open one with that id.
func (s *Sandbox) CloseSession(vendor, id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expire()
	r := s.store.findAnywhere(vendor, id)
	if r == nil || !r.Open {
		return false
	}
	r.close(s.now(), "closed elsewhere")
	return true
}

// RemoveSession makes a session vanish as if it had never been. It tells whether it
// was there. A TalkifAI token outlives its session: it stays valid for an id that
// nothing is behind.
func (s *Sandbox) RemoveSession(vendor, id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.store.findAnywhere(vendor, id)
	if r == nil {
		return false
	}
	s.store.remove(r)
	return true
}
