package talkifai

import (
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// createRequest is the body of the creation (CS).
type createRequest struct {
	AgentID        string            `json:"agent_id"`
	Metadata       map[string]string `json:"metadata,omitempty"`
	UserIdentifier string            `json:"user_identifier,omitempty"`
}

// createAnswer is the answer to it (CS). Greeting is null where the agent lets
// the user speak first.
type createAnswer struct {
	ConversationID string  `json:"conversation_id"`
	SessionToken   string  `json:"session_token"`
	AgentName      *string `json:"agent_name"`
	Greeting       *string `json:"greeting"`
	AgentModel     *string `json:"agent_model"`
}

// endAnswer is the answer to the end of a session (S2). A success that is false
// has no documented meaning.
type endAnswer struct {
	Success *bool `json:"success"`
}

// historyAnswer is one page of the history (GH). Its count is the size of the page.
type historyAnswer struct {
	Messages *[]historyMessage `json:"messages"`
}

// historyMessage is one message of it (GH). TokenCount is null for a user's message
// and for the greeting.
type historyMessage struct {
	Role       client.Word          `json:"role"`
	Content    client.Word          `json:"content"`
	Timestamp  client.Timestamp     `json:"timestamp"`
	TokenCount client.Number[int64] `json:"token_count"`
}
