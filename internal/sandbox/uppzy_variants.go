package sandbox

import "time"

// UppzyVariants are the open points of Uppzy. The numbers are those of the marks in its
// contract.
type UppzyVariants struct {
	// ChatStatus, ListStatus and CloseStatus are the status of a success: 200 or
	// another 2xx (outside the contract). No page prints a number [02, 10, 12].
	ChatStatus  Status
	ListStatus  Status
	CloseStatus Status
	// SessionIDs is "any", or "uuid" where any other session_id is a 400 [15].
	SessionIDs SessionIDs
	// NewSession is the response to a message with a new session_id: 200, which opens
	// the session, or 400 [16].
	NewSession Status
	// CloseUnknown is the response to the close of an id that never had a message: 200,
	// 400 or 404 with "session not found". S0 documents 400 and 404 for other causes
	// only [11].
	CloseUnknown Status
	// ClosedChat is the response to a message to a closed session: 400, 404, 409 or
	// 500. S0 says only that it accepts none. 409 is outside the contract: no page lists
	// it (ERR) [01].
	ClosedChat Status
	// ListShape is "object" ({"sessions": […]}, as the code of S0 and S1 reads it) or
	// "array" (bare, as the prose of S1 sketches it; outside the contract) [26].
	ListShape ListShape
	// ListLimit limits the list to so many sessions, the oldest ones; 0 does not [08].
	ListLimit int
	// ListOmit holds ids that the list leaves out although they exist.
	ListOmit []string
	// ListLag keeps a session out of the list for so long after its first message [08].
	ListLag time.Duration
	// EmailDropped leaves the e-mail address out of the session, so that no filter
	// finds it [18].
	EmailDropped bool
	// EmailIgnoresCase makes the e-mail filter ignore letter case [09].
	EmailIgnoresCase bool
	// SessionFields are the fields of a list item: "all", "no_closed_at" (left out while
	// the session is open; outside the contract) or "more" [27].
	SessionFields SessionFields
	// MessageCount counts "all" messages or those of the "user" [28].
	MessageCount MessageCount
	// AsyncStatus is the status of an asynchronous message: 200 or 202 [03, 04].
	AsyncStatus Status
	// AsyncPolls is how often the state of a request is pending before the answer is
	// there: 0 means once, a negative number not at all.
	AsyncPolls int
	// AsyncDelay is how long a request is pending at least, by the sandbox's clock.
	AsyncDelay time.Duration
	// PendingWord replaces the word "pending"; SDK types the status as any text [22, 24].
	PendingWord string
	// RequestSessionID adds session_id to the states of a request, as SDK types it.
	RequestSessionID bool
	// FailedWithoutError leaves the error text out of a failed request (AW) [23].
	FailedWithoutError bool
	// PendingFeedback is the response to feedback on a request that is not completed:
	// 400, 404 or 409 (outside the contract). FB says only that it cannot be rated [06].
	PendingFeedback Status
	// SecondFeedback is what another rating of a rated request does: "ignore" (nothing,
	// and the response repeats what was sent), "keep" (nothing, and the response has the
	// first rating) or "replace". FB says only that it answers ok [25].
	SecondFeedback SecondFeedback
}

func (v *UppzyVariants) fields() []variantField {
	return []variantField{
		statusField("uppzy.chat_status", &v.ChatStatus, 200, 201),
		statusField("uppzy.list_status", &v.ListStatus, 200, 203),
		statusField("uppzy.close_status", &v.CloseStatus, 200, 202),
		wordField("uppzy.session_ids", &v.SessionIDs, SessionIDsAny, SessionIDsUUID),
		statusField("uppzy.new_session", &v.NewSession, 200, 400),
		statusField("uppzy.close_unknown", &v.CloseUnknown, 200, 400, 404),
		statusField("uppzy.closed_chat", &v.ClosedChat, 400, 404, 409, 500),
		wordField("uppzy.list_shape", &v.ListShape, ListObject, ListArray),
		countField("uppzy.list_limit", &v.ListLimit),
		listField("uppzy.list_omit", &v.ListOmit),
		durationField("uppzy.list_lag", &v.ListLag),
		boolField("uppzy.email_dropped", &v.EmailDropped),
		boolField("uppzy.email_ignores_case", &v.EmailIgnoresCase),
		wordField("uppzy.session_fields", &v.SessionFields, FieldsAll, FieldsNoClosedAt, FieldsMore),
		wordField("uppzy.message_count", &v.MessageCount, CountAll, CountUser),
		statusField("uppzy.async_status", &v.AsyncStatus, 200, 202),
		countField("uppzy.async_polls", &v.AsyncPolls),
		durationField("uppzy.async_delay", &v.AsyncDelay),
		textField("uppzy.pending_word", &v.PendingWord),
		boolField("uppzy.request_session_id", &v.RequestSessionID),
		boolField("uppzy.failed_without_error", &v.FailedWithoutError),
		statusField("uppzy.pending_feedback", &v.PendingFeedback, 400, 404, 409),
		wordField("uppzy.second_feedback", &v.SecondFeedback, FeedbackIgnore, FeedbackKeep, FeedbackReplace),
	}
}

// SessionIDs says which session ids Uppzy accepts.
type SessionIDs string

// The session ids that Uppzy can accept.
const (
	SessionIDsAny  SessionIDs = "any"
	SessionIDsUUID SessionIDs = "uuid"
)

// SessionFields says which fields an item of Uppzy's session list has.
type SessionFields string

// The fields that an item can have.
const (
	FieldsAll        SessionFields = "all"
	FieldsNoClosedAt SessionFields = "no_closed_at"
	FieldsMore       SessionFields = "more"
)

// MessageCount says which messages Uppzy's message_count counts.
type MessageCount string

// The messages that can be counted.
const (
	CountAll  MessageCount = "all"
	CountUser MessageCount = "user"
)

// SecondFeedback is what a second rating does at Uppzy.
type SecondFeedback string

// What a second rating can do.
const (
	FeedbackIgnore  SecondFeedback = "ignore"
	FeedbackKeep    SecondFeedback = "keep"
	FeedbackReplace SecondFeedback = "replace"
)

// ListShape is the form of Uppzy's session list.
type ListShape string

// The forms of Uppzy's session list.
const (
	ListObject ListShape = "object"
	ListArray  ListShape = "array"
)
