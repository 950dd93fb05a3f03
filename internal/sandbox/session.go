package sandbox

import (
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"
)

// Session is a snapshot of one session of any vendor.
type Session struct {
	Vendor string `json:"vendor"`
	// Account is the scope of the id: the site at Uppzy, the visitor id (see
	// [SiteAssistAccount]) at SiteAssist, the workspace number at UponAI, empty at TalkifAI.
	Account  string     `json:"account"`
	ID       string     `json:"id"`
	Open     bool       `json:"open"`
	ClosedAt *time.Time `json:"closed_at"`
	// CloseReason is SiteAssist's closeReason. At TalkifAI and UponAI, which have
	// none, it says how the session ended: "ended", "idle", "error" or "closed
	// elsewhere".
	CloseReason string `json:"close_reason,omitempty"`
	AgentID     string `json:"agent_id,omitempty"`
	// UserIdentifier is the e-mail address at Uppzy, the user_identifier at TalkifAI.
	UserIdentifier string `json:"user_identifier,omitempty"`
	PageURL        string `json:"page_url,omitempty"`
	// Token is TalkifAI's session token: a secret.
	Token            string         `json:"token,omitempty"`
	Metadata         map[string]any `json:"metadata,omitempty"`
	DynamicVariables map[string]any `json:"dynamic_variables,omitempty"`
	// CustomAttributes and OverrideVariables come from UponAI's PATCH.
	CustomAttributes  map[string]any `json:"custom_attributes,omitempty"`
	OverrideVariables map[string]any `json:"override_variables,omitempty"`
	Messages          []Message      `json:"messages,omitempty"`
	CreatedAt         time.Time      `json:"created_at"`
	UpdatedAt         time.Time      `json:"updated_at"`
}

// Message is one turn of a session.
type Message struct {
	ID         string     `json:"id"`
	Role       string     `json:"role"` // "user", "assistant" or "human_agent"
	Content    string     `json:"content"`
	At         time.Time  `json:"at"`
	RequestID  string     `json:"request_id,omitempty"` // Uppzy's request the message belongs to
	Language   string     `json:"language,omitempty"`   // Uppzy's response_language
	Feedback   string     `json:"feedback,omitempty"`
	FeedbackAt *time.Time `json:"feedback_at,omitempty"`
}

// Roles of messages.
const (
	roleUser      = "user"
	roleAssistant = "assistant"
)

// Marker words. A message that contains one makes the assistant behave accordingly.
const (
	// FailMarker makes the response fail: an asynchronous Uppzy request ends as failed
	// and a synchronous one is a 500, TalkifAI streams an error event, SiteAssist
	// responds 502, and the chat at UponAI ends as "error" behind a 500.
	FailMarker = "[sandbox:fail]"
	// EndMarker makes TalkifAI's agent ask for the end: stream_end has end_session
	// true (SM). The session itself stays open until the client ends it (S2).
	EndMarker = "[sandbox:end]"
	// ToolMarker makes TalkifAI's agent run a tool and hand over before it responds.
	ToolMarker = "[sandbox:tool]"
	// HumanMarker makes SiteAssist queue the message for a human: 202 (CODES).
	HumanMarker = "[sandbox:human]"
)

// Reply is the reply of all vendors' assistants. It depends on the message alone.
func Reply(message string) string { return "You said: " + message }

// session is the live record behind a Session. The sandbox's lock guards it.
type session struct {
	Session
	// lastActive is when the idle clock was last reset.
	lastActive time.Time
	// failed marks a UponAI chat that ended by an error.
	failed bool
	// human marks a SiteAssist conversation that a human handles.
	human bool
}

// snapshot copies the record for a caller. Values inside the maps are shared: the sandbox
// replaces them and never changes one in place.
func (r *session) snapshot() Session {
	copied := r.Session
	copied.Metadata = maps.Clone(r.Metadata)
	copied.DynamicVariables = maps.Clone(r.DynamicVariables)
	copied.CustomAttributes = maps.Clone(r.CustomAttributes)
	copied.OverrideVariables = maps.Clone(r.OverrideVariables)
	copied.Messages = slices.Clone(r.Messages)
	if r.ClosedAt != nil {
		copied.ClosedAt = new(*r.ClosedAt)
	}
	return copied
}

// close ends the record, if it is open.
func (r *session) close(at time.Time, reason string) {
	if !r.Open {
		return
	}
	r.Open, r.ClosedAt, r.CloseReason, r.UpdatedAt = false, &at, reason, at
}

// say adds a message and resets the idle clock.
func (r *session) say(role, content string, at time.Time) *Message {
	r.Messages = append(r.Messages, Message{ID: uuid.NewString(), Role: role, Content: content, At: at})
	r.UpdatedAt, r.lastActive = at, at
	return &r.Messages[len(r.Messages)-1]
}

// rate sets the feedback of a message; an empty one removes it.
func (m *Message) rate(feedback string, at time.Time) {
	m.Feedback, m.FeedbackAt = feedback, nil
	if feedback != "" {
		m.FeedbackAt = &at
	}
}

// sessionKey finds a session: an id is unique within its account.
type sessionKey struct{ vendor, account, id string }

// anyAccount takes the place of an account where it does not matter.
const anyAccount = "*"

// store holds the sessions in the order in which they were made.
type store struct {
	ordered []*session
	byKey   map[sessionKey]*session
}

// open adds a new session.
func (st *store) open(vendor, account, id string, at time.Time) *session {
	r := &session{lastActive: at, Session: Session{
		Vendor: vendor, Account: account, ID: id, Open: true, CreatedAt: at, UpdatedAt: at,
	}}
	st.add(r)
	return r
}

func (st *store) add(r *session) {
	st.ordered = append(st.ordered, r)
	st.byKey[sessionKey{r.Vendor, r.Account, r.ID}] = r
}

// find returns nil when there is no such session; in any account it finds the oldest.
func (st *store) find(vendor, account, id string) *session {
	if account != anyAccount {
		return st.byKey[sessionKey{vendor, account, id}]
	}
	i := slices.IndexFunc(st.ordered, func(r *session) bool { return r.Vendor == vendor && r.ID == id })
	if i < 0 {
		return nil
	}
	return st.ordered[i]
}

// of lists the sessions of an account, oldest first.
func (st *store) of(vendor, account string) []*session {
	var found []*session
	for _, r := range st.ordered {
		if r.Vendor == vendor && (account == anyAccount || r.Account == account) {
			found = append(found, r)
		}
	}
	return found
}

func (st *store) remove(r *session) {
	delete(st.byKey, sessionKey{r.Vendor, r.Account, r.ID})
	st.ordered = slices.DeleteFunc(st.ordered, func(other *session) bool { return other == r })
}

// Sessions lists the vendor's sessions, or all for the empty name, in the order in
// which they were made. It includes closed and expired ones.
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
// when two accounts have the same id.
func (s *Sandbox) Session(vendor, id string) (Session, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expire()
	r := s.store.find(vendor, anyAccount, id)
	if r == nil {
		return Session{}, false
	}
	return r.snapshot(), true
}

// CloseSession ends a session without the client. It reports whether there was an open
// one with that id.
func (s *Sandbox) CloseSession(vendor, id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expire()
	r := s.store.find(vendor, anyAccount, id)
	if r == nil || !r.Open {
		return false
	}
	r.close(s.now(), "closed elsewhere")
	return true
}

// RemoveSession makes a session vanish, and reports whether there was one. A TalkifAI
// token outlives its session: it stays valid for an id that no longer exists.
func (s *Sandbox) RemoveSession(vendor, id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.store.find(vendor, anyAccount, id)
	if r == nil {
		return false
	}
	s.store.remove(r)
	return true
}

// Seed describes a session that no client has opened. Every field is optional.
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

// Seed makes a session and returns it, with its token where it has one. It panics for a
// name that is no vendor.
func (s *Sandbox) Seed(vendor string, seed Seed) Session {
	s.mu.Lock()
	defer s.mu.Unlock()
	declared := mustFind(vendor)
	created := pick(seed.CreatedAt, s.now()).UTC()
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
	}
	r.UpdatedAt = updated
	if old := s.store.find(vendor, r.Account, r.ID); old != nil {
		s.store.remove(old)
	}
	s.store.add(r)
	return r.snapshot()
}
