package siteassist

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"net/http"
	"strings"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// answerTimeout is the least time for the answer to a message, which a model writes
// during the call.
const answerTimeout = 90 * time.Second

const (
	noteHuman  = "SiteAssist has queued the message for a human, who answers later; chat_messages will show the answer."
	noteNoText = "SiteAssist accepted the message, and its answer has no text."
)

var _ client.Messenger = (*Vendor)(nil)

// Send implements client.Messenger. There is no idempotency key, so a message is sent
// again only after a 429, and after a 401 with another token. What the responses mean:
//
//	200 with steps             the answer; *client.AnswerError where the last step failed
//	200 with a JSON string     as 202: the page has the string without a status
//	200 with anything else     an invalid response: the message may have arrived
//	202 with anything          queued for a human, who answers later (CODES)
//	the documented not-found   *client.NotFoundError
//	400, 403, 409, 422 and     *client.ClosedError where the conversation is closed
//	any other 404              (siteassist-05); else the error
//	others, and none           errors; after a 5xx the message may have arrived
func (v *Vendor) Send(ctx context.Context, ref client.Ref, r client.SendRequest) (*client.Reply, error) {
	request := sendRequest{Content: r.Text}
	if r.PageURL != "" {
		request.PageContext = &pageContext{URL: r.PageURL}
	}
	var resp sendResponse
	call := transport.Call{
		Operation: "send a message to the session", SessionID: ref.ID,
		Method: http.MethodPost, Path: []string{"conversations", ref.ID, "messages"},
		Body: request, Out: &resp,
		Repeat: transport.Once, Timeout: answerTimeout, Outlive: true,
	}
	answer, err := v.do(ctx, call)
	switch {
	case client.HasStatus(err, http.StatusAccepted), err == nil && (answer.Status == http.StatusAccepted || resp.queued):
		human := client.HandoffHuman
		return &client.Reply{Delivery: client.DeliveryAccepted, Handoff: &human, Note: noteHuman}, nil
	case client.Means(err, client.MeaningNotFound):
		return nil, &client.NotFoundError{Vendor: name, SessionID: ref.ID}
	case client.HasStatus(err, http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound,
		http.StatusConflict, http.StatusUnprocessableEntity):
		return nil, v.closedOr(ctx, ref.ID, err)
	case err != nil:
		return nil, err
	case resp.Steps == nil:
		return nil, v.http.InvalidResponse(call, answer, "it holds no steps")
	case resp.failed():
		return nil, &client.AnswerError{Vendor: name, SessionID: ref.ID}
	}
	return resp.reply(), nil
}

// closedOr reads the conversation, and returns a *client.ClosedError where it is closed,
// and refusal otherwise.
func (v *Vendor) closedOr(ctx context.Context, id string, refusal error) error {
	session, err := v.get(ctx, id)
	if err == nil && session.Status == client.StatusClosed {
		return &client.ClosedError{Vendor: name, SessionID: id, ClosedAt: session.ClosedAt}
	}
	return refusal
}

// sendRequest is a message of the visitor (R-send). The answer comes as JSON unless a
// stream is requested.
type sendRequest struct {
	Content     string       `json:"content"`
	Stream      bool         `json:"stream"`
	PageContext *pageContext `json:"pageContext,omitempty"`
}

type pageContext struct {
	URL string `json:"url"`
}

// sendResponse is the assistant's answer in the steps of its work, or a JSON string for a
// message that is queued (R-send). Steps is nil where it is absent or not an array.
type sendResponse struct {
	Steps  []answerStep `json:"steps"`
	queued bool
}

type answerStep struct {
	Content      parts                      `json:"content"`
	FinishReason client.Word                `json:"finishReason"`
	Usage        map[string]json.RawMessage `json:"usage"`
}

// UnmarshalJSON never fails on valid JSON: a field of another type is left empty.
func (r *sendResponse) UnmarshalJSON(data []byte) error {
	type fields sendResponse
	var lenient fields
	_ = json.Unmarshal(data, &lenient)
	*r = sendResponse(lenient)
	r.queued = bytes.HasPrefix(bytes.TrimSpace(data), []byte{'"'})
	return nil
}

// failed reports whether the answer ends with an error, a finish reason of the AI SDK,
// whose steps these are (R-send).
func (r *sendResponse) failed() bool { return r.finishReason() == "error" }

func (r *sendResponse) finishReason() string {
	if len(r.Steps) == 0 {
		return ""
	}
	return string(r.Steps[len(r.Steps)-1].FinishReason)
}

// reply translates the answer.
func (r *sendResponse) reply() *client.Reply {
	reply := &client.Reply{Delivery: client.DeliveryAnswered, Usage: r.usage()}
	var texts []string
	for _, step := range r.Steps {
		// A step that only uses a tool has no text.
		if text := step.Content.text(); text != "" {
			texts = append(texts, text)
		}
	}
	if answer := strings.Join(texts, "\n\n"); answer != "" {
		reply.Answer = &answer
	} else {
		reply.Delivery, reply.Note = client.DeliveryAccepted, noteNoText
	}
	if reason := r.finishReason(); reason != "" {
		reply.FinishReason = &reason
	}
	return reply
}

// usage adds up the documented counters of all steps, by their documented names; nil
// where there are none.
func (r *sendResponse) usage() map[string]int64 {
	var sum map[string]int64
	for _, step := range r.Steps {
		for _, counter := range []string{"inputTokens", "outputTokens", "totalTokens", "reasoningTokens", "cachedInputTokens"} {
			n, ok := count(step.Usage[counter])
			if !ok {
				continue
			}
			if sum == nil {
				sum = map[string]int64{}
			}
			sum[counter] += n
		}
	}
	return sum
}

// count reads a whole number; false where data is none.
func count(data json.RawMessage) (int64, bool) {
	var n *float64
	if json.Unmarshal(data, &n) != nil || n == nil || *n != math.Trunc(*n) || math.Abs(*n) > 1<<53 {
		return 0, false
	}
	return int64(*n), true
}
