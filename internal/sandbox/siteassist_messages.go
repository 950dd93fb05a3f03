package sandbox

import (
	"net/http"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/google/uuid"
)

const siteassistMessageLimit = 10_000 // characters (R-send)

// send takes a visitor's message. The answer comes as JSON steps or as an event
// stream; for a conversation that a human handles it is only queued (R-send, CODES).
func (a *siteassistAPI) send(c *call, r *session) answer {
	var body siteassistSend
	if err := c.decode(&body); err != nil {
		return siteassistBadBody("content", err.Error())
	}
	switch length := len(utf16.Encode([]rune(body.Content))); {
	case length == 0:
		return siteassistBadBody("content", "Invalid request body. Content is required.")
	case length > siteassistMessageLimit:
		return siteassistInvalid("content", "Content exceeds maximum length of 10000 characters")
	}
	if !r.Open {
		return a.refuseClosed()
	}
	r.say(Message{ID: uuid.NewString(), Role: roleUser, Content: body.Content, At: c.now})
	switch {
	case strings.Contains(body.Content, FailMarker):
		return siteassistError(http.StatusBadGateway, "Service temporarily unavailable", "BAD_GATEWAY",
			map[string]any{"service": "ai_model_service"})
	case r.human || strings.Contains(body.Content, HumanMarker):
		r.human = true
		return a.queued()
	}
	text := Reply(body.Content)
	message := Message{ID: uuid.NewString(), Role: roleAssistant, Content: text, At: c.now}
	r.say(message)
	if body.Stream {
		return siteassistStream(message)
	}
	return jsonAnswer(http.StatusOK, map[string]any{"steps": []map[string]any{{
		"content":      []map[string]any{{"type": "text", "text": text}},
		"finishReason": "stop",
		"usage": map[string]any{
			"inputTokens": words(body.Content), "outputTokens": words(text),
			"totalTokens": words(body.Content) + words(text), "reasoningTokens": 0, "cachedInputTokens": 0,
		},
	}}})
}

// queued is the 202 of a message for a human (CODES, O-send).
func (a *siteassistAPI) queued() answer {
	const text = "Message sent"
	switch a.variants().Queued {
	case QueuedJSON:
		return jsonAnswer(http.StatusAccepted, text)
	case QueuedQuotedText:
		return textAnswer(http.StatusAccepted, `"`+text+`"`)
	default:
		return textAnswer(http.StatusAccepted, text)
	}
}

func (a *siteassistAPI) refuseClosed() answer {
	const text = "Conversation is closed"
	switch status := a.variants().ClosedMessage.or(http.StatusConflict); status {
	case http.StatusBadRequest:
		return siteassistBadBody("conversationId", text)
	case http.StatusForbidden:
		return siteassistError(status, text, "FORBIDDEN", nil)
	case http.StatusUnprocessableEntity:
		return siteassistInvalid("conversationId", text)
	default:
		return siteassistError(status, text, "CONFLICT",
			map[string]any{"resource": "conversation", "conflictingField": "status"})
	}
}

// siteassistStream is the answer as a stream of the AI SDK: data lines without event
// names, one JSON object each, and an end mark that is no JSON.
func siteassistStream(m Message) answer {
	var events eventStream
	events.add("", map[string]any{"type": "start", "messageId": m.ID})
	events.add("", map[string]any{"type": "text-start", "id": "0"})
	for _, delta := range strings.SplitAfter(m.Content, " ") {
		events.add("", map[string]any{"type": "text-delta", "id": "0", "delta": delta})
	}
	events.add("", map[string]any{"type": "text-end", "id": "0"})
	events.add("", map[string]any{"type": "finish"})
	events.add("", "[DONE]")
	return events.answer()
}

// messages lists a conversation, oldest first; without a limit all of it (R-msgs).
func (a *siteassistAPI) messages(c *call, r *session) answer {
	limit, offset, ok := page(c, len(r.Messages)+1, 1000)
	if !ok {
		return siteassistInvalid("limit", "limit or offset out of range")
	}
	role, status := c.query("role"), pick(c.query("status"), "complete")
	data := []siteassistMessage{}
	for _, m := range r.Messages {
		// Every message of the sandbox is complete: other states match nothing.
		if (role == "" || m.Role == role) && status == "complete" {
			data = append(data, a.message(r, m))
		}
	}
	data = data[min(offset, len(data)):min(offset+limit, len(data))]
	return jsonAnswer(http.StatusOK, map[string]any{"object": "list", "data": data})
}

// feedback sets, replaces or removes the rating of a message of the visitor (R-fb).
func (a *siteassistAPI) feedback(c *call, visitor string) answer {
	var body siteassistFeedback
	if err := c.decode(&body); err != nil {
		return siteassistBadBody("feedback", err.Error())
	}
	value, ok := body.value()
	if !ok {
		return siteassistInvalid("feedback", "feedback must be like, dislike or null")
	}
	id := c.param("messageId")
	for _, r := range a.conversations(visitor) {
		for i := range r.Messages {
			if r.Messages[i].ID == id {
				r.Messages[i].rate(value, c.now)
				return jsonAnswer(http.StatusOK, map[string]any{"feedback": nullable(value)})
			}
		}
	}
	return siteassistMissing(http.StatusNotFound, id)
}

func (m *Message) rate(value string, at time.Time) {
	m.Feedback, m.FeedbackAt = value, nil
	if value != "" {
		m.FeedbackAt = &at
	}
}
