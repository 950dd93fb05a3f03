package uponai

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"iter"
	"net/http"
	"strings"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

var (
	_ client.Messenger = (*Vendor)(nil)
	_ client.Historian = (*Vendor)(nil)
)

// answerTime is the least time that a message gets, since the agent answers within the
// call. How long it takes is not documented.
const answerTime = 90 * time.Second

// Send sends a message and waits for the agent's answer (COMPL). A message that is
// repeated is another message, so it is sent once. A chat that this process has just
// opened may be unknown at first: the message is sent again after a refusal in RT's shape,
// where the chat is shown. No error is documented; what a response means:
//
//	2xx with messages        answered, or accepted where no message in it has a text
//	2xx of another chat      an invalid response: the message may have arrived
//	400, 404, 409, 410, 422  may be about a chat that has ended or does not exist: the
//	                         chat is read; *client.ClosedError where it has ended,
//	                         *client.NotFoundError where it is absent from the list
//	everything else          an error
func (v *Vendor) Send(ctx context.Context, ref client.Ref, r client.SendRequest) (*client.Reply, error) {
	var received completion
	call := transport.Call{
		Operation: "send the message to the session", SessionID: ref.ID,
		Method: http.MethodPost, Path: []string{"api", "chats", ref.ID, "completions"},
		Body:       completionRequest{WorkspaceID: v.workspace, Content: r.Text},
		Credential: v.credential, Out: &received,
		Repeat: transport.Once, Timeout: answerTime, Outlive: true,
	}
	answer, err := v.http.Do(ctx, call)
	for attempt := 0; isUnknownChat(err) && v.http.AwaitNew(ctx, ref.ID, attempt) && v.isOpen(ctx, ref); attempt++ {
		answer, err = v.http.Do(ctx, call)
	}
	switch {
	case client.HasStatus(err, http.StatusBadRequest, http.StatusNotFound, http.StatusConflict, http.StatusGone, http.StatusUnprocessableEntity):
		return nil, v.closedOr(ctx, ref, err)
	case err != nil:
		return nil, err
	case cmp.Or(received.ChatID, received.RTChatID, client.Word(ref.ID)) != client.Word(ref.ID):
		return nil, v.http.InvalidResponse(call, answer, "it is for another session")
	case received.Messages == nil:
		return nil, v.http.InvalidResponse(call, answer, "it has no messages")
	}
	reply := &client.Reply{Delivery: client.DeliveryAnswered}
	reply.Answer, reply.AgentName = received.Messages.answer()
	if reply.Answer == nil {
		reply.Delivery = client.DeliveryAccepted
		reply.Note = "UponAI accepted the message and returned no answer."
	}
	return reply, nil
}

// isUnknownChat reports whether err is a refusal in RT's shape that may be about a chat
// which does not exist.
func isUnknownChat(err error) bool {
	var refusal *client.Error
	return errors.As(err, &refusal) && refusal.VendorShape &&
		(refusal.Status == http.StatusNotFound || refusal.Status == http.StatusUnprocessableEntity)
}

// isOpen reports whether the chat is shown as open.
func (v *Vendor) isOpen(ctx context.Context, ref client.Ref) bool {
	session, err := v.read(ctx, ref)
	return err == nil && session.Status == client.StatusOpen
}

// closedOr returns why a message was refused: the chat has ended or does not exist.
// Where the chat does not show that, it returns the refusal.
func (v *Vendor) closedOr(ctx context.Context, ref client.Ref, refusal error) error {
	session, err := v.read(ctx, ref)
	var notFound *client.NotFoundError
	switch {
	case errors.As(err, &notFound):
		return notFound
	case err == nil && session.Status == client.StatusClosed:
		return &client.ClosedError{Vendor: name, SessionID: ref.ID, ClosedAt: session.ClosedAt}
	}
	return refusal
}

// Messages implements client.Historian with one request: a chat comes with all its
// messages (GET), also after its end. Errors: as get.
func (v *Vendor) Messages(ctx context.Context, ref client.Ref) iter.Seq2[*client.Message, error] {
	return func(yield func(*client.Message, error) bool) {
		var shown conversation
		if err := v.get(ctx, readMessages, ref, &shown); err != nil {
			yield(nil, err)
			return
		}
		if len(shown.Messages) > client.MostMessages {
			yield(nil, v.http.InvalidResponse(v.getCall(readMessages, ref.ID), transport.Answer{Status: http.StatusOK}, client.EndlessMessages))
			return
		}
		for _, one := range shown.Messages {
			m := &client.Message{Role: string(one.Role), Name: string(one.Name), Text: string(one.Content)}
			if !yield(m, nil) {
				return
			}
		}
	}
}

// turn is one message of a chat (COMPL, GET). Its tool calls are not read.
type turn struct {
	Content client.Word `json:"content"`
	Name    client.Word `json:"name"`
	// Role is RT's; UponAI documents none.
	Role client.Word `json:"role"`
}

// byAgent reports whether the agent wrote the message. RT has calls of tools and their
// results among the messages of an answer, with other roles.
func (t turn) byAgent() bool { return t.Role == "" || t.Role == "agent" }

// turns are the messages in an array, the oldest first; nil where there is no array.
type turns []turn

// UnmarshalJSON never fails on valid JSON. It leaves out what is not a message, and
// ends with the first message that is too many.
func (t *turns) UnmarshalJSON(data []byte) error {
	*t = nil
	if !client.IsArray(data) {
		return nil
	}
	*t = turns{}
	for element := range client.Elements(data) {
		if len(*t) > client.MostMessages {
			break
		}
		var one *turn
		if json.Unmarshal(element, &one) == nil && one != nil {
			*t = append(*t, *one)
		}
	}
	return nil
}

// answer joins the texts of the agent's messages and returns the last name; nil where
// no message has a text or a name.
func (t turns) answer() (text, agent *string) {
	var contents []string
	for _, one := range t {
		if !one.byAgent() {
			continue
		}
		if one.Content != "" {
			contents = append(contents, string(one.Content))
		}
		if one.Name != "" {
			who := string(one.Name)
			agent = &who
		}
	}
	if contents != nil {
		joined := strings.Join(contents, "\n")
		text = &joined
	}
	return text, agent
}
