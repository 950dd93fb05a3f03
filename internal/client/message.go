package client

import "context"

// Delivery is what became of a message.
type Delivery string

const (
	// DeliveryAnswered is a message whose answer is in Reply.Answer.
	DeliveryAnswered Delivery = "answered"
	// DeliveryAccepted is a message that the vendor has taken and not answered: the
	// answer comes later, by a human, or not at all.
	DeliveryAccepted Delivery = "accepted"
	// DeliveryUnknown is a message whose answer was lost, so that nobody can tell
	// whether it has arrived.
	DeliveryUnknown Delivery = "unknown"
)

// SendRequest is one message of the end user's. What is empty is left to the vendor;
// Info.Message has which fields a vendor takes.
type SendRequest struct {
	Text             string
	UserIdentifier   string
	ResponseLanguage string
	PageURL          string
	// Async hands the message over without waiting for its answer, which
	// RequestReader then tells.
	Async bool
}

// Reply is what a vendor answers to a message. An empty string, a nil pointer or a
// nil map means that the vendor does not tell it.
type Reply struct {
	Delivery Delivery
	Answer   *string
	// RequestID names the message and its answer, for RequestReader and Rater.
	RequestID string
	// ConfidenceScore is the vendor's own number, 0 to 100 as far as it is shown.
	ConfidenceScore *float64
	ConfidenceLevel *string
	AgentName       *string
	// Handoff is who has taken the session over: another agent, or HandoffHuman.
	Handoff      *string
	FinishReason *string
	// EndSession is set when the vendor asks its client to end the session now.
	EndSession *bool
	// Usage has the vendor's counts, such as tokens, by the vendor's names.
	Usage map[string]int64
	// Note says in a sentence what the user should know of the delivery.
	Note string
}

// HandoffHuman is the Reply.Handoff of a session that a person has taken over.
const HandoffHuman = "human"

// Messenger is a vendor that takes messages.
type Messenger interface {
	// Send sends one message, once: no vendor knows a repeated message for what it
	// is. After an error MayHaveSucceeded tells whether the message may have arrived.
	// Errors: *AnswerError (it arrived, and its answer failed), *ClosedError and
	// *NotFoundError (it did not), *Error.
	Send(ctx context.Context, ref Ref, r SendRequest) (*Reply, error)
}

// Send sends one message to a session; see Messenger.
func Send(ctx context.Context, v Vendor, ref Ref, r SendRequest) (*Reply, error) {
	messenger, err := Ability[Messenger](v, "take messages")
	if err != nil {
		return nil, err
	}
	return messenger.Send(ctx, ref, r)
}
