package uppzy

import (
	"cmp"
	"context"
	"net/http"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

var _ client.Messenger = (*Vendor)(nil)

// answerTime is the least that a message gets which waits for its answer: S1
// documents 5 to 60 seconds.
const answerTime = 90 * time.Second

// Send sends a message, which begins the session where there is none of that id. It
// waits for the answer, or with r.Async for the request that will have it.
//
// What the answers mean:
//
//	2xx with an answer     answered
//	2xx, async             accepted, with a request or without one
//	2xx without an answer  an error: the message arrived, and no more is known
//	own 400, 404, 409      refused; *client.ClosedError if the list shows the session
//	                       closed: then it takes no messages again (S0)
//	any other              an error
func (v *Vendor) Send(ctx context.Context, ref client.Ref, r client.SendRequest) (*client.Reply, error) {
	const operation = "send the message to the session"
	message := chatRequest{
		SessionID: ref.ID, Message: r.Text,
		Email: r.UserIdentifier, ResponseLanguage: r.ResponseLanguage,
	}
	var reply *client.Reply
	var err error
	if r.Async {
		reply, err = v.hand(ctx, operation, message)
	} else {
		reply, err = v.ask(ctx, operation, message)
	}
	if says(err, http.StatusBadRequest, http.StatusNotFound, http.StatusConflict) {
		ref.UserIdentifier = cmp.Or(ref.UserIdentifier, r.UserIdentifier)
		return nil, v.afterRefusal(ctx, ref, err)
	}
	return reply, err
}

// ask waits for the answer to a message.
func (v *Vendor) ask(ctx context.Context, operation string, message chatRequest) (*client.Reply, error) {
	var answer chatAnswer
	call := v.messageCall(operation, message, "chat")
	call.Out = &answer
	call.Timeout = answerTime
	got, err := v.http.Do(ctx, call)
	switch {
	case err != nil:
		return nil, err
	case answer.Answer == "" && answer.RequestID == "":
		return nil, v.http.Garbled(call, got, "it has no answer to the message")
	case answer.Answer == "":
		return &client.Reply{
			Delivery: client.DeliveryAccepted, RequestID: string(answer.RequestID),
			Note: "Uppzy has taken the message and gave no answer to it.",
		}, nil
	}
	return &client.Reply{
		Delivery: client.DeliveryAnswered, Answer: told(answer.Answer), RequestID: string(answer.RequestID),
		ConfidenceScore: answer.Score.Value, ConfidenceLevel: told(answer.Level),
	}, nil
}

// hand hands a message over.
func (v *Vendor) hand(ctx context.Context, operation string, message chatRequest) (*client.Reply, error) {
	requestID, err := v.queue(ctx, operation, message)
	if err != nil {
		return nil, err
	}
	reply := &client.Reply{Delivery: client.DeliveryAccepted, RequestID: requestID}
	if requestID == "" {
		reply.Note = "Uppzy has taken the message and named no request, so that its answer cannot be asked for."
	}
	return reply, nil
}

// queue sends a message without waiting for its answer, and returns the request that
// will have it; empty where Uppzy names none.
func (v *Vendor) queue(ctx context.Context, operation string, message chatRequest) (string, error) {
	var answer chatRequestPending
	call := v.messageCall(operation, message, "chat", "async")
	call.Out = &answer
	_, err := v.http.Do(ctx, call)
	return string(answer.RequestID), err
}

// messageCall sends a message, once: each delivery is a message (ERR).
func (v *Vendor) messageCall(operation string, message chatRequest, path ...string) transport.Call {
	return transport.Call{
		Operation:  operation,
		SessionID:  message.SessionID,
		Method:     http.MethodPost,
		Path:       v.path(path...),
		Credential: v.credential,
		Body:       message,
		Repeat:     transport.Once,
		Outlive:    true,
	}
}

// afterRefusal says of a message that was refused whether the session is closed, for
// which no answer is documented. Where the list does not tell, the refusal stands.
func (v *Vendor) afterRefusal(ctx context.Context, ref client.Ref, cause error) error {
	found, err := v.find(ctx, ref)
	if err == nil && found.listed && found.entry.closed() {
		return &client.ClosedError{Vendor: name, SessionID: ref.ID, ClosedAt: found.entry.ClosedAt.at.Time}
	}
	return cause
}
