package sandbox

import (
	"maps"
	"slices"
	"time"
)

// Session is a snapshot of one session of any vendor.
type Session struct {
	Vendor string `json:"vendor"`
	// Account is what the id means something in: the site at Uppzy, the visitor id
	// (see [SiteAssistAccount]) at SiteAssist, the workspace number at UponAI, empty
	// at TalkifAI.
	Account  string     `json:"account"`
	ID       string     `json:"id"`
	Open     bool       `json:"open"`
	ClosedAt *time.Time `json:"closed_at"`
	// CloseReason is SiteAssist's closeReason. At TalkifAI and UponAI, which have
	// none, it tells how the session ended: "ended", "idle", "error" or "closed
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
	roleHuman     = "human_agent"
)

// session is the live record behind a Session. The sandbox's lock guards it.
type session struct {
	Session
	// lastActive is when the idle clock was last wound.
	lastActive time.Time
	// failed marks a UponAI chat that ended by an error.
	failed bool
	// human marks a SiteAssist conversation that a human has taken over.
	human bool
}

// snapshot copies the record, so that a caller may keep it. Values inside the maps
// are shared: the sandbox replaces them and never changes one in place.
func (r *session) snapshot() Session {
	copied := r.Session
	copied.Metadata = maps.Clone(r.Metadata)
	copied.DynamicVariables = maps.Clone(r.DynamicVariables)
	copied.CustomAttributes = maps.Clone(r.CustomAttributes)
	copied.OverrideVariables = maps.Clone(r.OverrideVariables)
	copied.Messages = slices.Clone(r.Messages)
	if r.ClosedAt != nil {
		at := *r.ClosedAt
		copied.ClosedAt = &at
	}
	return copied
}

// close ends the record. A closed one stays as it is.
func (r *session) close(at time.Time, reason string) {
	if !r.Open {
		return
	}
	r.Open = false
	r.ClosedAt = &at
	r.CloseReason = reason
	r.UpdatedAt = at
}

// say adds a message and winds the idle clock.
func (r *session) say(m Message) {
	r.Messages = append(r.Messages, m)
	r.UpdatedAt = m.At
	r.lastActive = m.At
}
