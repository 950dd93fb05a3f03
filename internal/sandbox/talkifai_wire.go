package sandbox

import "time"

type talkifaiCreate struct {
	AgentID        string         `json:"agent_id"`
	Metadata       map[string]any `json:"metadata"`
	UserIdentifier *string        `json:"user_identifier"`
}

// talkifaiCreated is the only answer that ever holds the token (CS).
type talkifaiCreated struct {
	ConversationID string  `json:"conversation_id"`
	SessionToken   string  `json:"session_token"`
	AgentName      string  `json:"agent_name"`
	Greeting       *string `json:"greeting"` // null when the user speaks first
	AgentModel     string  `json:"agent_model"`
}

var talkifaiGreeting = "Hello! How can I help you today?"

// talkifaiAgents are the text agents; each session's answer starts as a copy.
var talkifaiAgents = map[string]talkifaiCreated{
	TalkifAIAgentID:      {AgentName: "Support Agent", Greeting: &talkifaiGreeting, AgentModel: "gpt-4o-mini"},
	TalkifAIQuietAgentID: {AgentName: "Quiet Agent", AgentModel: "gpt-4o-mini"},
}

type talkifaiSend struct {
	Message string `json:"message"`
}

type talkifaiEnded struct {
	Success bool   `json:"success"`
	Message string `json:"message"`
}

type talkifaiHistory struct {
	Messages []talkifaiMessage `json:"messages"`
	Count    int               `json:"count"`
}

type talkifaiMessage struct {
	Role       string `json:"role"`
	Content    string `json:"content"`
	Timestamp  string `json:"timestamp"`
	TokenCount *int   `json:"token_count"`
}

// talkifaiMessageOf prints times with an offset, as GH does, and counts tokens only for
// generated messages: not for the user's, nor for a greeting, which comes first.
func talkifaiMessageOf(m Message, index int) talkifaiMessage {
	item := talkifaiMessage{Role: m.Role, Content: m.Content, Timestamp: offsetTime(m.At)}
	if m.Role == roleAssistant && index > 0 {
		count := words(m.Content)
		item.TokenCount = &count
	}
	return item
}

func offsetTime(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05-07:00") }
