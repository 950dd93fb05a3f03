package sandbox

import (
	"encoding/json"
	"net/http"
	"strings"
)

// uponaiVersion is the published version of every agent.
const uponaiVersion = 3

var uponaiAgentNames = map[string]string{
	UponAIAgentID:       "Website Concierge",
	UponAIOtherAgentID:  "Support Desk",
	UponAISampleAgentID: "Sample Agent",
	UponAIRetellAgentID: "Retell Agent",
}

// The workspace is a number in every body; a text is refused by the decoder.

type uponaiCreate struct {
	WorkspaceID      *int64         `json:"workspaceId"`
	AgentID          string         `json:"agent_id"`
	Metadata         map[string]any `json:"metadata"`
	DynamicVariables map[string]any `json:"uponai_dynamic_variables"`
}

type uponaiUpdate struct {
	WorkspaceID       *int64         `json:"workspaceId"`
	Metadata          map[string]any `json:"metadata"`
	CustomAttributes  map[string]any `json:"custom_attributes"`
	OverrideVariables map[string]any `json:"override_dynamic_variables"`
}

func uponaiTurn(r *session, m Message) map[string]any {
	name := "User"
	if m.Role != roleUser {
		name = uponaiAgentNames[r.AgentID]
	}
	return map[string]any{"content": m.Content, "name": name, "tool_calls": []any{}}
}

// chatBody is a chat as GET documents it.
func (a *uponaiAPI) chatBody(r *session) map[string]any {
	v := a.variants()
	turns := []map[string]any{}
	var transcript strings.Builder
	for _, m := range r.Messages {
		turns = append(turns, uponaiTurn(r, m))
		speaker := "User"
		if m.Role != roleUser {
			speaker = "Agent"
		}
		transcript.WriteString(speaker + ": " + m.Content + "\n")
	}
	id := r.ID
	if v.ChatID == ChatIDEmpty {
		id = ""
	}
	if v.ChatFields == ChatFieldsID {
		return map[string]any{pick(v.IDField, IDCamel): id}
	}
	body := map[string]any{
		pick(v.IDField, IDCamel): id,
		"agentId":                r.AgentID, "version": uponaiVersion, "status": a.status(r), "type": "web_chat",
		"customAttributes": object(r.CustomAttributes), "startedAt": seconds(r.CreatedAt), "endedAt": nil,
		"transcript": nullable(transcript.String()), "messages": turns,
		"chatCost": map[string]any{}, "chatAnalysis": map[string]any{}, "collectedDynamicVariables": map[string]any{},
		"uponai_dynamic_variables": object(r.DynamicVariables), "overrideDynamicVariables": object(r.OverrideVariables),
	}
	if r.ClosedAt != nil {
		// The analysis follows the end of a chat: its fields change without a call.
		body["chatAnalysis"] = map[string]any{"chat_summary": "A chat in the sandbox."}
		if !v.EndedWithoutTime {
			body["endedAt"] = seconds(*r.ClosedAt)
		}
	}
	switch v.MetadataEcho {
	case EchoNull:
		body["metadata"] = nil
	case EchoOmitted:
	default:
		body["metadata"] = object(r.Metadata)
	}
	return body
}

// status uses RT's words: UponAI's pages give none.
func (a *uponaiAPI) status(r *session) string {
	v := a.variants()
	switch {
	case r.Open:
		return pick(v.OngoingStatus, "ongoing")
	case r.failed:
		return "error"
	default:
		return pick(v.EndedStatus, "ended")
	}
}

func (a *uponaiAPI) agentBody(id string) map[string]any {
	body := map[string]any{
		"agent_id": id, "agent_name": uponaiAgentNames[id], "version": uponaiVersion,
		"response_engine":    map[string]any{"type": "uponai-llm", "llm_id": "llm_sandbox"},
		"auto_close_message": "Thanks for chatting.", "is_public": true,
		"end_chat_after_silence_ms": nil, "data_storage_retention_days": nil,
		"uponai_dynamic_variables": map[string]any{},
	}
	if silence := a.idle(); silence > 0 {
		body["end_chat_after_silence_ms"] = silence.Milliseconds()
	}
	return body
}

// uponaiSample has RT's words.
func uponaiSample(status int) *response {
	switch status {
	case http.StatusUnauthorized:
		return uponaiError(status, "API key is missing or invalid.")
	case http.StatusPaymentRequired:
		return uponaiError(status, "Payment method needed.")
	case http.StatusForbidden:
		return uponaiError(status, "No access to this workspace.")
	case http.StatusNotFound, http.StatusUnprocessableEntity:
		return uponaiGone(status)
	case http.StatusConflict:
		return uponaiError(status, "Chat already ended.")
	case http.StatusTooManyRequests:
		return uponaiError(status, "Account rate limited.")
	case http.StatusInternalServerError:
		return uponaiError(status, "An unexpected server error occurred.")
	}
	return uponaiError(status, http.StatusText(status)+".")
}

// uponaiError has RT's shape.
func uponaiError(status int, message string) *response {
	return respond(status, map[string]string{"status": "error", "message": message})
}

// uponaiGone is the response to something unknown, in RT's words for either status.
func uponaiGone(status int) *response {
	if status == http.StatusUnprocessableEntity {
		return uponaiError(status, "Cannot find requested asset under given api key.")
	}
	return uponaiError(status, "The requested resource was not found.")
}

// shaped gives an error the form of the variant: UponAI documents none.
func (a *uponaiAPI) shaped(next handler) handler {
	return func(c *call) *response {
		result := next(c)
		var body struct {
			Message string `json:"message"`
		}
		if result.status < http.StatusBadRequest || json.Unmarshal(result.body.Bytes(), &body) != nil {
			return result
		}
		switch a.variants().ErrorShape {
		case UponAIErrorError:
			return respond(result.status, map[string]string{"error": body.Message})
		case UponAIErrorOther:
			return respond(result.status, []string{body.Message})
		case UponAIErrorText:
			return respondText(result.status, mediaText, body.Message+"\n")
		default:
			return result
		}
	}
}
