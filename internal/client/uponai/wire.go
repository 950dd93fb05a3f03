package uponai

import (
	"cmp"
	"encoding/json"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// createRequest opens a chat (CREATE).
type createRequest struct {
	WorkspaceID int64             `json:"workspaceId"`
	AgentID     string            `json:"agent_id"`
	Metadata    map[string]string `json:"metadata"`
	// Variables are sent as strings, which is RT's rule.
	Variables map[string]string `json:"uponai_dynamic_variables,omitempty"`
}

// updateRequest changes the metadata of a chat (UPDATE). A value is a string, null, or
// the JSON that the vendor returned.
type updateRequest struct {
	WorkspaceID int64          `json:"workspaceId"`
	Metadata    map[string]any `json:"metadata"`
}

// endRequest ends a chat; the body is required (src).
type endRequest struct {
	WorkspaceID int64 `json:"workspaceId"`
}

// chat is what create, get, list and update return. No field is documented as
// required, and objects may be null. Transcripts, costs and analyses are not read.
// Beside each documented name is RT's, which the GUIDE still uses for the id.
type chat struct {
	ChatID         client.Word      `json:"chatId"`
	RTChatID       client.Word      `json:"chat_id"`
	AgentID        client.Word      `json:"agentId"`
	RTAgentID      client.Word      `json:"agent_id"`
	Status         client.Word      `json:"status"`
	RTStatus       client.Word      `json:"chat_status"`
	StartedAt      client.Timestamp `json:"startedAt"`
	StartTimestamp client.Timestamp `json:"start_timestamp"`
	EndedAt        client.Timestamp `json:"endedAt"`
	EndTimestamp   client.Timestamp `json:"end_timestamp"`
	Metadata       freeForm         `json:"metadata"`
	Variables      freeForm         `json:"uponai_dynamic_variables"`
	Messages       length           `json:"messages"`
}

func (c *chat) id() string { return string(cmp.Or(c.ChatID, c.RTChatID)) }

func (c *chat) agent() string { return string(cmp.Or(c.AgentID, c.RTAgentID)) }

func (c *chat) status() string { return string(cmp.Or(c.Status, c.RTStatus)) }

func (c *chat) started() time.Time { return cmp.Or(c.StartedAt, c.StartTimestamp).Time }

func (c *chat) ended() time.Time { return cmp.Or(c.EndedAt, c.EndTimestamp).Time }

// completionRequest sends a message (COMPL).
type completionRequest struct {
	WorkspaceID int64  `json:"workspaceId"`
	Content     string `json:"content"`
}

// completion is the response to it. The id of the chat is RT's, and optional.
type completion struct {
	ChatID   client.Word `json:"chatId"`
	RTChatID client.Word `json:"chat_id"`
	Messages turns       `json:"messages"`
}

// conversation is a chat with its messages, which chat only counts: its Messages hide
// those of chat.
type conversation struct {
	chat
	Messages turns `json:"messages"`
}

// page is one response of the list (LIST): data and pagination_key, which is null on
// the last page. RT's list has items and has_more instead. AltKey is the spelling of the
// request.
type page struct {
	Data    chats           `json:"data"`
	Items   chats           `json:"items"`
	HasMore *bool           `json:"has_more"`
	Key     json.RawMessage `json:"pagination_key"`
	AltKey  json.RawMessage `json:"paginationKey"`
}

// chats are the chats in an array. Those without an id are counted and not kept.
type chats struct {
	isArray bool
	count   int
	named   []chat
}

// UnmarshalJSON fails on anything but null and an array, and on the first element that is
// neither null nor an object.
func (c *chats) UnmarshalJSON(data []byte) error {
	*c = chats{isArray: client.IsArray(data)}
	if !c.isArray {
		return json.Unmarshal(data, &c.named)
	}
	for element := range client.Elements(data) {
		var one chat
		if err := json.Unmarshal(element, &one); err != nil {
			return err
		}
		c.count++
		if one.id() != "" {
			c.named = append(c.named, one)
		}
	}
	return nil
}

func (p *page) chats() chats {
	if p.Data.isArray {
		return p.Data
	}
	return p.Items
}

// end returns the key of the next page, or that there is none. The end has to be
// certain, since it proves that no more chats exist, and other servers answer with an
// empty array as well. It is certain by has_more: false beside items, by a
// pagination_key of null beside data, or by data with fewer chats than were asked for,
// and at least one. A has_more: true that names no next page is invalid.
func (p *page) end(limit int) (next string, ended, valid bool) {
	raw := p.Key
	if len(raw) == 0 {
		raw = p.AltKey
	}
	var key client.Word
	if len(raw) > 0 {
		_ = key.UnmarshalJSON(raw) // it never fails
	}
	switch {
	case !p.Data.isArray && p.HasMore != nil && !*p.HasMore:
		return "", true, true
	case key != "":
		return string(key), false, true
	case !p.Data.isArray, p.HasMore != nil && *p.HasMore:
		return "", false, false
	}
	ended = string(raw) == "null" || string(raw) == `""` || len(raw) == 0 && p.Data.count > 0 && p.Data.count < limit
	return "", ended, ended
}

// length is the number of elements of an array; nil where there is no array.
type length struct{ n *int64 }

// UnmarshalJSON never fails on valid JSON.
func (l *length) UnmarshalJSON(data []byte) error {
	var elements []struct{}
	// An element of any type counts, so its type error does not matter.
	_ = json.Unmarshal(data, &elements)
	l.n = nil
	if elements != nil {
		n := int64(len(elements))
		l.n = &n
	}
	return nil
}

// problem reads an error response. The vendor documents none, so that none has a
// client.Meaning: what a response such as 404 or 422 says about a chat is settled by the
// list. RT's shape is {"status": "error", "message": "…"}; of other servers' errors the
// message is shown as well.
func problem(_ int, body []byte) transport.Problem {
	var fields map[string]json.RawMessage
	if json.Unmarshal(body, &fields) != nil {
		return transport.Problem{}
	}
	message := cmp.Or(text(fields["message"]), text(fields["error"]))
	return transport.Problem{
		VendorShape: text(fields["status"]) == "error" && message != "",
		Message:     message,
	}
}

// text is the JSON string in value, empty where value is something else.
func text(value json.RawMessage) string {
	var s string
	if json.Unmarshal(value, &s) != nil {
		return ""
	}
	return s
}
