package uponai

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

var _ client.Messenger = (*Vendor)(nil)

// answerTime is the least that a message gets, since the agent answers within the
// call. How long it takes is not documented.
const answerTime = 90 * time.Second

// Send sends a message and waits for its answer (COMPL). Each delivery is a message,
// so that none is sent a second time. No error is documented; what its answers mean
// here:
//
//	2xx                  answered, or accepted where no message in it has a text;
//	                     an error without an array of messages
//	404                  in the vendor's own shape: gone, *client.NotFoundError
//	400, 409, 422        may be about a chat that has ended or is unknown: the chat
//	and other 404        is read; *client.ClosedError if it has ended
//	any other, none      an error
func (v *Vendor) Send(ctx context.Context, ref client.Ref, r client.SendRequest) (*client.Reply, error) {
	var told completion
	call := transport.Call{
		Operation: "send the message to the session", SessionID: ref.ID,
		Method: http.MethodPost, Path: []string{"api", "chats", ref.ID, "completions"},
		Body:       completionRequest{WorkspaceID: v.workspace, Content: r.Text},
		Credential: v.credential, Out: &told,
		Repeat: transport.Once, Timeout: answerTime, Outlive: true,
	}
	answer, err := v.http.Do(ctx, call)
	switch {
	case isGone(err):
		return nil, &client.NotFoundError{Vendor: name, SessionID: ref.ID}
	case isStatus(err, http.StatusBadRequest, http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity):
		return nil, v.afterRefusal(ctx, ref, err)
	case err != nil:
		return nil, err
	case told.Messages == nil:
		return nil, v.http.Garbled(call, answer, "it has no messages")
	}
	reply := &client.Reply{Delivery: client.DeliveryAnswered}
	reply.Answer, reply.AgentName = told.Messages.answer()
	if reply.Answer == nil {
		reply.Delivery = client.DeliveryAccepted
		reply.Note = "UponAI has taken the message and gave no answer to it."
	}
	return reply, nil
}

// afterRefusal says of a message that was refused whether the chat has ended or is
// gone. Where the chat does not tell, the refusal stands.
func (v *Vendor) afterRefusal(ctx context.Context, ref client.Ref, cause error) error {
	shown, err := v.get(ctx, ref.ID)
	var gone *client.NotFoundError
	switch {
	case errors.As(err, &gone):
		return gone
	case err != nil:
		return cause
	}
	if session := v.session(shown); session.Status == client.StatusClosed {
		return &client.ClosedError{Vendor: name, SessionID: ref.ID, ClosedAt: session.ClosedAt}
	}
	return cause
}
