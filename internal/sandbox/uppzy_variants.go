package sandbox

import "time"

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

func (v *UppzyVariants) fields() []variantField {
	return []variantField{
		statusField("uppzy.close_unknown", &v.CloseUnknown, 200, 400, 404),
		statusField("uppzy.closed_chat", &v.ClosedChat, 400, 404, 409, 500),
		wordField("uppzy.list_shape", &v.ListShape, ListObject, ListArray),
		countField("uppzy.list_limit", &v.ListLimit),
		listField("uppzy.list_omit", &v.ListOmit),
		durationField("uppzy.list_lag", &v.ListLag),
		statusField("uppzy.async_status", &v.AsyncStatus, 200, 202),
		countField("uppzy.async_polls", &v.AsyncPolls),
		durationField("uppzy.async_delay", &v.AsyncDelay),
		boolField("uppzy.failed_without_error", &v.FailedWithoutError),
		statusField("uppzy.pending_feedback", &v.PendingFeedback, 400, 404, 409),
		wordField("uppzy.second_feedback", &v.SecondFeedback, FeedbackIgnore, FeedbackKeep, FeedbackReplace),
	}
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
