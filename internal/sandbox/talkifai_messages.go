package sandbox

import (
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"
)

const talkifaiMessageLimit = 10_000 // characters (SM)

// sendMessage answers with an event stream: stream_start, chunks and whatever the
// markers ask for, then stream_end, or error in its place (SM).
func (a *talkifaiAPI) sendMessage(c *call) answer {
	var body talkifaiSend
	if err := c.decode(&body); err != nil {
		return a.invalid("body", err.Error())
	}
	switch {
	case body.Message == "":
		return a.invalid("message", "value is empty")
	case utf8.RuneCountInString(body.Message) > talkifaiMessageLimit:
		return a.fail(c, http.StatusBadRequest, "message_too_long")
	}
	r := a.session(c)
	if r == nil || !r.Open {
		return a.fail(c, http.StatusNotFound, "Session not found")
	}
	r.say(Message{ID: uuid.NewString(), Role: roleUser, Content: body.Message, At: c.now})

	var events eventStream
	events.add("stream_start", map[string]any{"agent_name": talkifaiAgents[r.AgentID].AgentName})
	if strings.Contains(body.Message, FailMarker) {
		events.add("error", map[string]any{"error": "The model failed"})
		return events.answer()
	}
	if strings.Contains(body.Message, ToolMarker) {
		events.add("tool_call", map[string]any{"name": "lookup", "status": "executing"})
		events.add("tool_result", map[string]any{"name": "lookup", "status": "completed"})
		events.add("handoff", map[string]any{"to": "Second Agent"})
	}
	text := Reply(body.Message)
	for _, delta := range strings.SplitAfter(text, " ") {
		events.add("chunk", map[string]any{"delta": delta})
	}
	events.add("stream_end", map[string]any{
		"usage":       map[string]any{"input_tokens": words(body.Message), "output_tokens": words(text)},
		"end_session": strings.Contains(body.Message, EndMarker),
	})
	r.say(Message{ID: uuid.NewString(), Role: roleAssistant, Content: text, At: c.now})
	return events.answer()
}

// getMessages shows one page, oldest first; count is the size of the page (GH).
func (a *talkifaiAPI) getMessages(c *call) answer {
	limit, offset, ok := page(c, 50, 100)
	if !ok {
		return jsonAnswer(http.StatusUnprocessableEntity, map[string]any{
			"detail": []map[string]any{{"loc": []string{"query"}, "msg": "limit or offset out of range"}},
		})
	}
	r := a.session(c)
	if r == nil {
		return a.fail(c, http.StatusNotFound, "Session not found")
	}
	if !r.Open {
		switch a.variants().HistoryAfterEnd.or(http.StatusNotFound) {
		case http.StatusOK:
		case http.StatusUnauthorized:
			return a.fail(c, http.StatusUnauthorized, "Invalid token")
		default:
			return a.fail(c, http.StatusNotFound, "Session not found")
		}
	}
	if r.Open && a.variants().HistoryKeepsAlive {
		r.lastActive = c.now
	}
	history := talkifaiHistory{Messages: []talkifaiMessage{}}
	for i, m := range r.Messages {
		if i < offset || len(history.Messages) == limit {
			continue
		}
		history.Messages = append(history.Messages, talkifaiMessageOf(m, i))
	}
	history.Count = len(history.Messages)
	return jsonAnswer(http.StatusOK, history)
}
