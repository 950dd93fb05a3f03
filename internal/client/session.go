package client

import "time"

// Session is what a vendor tells of one session. A zero time, a nil pointer, an
// empty string or a nil map means that the vendor does not tell it.
type Session struct {
	// ID is the vendor's name for the session, unique within Account.
	ID string
	// Account is the site, workspace or visitor that the session belongs to;
	// empty where the vendor has no such thing.
	Account string
	Status  Status
	// Note says in a sentence what is not certain of the session, for a warning:
	// why Status is StatusUnknown, or what became of the opening message.
	Note string
	// Refused is the 401 to the configured credential because of which Status is
	// StatusUnknown; nil otherwise.
	Refused error

	CreatedAt time.Time
	UpdatedAt time.Time
	ClosedAt  time.Time
	// LastActivityAt is when somebody last wrote.
	LastActivityAt time.Time

	MessageCount *int64
	Greeting     *string
	AgentID      *string
	AgentName    *string
	AgentModel   *string

	// Metadata and DynamicVariables hold what the vendor echoes, as strings;
	// Marker is never among the metadata.
	Metadata         map[string]string
	DynamicVariables map[string]string

	// DifferingMetadata and DifferingDynamicVariables have the keys that were sent and
	// that the vendor returns with another value or not at all, sorted. Open sets both,
	// and UpdateMetadata the first.
	DifferingMetadata, DifferingDynamicVariables []string
	// DifferingAgentID is the agent that the vendor has returned for a new session where
	// that is not the agent asked for; Open sets it.
	DifferingAgentID string

	// Token is the secret that reads and ends this one session.
	Token string
	// OpeningRequestID names the asynchronous request of the opening message.
	OpeningRequestID string
	// Marker is the unique value by which this session is found again when the
	// answer to its creation is lost.
	Marker string
	// KeepMarker is set by Open where the vendor does not tell the marker itself, so
	// that nobody else would know it.
	KeepMarker bool
}

// Ref names a session in the calls that follow its creation, with what is known of
// it beforehand: that decides what a not-found response proves.
type Ref struct {
	ID string
	// Token is the session's own secret, where the vendor issues one.
	Token string
	// UserIdentifier narrows a search where the vendor's list can.
	UserIdentifier string
	// Seen is set when the session is known to exist, or to have existed, before the
	// call: the vendor has returned it, or the state has it.
	Seen bool
	// AccountConfirmed is set when the configured account is known and is the
	// session's. SameCredential is set when the configured credential is the one that
	// the session was last seen with.
	AccountConfirmed, SameCredential bool
	// OpenedAt is when this provider opened or imported the session, by the local
	// clock; zero where that is not known.
	OpenedAt time.Time
	// Marker is the value that Open returned in Session.Marker, where it was to be kept.
	Marker string
}

// Trusted reports whether the credentials are those of the session's account, so
// that a documented not-found response is about this session. Another account's
// credentials get the same response for a session that is open.
func (r Ref) Trusted() bool { return r.AccountConfirmed || r.SameCredential }

// OpenRequest says which session to open or to adopt. What is empty or nil is
// left to the vendor. Arguments has which fields a vendor takes.
type OpenRequest struct {
	SessionID        string
	SessionIDPrefix  string
	AgentID          string
	UserIdentifier   string
	Metadata         map[string]string
	DynamicVariables map[string]string
	PageURL          string
	OpeningMessage   string
	ResponseLanguage string
	SessionToken     string
}

// CloseResult says how a close has succeeded.
type CloseResult struct {
	// Already is set when the session was closed or no longer existed before.
	Already bool
	// Warning is a sentence for the user where the vendor has not confirmed that the
	// session is closed; empty otherwise.
	Warning string
}
