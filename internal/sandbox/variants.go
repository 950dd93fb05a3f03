package sandbox

import "time"

// Status is the HTTP status that a variant makes a call answer; 0 means the default.
type Status int

// Variants chooses an answer for each point that the vendors' pages leave open. The
// zero value of every field is a default that a client should get along with; the
// comments name it first. [Variants.Validate] knows what each field allows.
type Variants struct {
	Uppzy      UppzyVariants
	TalkifAI   TalkifAIVariants
	SiteAssist SiteAssistVariants
	UponAI     UponAIVariants
}

// UppzyVariants are the open points of Uppzy.
type UppzyVariants struct {
	// CloseUnknown answers the close of an id that never had a message: 200, 400 or
	// 404 with "session not found". S0 documents 400 and 404 for other causes only.
	CloseUnknown Status
	// ClosedChat answers a message to a closed session: 400, 404, 409 or 500. S0 says
	// only that it takes none. 409 is outside the contract: no page lists it (ERR).
	ClosedChat Status
	// ListShape is "object" ({"sessions": […]}, as the code of S0 and S1 reads it) or
	// "array" (bare, as the prose of S1 sketches it; outside the contract).
	ListShape ListShape
	// ListLimit cuts the list after so many sessions, newest last; 0 does not.
	ListLimit int
	// ListOmit holds ids that the list leaves out although they exist.
	ListOmit []string
	// ListLag keeps a session out of the list for so long after its first message.
	ListLag time.Duration
	// AsyncStatus answers an asynchronous message: 200 or 202.
	AsyncStatus Status
	// AsyncPolls is how often the state of a request is pending before the answer is
	// there: 0 means once, a negative number not at all.
	AsyncPolls int
	// AsyncDelay is how long a request is pending at least, by the sandbox's clock.
	AsyncDelay time.Duration
	// FailedWithoutError leaves the error text out of a failed request (AW).
	FailedWithoutError bool
	// PendingFeedback answers feedback on a request that is not completed: 400, 404
	// or 409 (outside the contract). FB says only that it cannot be rated.
	PendingFeedback Status
	// SecondFeedback is what another rating of a rated request does: "ignore" (nothing,
	// and the answer repeats what was sent), "keep" (nothing, and the answer has the
	// first rating) or "replace". FB says only that it answers ok.
	SecondFeedback SecondFeedback
}

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

// TalkifAIVariants are the open points of TalkifAI.
type TalkifAIVariants struct {
	// SecondEnd answers the end of a session that is no longer there, with a token
	// that still lives: 404, 200, 500 or 401. S2 is silent.
	SecondEnd Status
	// HistoryAfterEnd answers the history of such a session: 404, 200 or 401.
	HistoryAfterEnd Status
	// HistoryKeepsAlive lets a read of the history count as activity.
	HistoryKeepsAlive bool
	// EndWithoutSuccess makes a first end answer 200 with success false and end
	// nothing. No page gives it a meaning.
	EndWithoutSuccess bool
	// ErrorShape is "detail" (S2) or "envelope" (IN) for errors other than those of end.
	ErrorShape ErrorShape
	// IdleTimeout is the idle time after which a session is dropped: 0 means 30
	// minutes (S2).
	IdleTimeout time.Duration
}

// ErrorShape is the form of TalkifAI's error bodies.
type ErrorShape string

// The forms of TalkifAI's error bodies.
const (
	ErrorDetail   ErrorShape = "detail"
	ErrorEnvelope ErrorShape = "envelope"
)

// SiteAssistVariants are the open points of SiteAssist.
type SiteAssistVariants struct {
	// StartStatus answers a new conversation: 201 (CODES) or 200.
	StartStatus Status
	// SecondClose answers the close of a closed conversation: 200 (R-close) or 409.
	SecondClose Status
	// SecondCloseReason lets a second close replace the reason of the first.
	SecondCloseReason bool
	// UnknownID answers an id that does not exist: 404 (src) or 403.
	UnknownID Status
	// ForeignID answers another visitor's conversation: 403 (src) or 404.
	ForeignID Status
	// MalformedID answers an id that is no UUID: 400, 404 or 422.
	MalformedID Status
	// Interaction spells the interaction field: "lastInteractionAt" (R-*) or
	// "lastInterationAt" (O-*).
	Interaction InteractionSpelling
	// CloseSuccess says what a close that answers 200 reports and does: "true", or
	// "false_closed" and "false_open", which both report success false, after closing
	// and without.
	CloseSuccess CloseSuccess
	// ClosedMessage answers a message to a closed conversation: 409, 400, 403 or 422.
	ClosedMessage Status
	// TokenLifetime is how long a visitor token of identity/init lives: 0 means 24
	// hours. AUTH calls it short and gives no number.
	TokenLifetime time.Duration
}

// InteractionSpelling is SiteAssist's name for the time of the last interaction.
type InteractionSpelling string

// The spellings of the interaction field.
const (
	InteractionAt InteractionSpelling = "lastInteractionAt"
	InterationAt  InteractionSpelling = "lastInterationAt"
)

// CloseSuccess is what SiteAssist's close reports and does.
type CloseSuccess string

// What SiteAssist's close can report and do.
const (
	CloseTrue      CloseSuccess = "true"
	CloseFalseDone CloseSuccess = "false_closed"
	CloseFalseOpen CloseSuccess = "false_open"
)

// UponAIVariants are the open points of UponAI.
type UponAIVariants struct {
	// SecondEnd answers the end of an ended chat: 204, 400, 404, 409 or 422.
	SecondEnd Status
	// UnknownID answers an unknown chat on every call: 404 or 422 (RT).
	UnknownID Status
	// EndedUpdate answers a PATCH of an ended chat: 200, 400, 409 or 422. The contract
	// declares 409 not by number but through its default.
	EndedUpdate Status
	// EndedCompletion answers a message to an ended chat: 400, 404, 409 or 422.
	EndedCompletion Status
	// MetadataPatch is "merge" (keys are added, null removes one; RT) or "replace".
	MetadataPatch MetadataPatch
	// MetadataEcho says how answers carry metadata: "yes", "null" (outside the
	// contract) or "omitted".
	MetadataEcho MetadataEcho
	// IDField names the id: "chatId" (GET) or "chat_id" (guide; outside the contract).
	IDField IDField
	// OngoingStatus and EndedStatus replace the words "ongoing" and "ended" (RT).
	OngoingStatus string
	EndedStatus   string
	// EndedWithoutTime leaves endedAt null although the chat has ended.
	EndedWithoutTime bool
	// Silence is the idle time after which a chat ends by itself: 0 means one hour
	// (RT), a negative one never.
	Silence time.Duration
	// PageSize caps the pages of the chat list below the limit that was asked for; 0
	// does not.
	PageSize int
}

// MetadataPatch is what UponAI's PATCH does with a map.
type MetadataPatch string

// MetadataEcho is how UponAI's answers carry metadata.
type MetadataEcho string

// IDField is UponAI's name for the chat id.
type IDField string

// The words of the UponAI variants.
const (
	PatchMerge   MetadataPatch = "merge"
	PatchReplace MetadataPatch = "replace"

	EchoYes     MetadataEcho = "yes"
	EchoNull    MetadataEcho = "null"
	EchoOmitted MetadataEcho = "omitted"

	IDCamel IDField = "chatId"
	IDSnake IDField = "chat_id"
)
