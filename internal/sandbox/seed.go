package sandbox

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
)

// Seed describes a session that is to exist without a client having made it. Every
// field is optional.
type Seed struct {
	// Account is the site, visitor or workspace; empty means the default one of the
	// vendor. At SiteAssist it may be a device id or the visitor id behind it.
	Account string `json:"account,omitempty"`
	// ID is chosen by the sandbox when empty. An existing session with the same id
	// and account is replaced.
	ID               string         `json:"id,omitempty"`
	AgentID          string         `json:"agent_id,omitempty"`
	UserIdentifier   string         `json:"user_identifier,omitempty"`
	PageURL          string         `json:"page_url,omitempty"`
	Metadata         map[string]any `json:"metadata,omitempty"`
	DynamicVariables map[string]any `json:"dynamic_variables,omitempty"`
	// Messages without an id, a role or a time get one.
	Messages []Message `json:"messages,omitempty"`
	// CreatedAt is now when zero, UpdatedAt is CreatedAt when zero. The idle clock
	// runs from UpdatedAt.
	CreatedAt time.Time `json:"created_at,omitzero"`
	UpdatedAt time.Time `json:"updated_at,omitzero"`
	// Closed makes a session that has ended, at ClosedAt or else at UpdatedAt.
	Closed      bool       `json:"closed,omitempty"`
	ClosedAt    *time.Time `json:"closed_at,omitempty"`
	CloseReason string     `json:"close_reason,omitempty"`
}

// Seed makes a session directly and returns it, with its token where it has one. It panics
// for a name that is no vendor.
func (s *Sandbox) Seed(vendor string, seed Seed) Session {
	s.mu.Lock()
	defer s.mu.Unlock()
	declared := mustFind(vendor)
	now := s.now()
	created := pick(seed.CreatedAt, now).UTC()
	updated := pick(seed.UpdatedAt, created).UTC()
	r := &session{lastActive: updated, Session: Session{
		Vendor:           vendor,
		Account:          pick(seed.Account, declared.account),
		ID:               seed.ID,
		Open:             true,
		AgentID:          seed.AgentID,
		UserIdentifier:   seed.UserIdentifier,
		PageURL:          seed.PageURL,
		Metadata:         maps.Clone(seed.Metadata),
		DynamicVariables: maps.Clone(seed.DynamicVariables),
		Messages:         slices.Clone(seed.Messages),
		CreatedAt:        created,
		UpdatedAt:        updated,
	}}
	s.vendors[vendor].api.seed(r)
	for i := range r.Messages {
		m := &r.Messages[i]
		m.ID = pick(m.ID, uuid.NewString())
		m.Role = pick(m.Role, roleUser)
		m.At = pick(m.At, updated)
	}
	if seed.Closed || seed.ClosedAt != nil {
		at := updated
		if seed.ClosedAt != nil {
			at = seed.ClosedAt.UTC()
		}
		r.close(at, seed.CloseReason)
		r.UpdatedAt = updated
	}
	if old := s.store.find(vendor, r.Account, r.ID); old != nil {
		s.store.remove(old)
	}
	s.store.add(r)
	return r.snapshot()
}

// issue makes a token and remembers it for [Sandbox.Secrets].
func (s *Sandbox) issue(prefix string) string {
	token := prefix + strings.ReplaceAll(uuid.NewString(), "-", "")
	s.issued = append(s.issued, token)
	return token
}
