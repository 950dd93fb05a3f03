package uppzy

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/shared"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

var _ client.Messenger = (*Vendor)(nil)

// answerTime is the least time that a message gets which waits for its answer: S1
// documents 5 to 60 seconds.
const answerTime = 90 * time.Second

// Send sends a message, which begins the session where none has that id. It waits for
// the answer, or with r.Async returns the request that will have it.
//
//	2xx with an answer      answered
//	2xx, async              accepted, with a request or without one
//	2xx without an answer,  an error: the message may have arrived
//	or of another session
//	400, 404, 409           refused; a *client.ClosedError if the list shows the session
//	                        closed: it accepts no messages then (S0)
//	any other, or none      an error
func (v *Vendor) Send(ctx context.Context, ref client.Ref, r client.SendRequest) (*client.Reply, error) {
	const operation = "send the message to the session"
	message := chatRequest{
		SessionID: ref.ID, Message: r.Text,
		Email: r.UserIdentifier, ResponseLanguage: r.ResponseLanguage,
	}
	var reply *client.Reply
	var err error
	if r.Async {
		reply, err = v.submit(ctx, operation, message)
	} else {
		reply, err = v.ask(ctx, operation, message)
	}
	if client.HasStatus(err, http.StatusBadRequest, http.StatusNotFound, http.StatusConflict) {
		ref.UserIdentifier = cmp.Or(ref.UserIdentifier, r.UserIdentifier)
		return nil, v.closedOr(ctx, ref, err)
	}
	return reply, err
}

// ask sends a message and waits for its answer.
func (v *Vendor) ask(ctx context.Context, operation string, message chatRequest) (*client.Reply, error) {
	var response chatResponse
	call := v.messageCall(operation, message, "chat")
	call.Out = &response
	call.Timeout = answerTime
	answer, err := v.http.Do(ctx, call)
	requestID := v.usableID(call, answer, response.RequestID)
	switch {
	case err != nil:
		return nil, err
	case ofAnother(response.SessionID, message.SessionID):
		return nil, v.ofAnotherError(call, answer, response.SessionID)
	}
	v.http.Opened(message.SessionID)
	switch {
	case response.Answer == "" && requestID == "":
		return nil, v.http.InvalidResponse(call, answer, "it has no answer to the message")
	case response.Answer == "":
		return &client.Reply{
			Delivery: client.DeliveryAccepted, RequestID: requestID,
			Note: "Uppzy accepted the message and returned no answer.",
		}, nil
	}
	return &client.Reply{
		Delivery: client.DeliveryAnswered, Answer: optional(response.Answer), RequestID: requestID,
		ConfidenceScore: response.Score.Value, ConfidenceLevel: optional(response.Level),
	}, nil
}

// submit sends a message without waiting for its answer.
func (v *Vendor) submit(ctx context.Context, operation string, message chatRequest) (*client.Reply, error) {
	requestID, err := v.queue(ctx, operation, message, nil)
	if err != nil {
		return nil, err
	}
	reply := &client.Reply{Delivery: client.DeliveryAccepted, RequestID: requestID}
	if requestID == "" {
		reply.Note = "Uppzy accepted the message and returned no usable request_id, so its answer cannot be read."
	}
	return reply, nil
}

// queue sends a message without waiting for its answer, and returns the request that
// will have it; empty where the response has no usable one. beforeRepeat may be nil.
func (v *Vendor) queue(
	ctx context.Context, operation string, message chatRequest, beforeRepeat func(context.Context) error,
) (string, error) {
	var response queuedResponse
	call := v.messageCall(operation, message, "chat", "async")
	call.Out = &response
	call.BeforeRepeat = beforeRepeat
	answer, err := v.http.Do(ctx, call)
	if err == nil && ofAnother(response.SessionID, message.SessionID) {
		return "", v.ofAnotherError(call, answer, response.SessionID)
	}
	if err == nil {
		v.http.Opened(message.SessionID)
	}
	return v.usableID(call, answer, response.RequestID), err
}

// usableID is the id of a request, or empty where it cannot be stored and sent again.
func (v *Vendor) usableID(call transport.Call, answer transport.Answer, id client.Word) string {
	if v.http.CheckID(call, answer, string(id)) != nil {
		return ""
	}
	return string(id)
}

// messageCall sends a message, once: each delivery is a message (ERR).
func (v *Vendor) messageCall(operation string, message chatRequest, path ...string) transport.Call {
	v.sent.Store(message.SessionID, true)
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

// ofAnother reports whether a response has an id that is not the one of the session or
// request it should be about. An id may be missing.
func ofAnother(id client.Word, want string) bool {
	return id != "" && string(id) != want
}

func (v *Vendor) ofAnotherError(call transport.Call, answer transport.Answer, id client.Word) error {
	return v.http.InvalidResponse(call, answer, fmt.Sprintf("it is for the session %q", string(id)))
}

// closedOr finds out by the list whether a message was refused because the session
// is closed, for which no response is documented. Otherwise the refusal is the error.
func (v *Vendor) closedOr(ctx context.Context, ref client.Ref, cause error) error {
	look, err := v.find(ctx, ref, shared.Need{})
	if err == nil && look.found && look.entry.closed() {
		return closedError(look.entry)
	}
	return cause
}
