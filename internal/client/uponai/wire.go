package uponai

import (
	"encoding/json"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// createRequest opens a chat (CREATE).
type createRequest struct {
	WorkspaceID int64             `json:"workspaceId"`
	AgentID     string            `json:"agent_id"`
	Metadata    map[string]string `json:"metadata"`
	// Variables are sent as strings, which is RT's rule.
	Variables map[string]string `json:"uponai_dynamic_variables,omitempty"`
}

// updateRequest changes the metadata of a chat (UPDATE). A value is a string, null,
// or what the vendor has shown.
type updateRequest struct {
	WorkspaceID int64          `json:"workspaceId"`
	Metadata    map[string]any `json:"metadata"`
}

// endRequest ends a chat: a body is needed although the id is in the path (src).
type endRequest struct {
	WorkspaceID int64 `json:"workspaceId"`
}

// chat is what create, get, list and update tell. No field is documented as
// required, and objects may be null. Transcripts, costs and analyses are not read.
type chat struct {
	ChatID client.Word `json:"chatId"`
	// GuideID is the id's name in the GUIDE, where the reference has chatId.
	GuideID   client.Word      `json:"chat_id"`
	AgentID   client.Word      `json:"agentId"`
	Status    client.Word      `json:"status"`
	StartedAt client.Timestamp `json:"startedAt"`
	EndedAt   client.Timestamp `json:"endedAt"`
	Metadata  freeForm         `json:"metadata"`
	Variables freeForm         `json:"uponai_dynamic_variables"`
	Messages  length           `json:"messages"`
}

func (c *chat) id() string {
	if c.ChatID != "" {
		return string(c.ChatID)
	}
	return string(c.GuideID)
}

// completionRequest sends a message (COMPL).
type completionRequest struct {
	WorkspaceID int64  `json:"workspaceId"`
	Content     string `json:"content"`
}

// completion is the answer to it.
type completion struct {
	Messages turns `json:"messages"`
}

// conversation is a chat with what was said in it, which a chat of a list only
// counts: its own Messages take the place of the chat's.
type conversation struct {
	chat
	Messages turns `json:"messages"`
}

// page is one answer of the list (LIST). The key has this spelling in answers, and
// paginationKey in requests; that one is read as well, since a page that is taken
// for the last one would make chats look gone.
type page struct {
	Data   []chat      `json:"data"`
	Key    client.Word `json:"pagination_key"`
	AltKey client.Word `json:"paginationKey"`
}

func (p *page) next() string {
	if p.Key != "" {
		return string(p.Key)
	}
	return string(p.AltKey)
}

// length is the number of elements of an array, none of which is kept; nil where
// there is no array.
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
