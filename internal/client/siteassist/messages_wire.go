package siteassist

import (
	"encoding/json"
	"strings"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// parts is what an answer and a message are made of. Parts of other types, such as
// calls of tools, have no text for the reader.
type parts []struct {
	Type client.Word `json:"type"`
	Text client.Word `json:"text"`
}

// text joins the parts that are text, as they stand.
func (p parts) text() string {
	var b strings.Builder
	for _, part := range p {
		if part.Type == "text" {
			b.WriteString(string(part.Text))
		}
	}
	return b.String()
}

// messagePage is one answer of the message list (R-msgs), which tells no total. Data is
// nil where it tells no messages.
type messagePage struct {
	Data []message `json:"data"`
}

// UnmarshalJSON never fails on valid JSON: what is not of its type is left empty.
func (p *messagePage) UnmarshalJSON(data []byte) error {
	type fields messagePage
	var told fields
	_ = json.Unmarshal(data, &told)
	*p = messagePage(told)
	return nil
}

type message struct {
	ID         client.Word      `json:"id"`
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

// message puts a message into the words of all vendors.
func (m *message) message() *client.Message {
	return &client.Message{
		ID: string(m.ID), Role: string(m.Role), Name: string(m.HumanAgent.Name), Text: m.Parts.text(),
		CreatedAt: m.CreatedAt.Time, Status: string(m.Status), Failure: string(m.Error), Rating: ratingOf(m.Feedback),
	}
}
