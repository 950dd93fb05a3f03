package siteassist

import (
	"context"
	"net/http"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// answerTimeout is the least time for the answer to a message, which a model writes
// while the call waits.
const answerTimeout = 90 * time.Second

const (
	noteHuman  = "SiteAssist has queued the message for a human, who answers later; chat_messages will show the answer."
	noteNoText = "SiteAssist has taken the message, and its answer holds no text."
)

var _ client.Messenger = (*Vendor)(nil)

// Send sends a message of the visitor's (R-send). No page tells of a key by which a
// repeated message would be known, so it is sent once: again only after a 429, or
// with a new token after a 401, which both say that it was not taken. What the answers
// mean:
//
//	200, steps           the answer; *client.AnswerError where the last step failed
//	200, a JSON string   like a 202: the page has the string, and not its status
//	200, anything else   garbled: the message may have arrived
//	202, anything        queued for a human, who answers later (CODES)
//	404                  in the vendor's own shape: gone, *client.NotFoundError
//	400, 403, 409, 422,
//	other 404            the conversation is read: *client.ClosedError where it is
//	                     closed, which no page has a status for; else the error
//	other errors         errors; of a 5xx, or none, nobody knows whether it arrived
func (v *Vendor) Send(ctx context.Context, ref client.Ref, r client.SendRequest) (*client.Reply, error) {
	request := sendRequest{Content: r.Text}
	if r.PageURL != "" {
		request.PageContext = &pageContext{URL: r.PageURL}
	}
	var told sendAnswer
	call := transport.Call{
		Operation: "send a message to the session", SessionID: ref.ID,
		Method: http.MethodPost, Path: []string{"conversations", ref.ID, "messages"},
		Body: request, Out: &told,
		Repeat: transport.Once, Timeout: answerTimeout, Outlive: true,
	}
	answer, err := v.do(ctx, call)
	switch {
	case isStatus(err, http.StatusAccepted), err == nil && (answer.Status == http.StatusAccepted || told.queued):
		human := client.HandoffHuman
		return &client.Reply{Delivery: client.DeliveryAccepted, Handoff: &human, Note: noteHuman}, nil
	case isGone(err):
		return nil, &client.NotFoundError{Vendor: name, SessionID: ref.ID}
	case mayBeClosed(err):
		return nil, v.closedOr(ctx, ref.ID, err)
	case err != nil:
		return nil, err
	case told.Steps == nil:
		return nil, v.http.Garbled(call, answer, "it holds no steps")
	case told.failed():
		return nil, &client.AnswerError{Vendor: name, SessionID: ref.ID}
	}
	return told.reply(), nil
}

// mayBeClosed reports whether err is a refusal that a closed conversation may be the
// reason of.
func mayBeClosed(err error) bool {
	for _, status := range []int{
		http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound,
		http.StatusConflict, http.StatusUnprocessableEntity,
	} {
		if isStatus(err, status) {
			return true
		}
	}
	return false
}

// closedOr reads the conversation: where it is closed, that is why it was refused.
func (v *Vendor) closedOr(ctx context.Context, id string, refusal error) error {
	session, err := v.get(ctx, id)
	if err == nil && session.Status == client.StatusClosed {
		return &client.ClosedError{Vendor: name, SessionID: id, ClosedAt: session.ClosedAt}
	}
	return refusal
}
