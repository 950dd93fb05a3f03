package sandbox

import (
	"net/http"
	"strings"
)

type talkifaiCreate struct {
	AgentID        string         `json:"agent_id"`
	Metadata       map[string]any `json:"metadata"`
	UserIdentifier *string        `json:"user_identifier"`
}

// talkifaiCreated is the only response with the token (CS).
type talkifaiCreated struct {
	ConversationID string  `json:"conversation_id"`
	SessionToken   string  `json:"session_token"`
	AgentName      string  `json:"agent_name"`
	Greeting       *string `json:"greeting"` // null when the user speaks first
	AgentModel     string  `json:"agent_model"`
}

// talkifaiAgents are the text agents; each session's response starts as a copy.
var talkifaiAgents = map[string]talkifaiCreated{
	TalkifAIAgentID:      {AgentName: "Support Agent", Greeting: new("Hello! How can I help you today?"), AgentModel: "gpt-4o-mini"},
	TalkifAIQuietAgentID: {AgentName: "Quiet Agent", AgentModel: "gpt-4o-mini"},
}

// talkifaiMessage prints times with an offset, as GH does, and counts tokens only for
// generated messages: not for the user's, nor for a greeting, which comes first.
func talkifaiMessage(m Message, index int) map[string]any {
	item := map[string]any{
		"role": m.Role, "content": m.Content, "timestamp": m.At.UTC().Format("2006-01-02T15:04:05-07:00"), "token_count": nil,
	}
	if m.Role == roleAssistant && index > 0 {
		item["token_count"] = words(m.Content)
	}
	return item
}

// talkifaiError is a refusal with the text that the page of the operation prints in
// "detail", and the code that OV, CH or GD list for it.
type talkifaiError struct {
	status int
	text   string
	code   string // empty where no page lists one
}

var (
	talkifaiNoCredential = talkifaiError{401, "Authentication required: provide X-API-Key or X-Studio-Token", "invalid_api_key"}
	talkifaiBadKey       = talkifaiError{401, "Invalid API key", "invalid_api_key"}
	talkifaiNoCredits    = talkifaiError{402, "Insufficient credits. Please add credits to continue.", "insufficient_credits"}
	talkifaiNoAgent      = talkifaiError{400, "Agent ID is required", ""}
	talkifaiForeignAgent = talkifaiError{400, "Agent not found or does not belong to your organization", ""}
	talkifaiDeniedAgent  = talkifaiError{403, "Agent does not belong to your organization", ""}
	talkifaiVoiceAgent   = talkifaiError{400, "not_text_agent", "not_text_agent"} // only the code is printed
	talkifaiNoBilling    = talkifaiError{503, "Billing service unavailable: connection timeout", ""}
	talkifaiTooLong      = talkifaiError{400, "Message too long (max 10000 characters)", "message_too_long"}
	talkifaiBadLimit     = talkifaiError{400, "limit must be at most 100", ""}
	talkifaiBusy         = talkifaiError{409, "Another message is already processing", "message_in_progress"}
	talkifaiBadToken     = talkifaiError{401, "Invalid token", "invalid_token"}
	talkifaiMismatch     = talkifaiError{403, "Conversation ID does not match session token", "conversation_mismatch"}
	talkifaiGone         = talkifaiError{404, "Session not found or expired", "session_not_found"}
	talkifaiEndFailed    = talkifaiError{500, "Failed to end session", ""}
)

// talkifaiSample is a documented error for a status, in the form of the pages.
func talkifaiSample(status int) *response {
	for _, e := range []talkifaiError{
		talkifaiNoAgent, talkifaiBadToken, talkifaiNoCredits, talkifaiMismatch, talkifaiGone, talkifaiBusy,
		talkifaiEndFailed, talkifaiNoBilling,
	} {
		if e.status == status {
			return detail(status, e.text)
		}
	}
	return detail(status, http.StatusText(status))
}

func detail(status int, text string) *response {
	return respond(status, map[string]string{"detail": text})
}

// fail responds with an error in the form of the variant: the envelope is that of IN and
// AP. AP does not list the 403 and
// the 500 of end: they keep the form of S2.
func (a *talkifaiAPI) fail(c *call, e talkifaiError) *response {
	shape := a.variants().ErrorShape
	isEnd := strings.HasSuffix(c.request.URL.Path, "/end")
	if shape != ErrorEnvelope && shape != ErrorOpenAPI || isEnd && (e.status == http.StatusForbidden || e.status == http.StatusInternalServerError) {
		return detail(e.status, e.text)
	}
	switch {
	case shape != ErrorOpenAPI:
	case e.status == http.StatusUnauthorized:
		e.text, e.code = "Invalid API key", "invalid_api_key"
	case e.status == http.StatusNotFound:
		e.text, e.code = "Not found", "not_found"
	}
	body := map[string]any{"success": false, "error": e.text}
	if e.code != "" {
		body["code"] = e.code
	}
	return respond(e.status, body)
}

// talkifaiInvalid is the validation error of the framework that the vendor's samples suggest
// [16].
func talkifaiInvalid(in, field, text string) *response {
	return respond(http.StatusUnprocessableEntity, map[string]any{
		"detail": []map[string]any{{"loc": []string{in, field}, "msg": text}},
	})
}
