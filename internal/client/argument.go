package client

// Argument is an attribute of a session that the user sets.
type Argument string

// The arguments of a session, named as in the configuration.
const (
	SessionID        Argument = "session_id"
	SessionIDPrefix  Argument = "session_id_prefix"
	AgentID          Argument = "agent_id"
	UserIdentifier   Argument = "user_identifier"
	Metadata         Argument = "metadata"
	DynamicVariables Argument = "dynamic_variables"
	PageURL          Argument = "page_url"
	OpeningMessage   Argument = "opening_message"
	ResponseLanguage Argument = "response_language"
	CloseReason      Argument = "close_reason"
	SessionToken     Argument = "session_token"
)

// The arguments of a message and of a rating that no session has.
const (
	MessageText  Argument = "message"
	Async        Argument = "async"
	Wait         Argument = "wait"
	PollInterval Argument = "poll_interval"
	RequestID    Argument = "request_id"
	MessageID    Argument = "message_id"
)

// MessageArguments lists those of a message in the order of the documentation.
func MessageArguments() []Argument {
	return []Argument{
		SessionID, SessionToken, MessageText, UserIdentifier, ResponseLanguage, PageURL, Async, Wait, PollInterval,
	}
}

// FeedbackArguments lists those of a rating.
func FeedbackArguments() []Argument { return []Argument{SessionID, RequestID, MessageID} }

// Arguments lists them in the order of the documentation.
func Arguments() []Argument {
	return []Argument{
		SessionID, SessionIDPrefix, AgentID, UserIdentifier, Metadata, DynamicVariables,
		PageURL, OpeningMessage, ResponseLanguage, CloseReason, SessionToken,
	}
}

// Fact is an attribute of a session that the vendor tells and the user reads.
type Fact string

// The facts that only some vendors tell, named as in the state.
const (
	CreatedAt        Fact = "created_at"
	UpdatedAt        Fact = "updated_at"
	ClosedAt         Fact = "closed_at"
	MessageCount     Fact = "message_count"
	Greeting         Fact = "greeting"
	AgentName        Fact = "agent_name"
	AgentModel       Fact = "agent_model"
	OpeningRequestID Fact = "opening_request_id"
)

// ReplyFact is an attribute of a message that the vendor tells with its answer.
type ReplyFact string

// The facts of a reply, named as in the state.
const (
	ReplyRequestID       ReplyFact = "request_id"
	ReplyConfidenceScore ReplyFact = "confidence_score"
	ReplyConfidenceLevel ReplyFact = "confidence_level"
	ReplyAgentName       ReplyFact = "agent_name"
	ReplyHandoff         ReplyFact = "handoff"
	ReplyFinishReason    ReplyFact = "finish_reason"
	ReplyEndSession      ReplyFact = "end_session"
	ReplyUsage           ReplyFact = "usage"
)

// ReplyFacts lists them in the order of the documentation.
func ReplyFacts() []ReplyFact {
	return []ReplyFact{
		ReplyRequestID, ReplyConfidenceScore, ReplyConfidenceLevel, ReplyAgentName,
		ReplyHandoff, ReplyFinishReason, ReplyEndSession, ReplyUsage,
	}
}

// Facts lists them in the order of the documentation.
func Facts() []Fact {
	return []Fact{CreatedAt, UpdatedAt, ClosedAt, MessageCount, Greeting, AgentName, AgentModel, OpeningRequestID}
}

// Change is what a new value of an argument means for a session that exists.
type Change int

const (
	// Replace closes the session and opens another: the vendor has no call.
	Replace Change = iota
	// Call changes the session by a call to the vendor.
	Call
	// Keep changes nothing at the vendor; the new value counts from now on.
	Keep
)

// Use says how one vendor uses one argument.
type Use struct {
	// Required is an argument that a session cannot be opened without.
	Required bool
	// Opening is an argument that is sent when a session is opened and
	// so means nothing for one that is adopted by its session_id.
	Opening bool
	// With is another argument that this one needs beside it.
	With Argument
	// Change is what a new value does.
	Change Change
	// Format checks a value; nil allows all.
	Format Format
	// Doc is what the vendor makes of it, for the documentation.
	Doc string
}
