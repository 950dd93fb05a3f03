package sandbox

import (
	"encoding/json"
	"time"
)

const (
	statusOpen   = "open"
	statusClosed = "closed"
)

type siteassistStart struct {
	Context *struct {
		PageURL *string `json:"pageUrl"`
	} `json:"context"`
}

type siteassistClose struct {
	CloseReason *string `json:"closeReason"`
}

type siteassistClosed struct {
	Success bool   `json:"success"`
	Message string `json:"message"`
}

type siteassistSend struct {
	Content     string         `json:"content"`
	Stream      bool           `json:"stream"`
	PageContext *siteassistTab `json:"pageContext"`
}

// siteassistTab is where the visitor is; the sandbox checks its form and drops it.
type siteassistTab struct {
	URL           *string `json:"url"`
	Title         *string `json:"title"`
	Content       *string `json:"content"`
	TextSelection *string `json:"textSelection"`
}

// siteassistFeedback tells an explicit null, which removes a rating, from a field that
// is not there.
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

// What a conversation carries besides its own fields: start and get embed all
// messages, the list only the last one (R-start, R-list).
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
		item[string(spelling)] = a.stamp(r.lastActive)
	}
	if r.ClosedAt != nil {
		item["closedAt"] = a.stamp(*r.ClosedAt)
	}
	if r.human {
		item["humanAgent"] = map[string]any{"name": "Sandbox Human", "image": nil}
	}
	messages := []siteassistMessage{}
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

type siteassistMessage struct {
	Object        string           `json:"object"`
	ID            string           `json:"id"`
	CreatedAt     string           `json:"createdAt"`
	ChatID        string           `json:"chatId"` // the conversation's id, under its older name
	Role          string           `json:"role"`
	Parts         []map[string]any `json:"parts"`
	Status        string           `json:"status"`
	Error         *string          `json:"error"`
	Feedback      *string          `json:"feedback"`
	FeedbackAt    *string          `json:"feedbackAt"`
	Metadata      any              `json:"metadata"`
	HumanAgent    any              `json:"humanAgent"`
	PageURL       *string          `json:"pageUrl"`
	PageTitle     *string          `json:"pageTitle"`
	TextSelection *string          `json:"textSelection"`
}

func (a *siteassistAPI) message(r *session, m Message) siteassistMessage {
	item := siteassistMessage{
		Object: "message", ID: m.ID, CreatedAt: a.stamp(m.At), ChatID: r.ID, Role: m.Role,
		Parts:  []map[string]any{{"type": "text", "text": m.Content}},
		Status: "complete", Feedback: nullable(m.Feedback),
	}
	if m.FeedbackAt != nil {
		at := a.stamp(*m.FeedbackAt)
		item.FeedbackAt = &at
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
