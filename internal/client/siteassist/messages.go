package siteassist

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// largestMessagePage is the documented maximum of a page of messages (R-msgs). Without
// a limit, one response has all of them, and may be too large to read.
const largestMessagePage = 1000

var _ client.Historian = (*Vendor)(nil)

// Messages implements client.Historian. The oldest message comes first, so that one that
// is written meanwhile comes last. There is no total: the last page is one that is not
// full (R-msgs). Only the documented not-found is a *client.NotFoundError.
func (v *Vendor) Messages(ctx context.Context, ref client.Ref) iter.Seq2[*client.Message, error] {
	return func(yield func(*client.Message, error) bool) {
		var first client.Word
		for offset := 0; ; {
			call := messagesCall(ref.ID, offset)
			var page messagePage
			call.Out = &page
			answer, err := v.do(ctx, call)
			switch {
			case client.Means(err, client.MeaningNotFound):
				err = &client.NotFoundError{Vendor: name, SessionID: ref.ID}
			case err != nil:
			case page.Data == nil:
				err = v.http.InvalidResponse(call, answer, "it holds no messages")
			case slices.ContainsFunc(page.Data, func(m message) bool { return m.ofAnother(ref.ID) }):
				err = v.http.InvalidResponse(call, answer, "it holds messages of another session")
			case offset > 0 && len(page.Data) > 0 && page.Data[0].ID == first:
				err = v.http.InvalidResponse(call, answer, client.RepeatedPages)
			case offset+len(page.Data) > client.MostMessages:
				err = v.http.InvalidResponse(call, answer, client.EndlessMessages)
			}
			if err != nil {
				yield(nil, err)
				return
			}
			for i := range page.Data {
				if !yield(page.Data[i].message(), nil) {
					return
				}
			}
			if len(page.Data) < largestMessagePage {
				return
			}
			first = page.Data[0].ID
			offset += len(page.Data)
		}
	}
}

func messagesCall(id string, offset int) transport.Call {
	return transport.Call{
		Operation: "read the messages of the session", SessionID: id,
		Method: http.MethodGet, Path: []string{"conversations", id, "messages"},
		Query:  url.Values{"limit": {strconv.Itoa(largestMessagePage)}, "offset": {strconv.Itoa(offset)}},
		Repeat: transport.Safe,
	}
}

// parts are the contents of a message. Parts of other types than text, such as calls of
// tools, have no text for the reader.
type parts []struct {
	Type client.Word `json:"type"`
	Text client.Word `json:"text"`
}

// text joins the parts that are text.
func (p parts) text() string {
	var b strings.Builder
	for _, part := range p {
		if part.Type == "text" {
			b.WriteString(string(part.Text))
		}
	}
	return b.String()
}

// messagePage is a page of the messages of a conversation (R-msgs). Data is nil where it is
// absent or not an array.
type messagePage struct {
	Data messages `json:"data"`
}

// UnmarshalJSON never fails on valid JSON: a field of another type is left empty.
func (p *messagePage) UnmarshalJSON(data []byte) error {
	type fields messagePage
	var lenient fields
	_ = json.Unmarshal(data, &lenient)
	*p = messagePage(lenient)
	return nil
}

// messages are the elements of an array; nil where there is no array.
type messages []message

// UnmarshalJSON never fails on valid JSON. It ends with the first message that is too many.
func (m *messages) UnmarshalJSON(data []byte) error {
	*m = nil
	if !client.IsArray(data) {
		return nil
	}
	*m = messages{}
	for element := range client.Elements(data) {
		if len(*m) > client.MostMessages {
			break
		}
		var one message
		_ = json.Unmarshal(element, &one)
		*m = append(*m, one)
	}
	return nil
}

type message struct {
	ID         client.Word      `json:"id"`
	ChatID     client.Word      `json:"chatId"`
	Role       client.Word      `json:"role"`
	CreatedAt  client.Timestamp `json:"createdAt"`
	Parts      parts            `json:"parts"`
	Status     client.Word      `json:"status"`
	Error      client.Word      `json:"error"`
	Feedback   client.Word      `json:"feedback"`
	HumanAgent struct {
		Name client.Word `json:"name"`
	} `json:"humanAgent"`
}

// ofAnother reports whether the message has the id of another conversation.
func (m *message) ofAnother(conversation string) bool {
	return m.ChatID != "" && !strings.EqualFold(string(m.ChatID), conversation)
}

// message translates a message.
func (m *message) message() *client.Message {
	return &client.Message{
		ID: string(m.ID), Role: string(m.Role), Name: string(m.HumanAgent.Name), Text: m.Parts.text(),
		CreatedAt: m.CreatedAt.Time, Status: string(m.Status), Failure: string(m.Error), Rating: ratingOf(m.Feedback),
	}
}
