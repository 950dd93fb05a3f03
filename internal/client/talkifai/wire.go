package talkifai

import (
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// createRequest is the body of a creation (CS).
type createRequest struct {
	AgentID        string            `json:"agent_id"`
	Metadata       map[string]string `json:"metadata,omitempty"`
	UserIdentifier string            `json:"user_identifier,omitempty"`
}

// createResponse is the response to a creation (CS). Greeting is null where the agent
// lets the user speak first. Only the two ids are required here.
type createResponse struct {
	ConversationID string  `json:"conversation_id"`
	SessionToken   string  `json:"session_token"`
	AgentName      *string `json:"agent_name"`
	Greeting       *string `json:"greeting"`
	AgentModel     *string `json:"agent_model"`
}

// endResponse is the response to the end of a session (S2).
type endResponse struct {
	Success bool   `json:"success"`
	Message string `json:"message"`
}

// probeResponse is a page of the history of which only the array matters (GH).
type probeResponse struct {
	Messages array `json:"messages"`
}

// array is a field that is an array, whose elements are not read.
type array bool

// UnmarshalJSON never fails on valid JSON.
func (a *array) UnmarshalJSON(data []byte) error {
	*a = array(client.IsArray(data))
	return nil
}

// historyResponse is one page of the history (GH). Its count is the size of the page.
type historyResponse struct {
	Messages client.Array[historyMessage] `json:"messages"`
}

// historyMessage is one message of the history (GH). TokenCount is null for a user's
// message and for the greeting.
type historyMessage struct {
	Role       client.Word          `json:"role"`
	Content    client.Word          `json:"content"`
	Timestamp  client.Timestamp     `json:"timestamp"`
	TokenCount client.Number[int64] `json:"token_count"`
}

// sendRequest is the body of a message (SM).
type sendRequest struct {
	Message string `json:"message"`
}
