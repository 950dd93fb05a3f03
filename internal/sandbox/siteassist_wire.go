package sandbox

import (
	"cmp"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	statusOpen   = "open"
	statusClosed = "closed"
)

type siteassistStart struct {
	Context struct {
		PageURL *string `json:"pageUrl"`
	} `json:"context"`
}

type siteassistClose struct {
	CloseReason string `json:"closeReason"`
}

type siteassistSend struct {
	Content     string         `json:"content"`
	Stream      bool           `json:"stream"`
	PageContext *siteassistTab `json:"pageContext"`
}

// siteassistTab is the page of the visitor; the sandbox checks its form and ignores it.
type siteassistTab struct {
	URL           *string `json:"url"`
	Title         *string `json:"title"`
	Content       *string `json:"content"`
	TextSelection *string `json:"textSelection"`
}

// siteassistFeedback distinguishes an explicit null, which removes a rating, from a
// missing field.
type siteassistFeedback struct {
	Feedback json.RawMessage `json:"feedback"`
}

func (f siteassistFeedback) value() (string, bool) {
	switch string(f.Feedback) {
	case `"like"`:
		return "like", true
	case `"dislike"`:
		return "dislike", true
	}
	return "", string(f.Feedback) == "null"
}

type siteassistInit struct {
	APIKey   string `json:"apiKey"`
	DeviceID string `json:"saVid"`
}

func siteassistVisitorOf(id string) map[string]any {
	return map[string]any{
		"object": "visitor", "id": id, "type": "anonymous",
		"externalId": nil, "name": nil, "avatarUrl": nil,
	}
}

// What a conversation has besides its own fields: at start and get all messages, in the
// list only the last one (R-start, R-list).
type siteassistEmbed int

const (
	withMessages siteassistEmbed = iota
	withLastMessage
)

func (a *siteassistAPI) conversation(r *session, embed siteassistEmbed) map[string]any {
	item := map[string]any{
		"object": "conversation", "id": r.ID,
		"createdAt": a.stamp(r.CreatedAt), "updatedAt": a.stamp(r.UpdatedAt),
		"status": siteassistStatus(r), "closedAt": nil, "closeReason": nullable(r.CloseReason),
		"isHumanHandled": r.human, "humanAgent": nil,
	}
	if spelling := pick(a.variants().Interaction, InteractionAt); spelling != InteractionAbsent {
		item[spelling] = a.stamp(r.lastActive)
	}
	if r.ClosedAt != nil {
		item["closedAt"] = a.stamp(*r.ClosedAt)
	}
	if r.human {
		item["humanAgent"] = map[string]any{"name": "Sandbox Human", "image": nil}
	}
	messages := []map[string]any{}
	for _, m := range r.Messages {
		messages = append(messages, a.message(r, m))
	}
	switch {
	case embed == withMessages:
		item["messages"] = messages
	case len(messages) == 0:
		item["lastMessage"] = nil
	default:
		item["lastMessage"] = messages[len(messages)-1]
	}
	return item
}

func siteassistStatus(r *session) string {
	if r.Open {
		return statusOpen
	}
	return statusClosed
}

func (a *siteassistAPI) message(r *session, m Message) map[string]any {
	item := map[string]any{
		"object": "message", "id": m.ID, "createdAt": a.stamp(m.At),
		"chatId": r.ID, // the conversation's id, under its older name
		"role":   m.Role, "parts": []map[string]any{{"type": "text", "text": m.Content}}, "status": "complete",
		"error": nil, "feedback": nullable(m.Feedback), "feedbackAt": nil, "metadata": nil, "humanAgent": nil,
		"pageUrl": nil, "pageTitle": nil, "textSelection": nil,
	}
	if m.FeedbackAt != nil {
		item["feedbackAt"] = a.stamp(*m.FeedbackAt)
	}
	return item
}

// stamp is SiteAssist's time format: a plain string by its pages.
func (a *siteassistAPI) stamp(t time.Time) string {
	if a.variants().Times == TimesOther {
		return t.UTC().Format("Mon Jan 02 2006 15:04:05 GMT-0700")
	}
	return t.UTC().Format("2006-01-02T15:04:05.000Z")
}

// siteassistOrder compares conversations by each field that the list can order by.
var siteassistOrder = map[string]func(a, b *session) int{
	"id":                func(a, b *session) int { return cmp.Compare(a.ID, b.ID) },
	"createdAt":         func(a, b *session) int { return a.CreatedAt.Compare(b.CreatedAt) },
	"updatedAt":         func(a, b *session) int { return a.UpdatedAt.Compare(b.UpdatedAt) },
	"lastInteractionAt": func(a, b *session) int { return a.lastActive.Compare(b.lastActive) },
	"lastInterationAt":  func(a, b *session) int { return a.lastActive.Compare(b.lastActive) },
	"status":            func(a, b *session) int { return cmp.Compare(siteassistStatus(a), siteassistStatus(b)) },
	"closedAt":          func(a, b *session) int { return closedAt(a).Compare(closedAt(b)) },
	"isHumanHandled": func(a, b *session) int {
		return strings.Compare(strconv.FormatBool(a.human), strconv.FormatBool(b.human))
	},
	"title": func(*session, *session) int { return 0 }, // the sandbox gives no titles
}

func closedAt(r *session) time.Time {
	if r.ClosedAt == nil {
		return time.Time{}
	}
	return *r.ClosedAt
}

// queued is the 202 of a message for a human (CODES, O-send).
func (a *siteassistAPI) queued() *response {
	const text = "Message sent"
	switch a.variants().Queued {
	case QueuedJSON:
		return respond(http.StatusAccepted, text)
	case QueuedQuotedText:
		return respondText(http.StatusAccepted, mediaText, `"`+text+`"`)
	default:
		return respondText(http.StatusAccepted, mediaText, text)
	}
}

func (a *siteassistAPI) refuseClosed() *response {
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

// siteassistStream is the reply as a stream of the AI SDK: data lines without event
// names, one JSON object each, and an end mark that is no JSON.
func siteassistStream(m Message) *response {
	events := eventStream()
	events.event("", map[string]any{"type": "start", "messageId": m.ID})
	events.event("", map[string]any{"type": "text-start", "id": "0"})
	for delta := range strings.SplitAfterSeq(m.Content, " ") {
		events.event("", map[string]any{"type": "text-delta", "id": "0", "delta": delta})
	}
	events.event("", map[string]any{"type": "text-end", "id": "0"})
	events.event("", map[string]any{"type": "finish"})
	events.event("", "[DONE]")
	return events
}

// siteassistSample has the samples that src prints for each status, with their delays.
func siteassistSample(status int) *response {
	const id = "00000000-0000-4000-8000-000000000000"
	switch status {
	case http.StatusBadRequest:
		return siteassistBadBody("content", "Invalid request body. Content is required.")
	case http.StatusUnauthorized:
		return siteassistError(status, "Authentication required", "UNAUTHORIZED", nil)
	case http.StatusPaymentRequired:
		return siteassistError(status, "A higher pricing plan is required to access this feature", "PAYMENT_REQUIRED",
			map[string]any{"currentPlan": "free", "requiredPlan": "pro", "feature": "advanced_ai_models"})
	case http.StatusForbidden, http.StatusNotFound:
		return siteassistMissing(status, id)
	case http.StatusConflict:
		return siteassistError(status, "Resource already exists", "CONFLICT",
			map[string]any{"resource": "conversation", "conflictingField": "id"})
	case http.StatusUnprocessableEntity:
		return siteassistInvalid("content", "Content exceeds maximum length of 10000 characters")
	case http.StatusTooManyRequests:
		return siteassistError(status, "Rate limit exceeded. Please try again later.", "RATE_LIMIT_EXCEEDED",
			map[string]any{"retryAfter": 60})
	case http.StatusBadGateway:
		return siteassistError(status, "Service temporarily unavailable", "BAD_GATEWAY",
			map[string]any{"service": "ai_model_service"})
	case http.StatusServiceUnavailable:
		return siteassistError(status, "Service temporarily unavailable", "SERVICE_UNAVAILABLE",
			map[string]any{"retryAfter": 30})
	}
	return siteassistError(status, "An internal server error occurred", "INTERNAL_SERVER_ERROR", nil)
}

func siteassistError(status int, message, code string, details map[string]any) *response {
	body := map[string]any{"message": message}
	if code != "" {
		body["code"] = code
	}
	if details != nil {
		body["details"] = details
	}
	return respond(status, map[string]any{"error": body})
}

func siteassistBadBody(field, message string) *response {
	return siteassistError(http.StatusBadRequest, message, "INVALID_REQUEST_BODY", map[string]any{"field": field})
}

func siteassistInvalid(field, reason string) *response {
	return siteassistError(http.StatusUnprocessableEntity, "Validation failed", "VALIDATION_ERROR",
		map[string]any{"field": field, "reason": reason})
}

// siteassistMissing is a 404, or the 403 for a conversation of another visitor.
func siteassistMissing(status int, id string) *response {
	if status == http.StatusForbidden {
		return siteassistError(status, "Access denied to this conversation", "FORBIDDEN", nil)
	}
	return siteassistError(status, "Conversation not found!", "CONVERSATION_NOT_FOUND",
		map[string]any{"conversationId": id})
}
