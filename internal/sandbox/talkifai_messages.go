package sandbox

import (
	"math"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"
)

const (
	talkifaiMessageLimit = 10_000 // characters (SM)
	talkifaiPageLimit    = 100    // messages (GH)
)

// sendMessage responds with an event stream: stream_start, chunks and what the markers ask
// for, then stream_end, or error in its place (SM).
func (a *talkifaiAPI) sendMessage(c *call) answer {
	var body talkifaiSend
	if err := c.decode(&body); err != nil {
		return talkifaiInvalid("body", "body", err.Error())
	}
	switch {
	case body.Message == "":
		return talkifaiInvalid("body", "message", "value is empty")
	case utf8.RuneCountInString(body.Message) > talkifaiMessageLimit:
		return a.fail(c, talkifaiTooLong)
	}
	r := a.session(c)
	if r == nil || !r.Open {
		return a.fail(c, talkifaiGone)
	}
	if a.variants().BusySend == http.StatusConflict {
		return a.fail(c, talkifaiBusy)
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
		handoff := map[string]any{"to": "Second Agent"}
		if a.variants().Handoff == HandoffFromTo {
			handoff = map[string]any{"from_agent": talkifaiAgents[r.AgentID].AgentName, "to_agent": "Second Agent"}
		}
		events.add("handoff", handoff)
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
	limit, offset, ok := page(c, 50, math.MaxInt32)
	if !ok {
		return talkifaiInvalid("query", "limit", "limit or offset out of range")
	}
	if limit > talkifaiPageLimit {
		switch a.variants().LargeLimit {
		case http.StatusBadRequest:
			return a.fail(c, talkifaiBadLimit)
		case http.StatusUnprocessableEntity:
			return talkifaiInvalid("query", "limit", "limit is greater than 100")
		}
		limit = talkifaiPageLimit
	}
	r := a.session(c)
	if r == nil {
		return a.fail(c, talkifaiGone)
	}
	if !r.Open {
		switch a.variants().HistoryAfterEnd.or(http.StatusNotFound) {
		case http.StatusOK:
		case http.StatusUnauthorized:
			return a.fail(c, talkifaiBadToken)
		default:
			return a.fail(c, talkifaiGone)
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
