package uppzy

import (
	"bytes"
	"encoding/json"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// closeRequest is the body of chat/session/close (S0).
type closeRequest struct {
	SessionID string `json:"session_id"`
}

// closeResponse is the response to it; the status is always "ok" (S0).
type closeResponse struct {
	Status string `json:"status"`
}

// entry is one session of the site's list (S0, S1).
type entry struct {
	ID           string               `json:"id"`
	CreatedAt    client.Timestamp     `json:"created_at"`
	UpdatedAt    client.Timestamp     `json:"updated_at"`
	ClosedAt     closedAt             `json:"closed_at"`
	MessageCount client.Number[int64] `json:"message_count"`
}

// documented reports whether e has a documented member apart from its id.
func (e entry) documented() bool {
	return !e.CreatedAt.IsZero() || e.ClosedAt.present || e.MessageCount.Value != nil
}

func (e entry) closed() bool { return e.ClosedAt.status() == client.StatusClosed }

// supersedes reports whether e is the one to believe of two entries with the same id:
// it was updated later, or at the same time and is not closed.
func (e entry) supersedes(other entry) bool {
	if e.UpdatedAt.Equal(other.UpdatedAt.Time) {
		return !e.closed()
	}
	return e.UpdatedAt.After(other.UpdatedAt.Time)
}

func (e entry) session(site string) *client.Session {
	session := &client.Session{
		ID: e.ID, Account: site, Status: e.ClosedAt.status(),
		CreatedAt: e.CreatedAt.Time, UpdatedAt: e.UpdatedAt.Time, ClosedAt: e.ClosedAt.time,
		LastActivityAt: e.UpdatedAt.Time,
		MessageCount:   e.MessageCount.Value,
	}
	if session.Status == client.StatusUnknown {
		session.Note = "Uppzy returned a closed_at that is not a time, so the session may be open or closed."
	}
	return session
}

// closedAt is null or missing while the session is open, and a time once it is closed
// (S0, S1). Other servers and libraries also write "no time" as an empty text, 0, false
// or the zero time. Anything else proves neither.
type closedAt struct {
	present bool
	unclear bool
	time    time.Time // zero unless the session is closed
}

func (c closedAt) status() client.Status {
	switch {
	case c.unclear:
		return client.StatusUnknown
	case c.time.IsZero():
		return client.StatusOpen
	}
	return client.StatusClosed
}

// UnmarshalJSON never fails on valid JSON.
func (c *closedAt) UnmarshalJSON(data []byte) error {
	*c = closedAt{present: true}
	switch string(bytes.TrimSpace(data)) {
	case "null", "false", "0", `""`:
		return nil
	}
	c.unclear = true
	var text string
	_ = json.Unmarshal(data, &text) // what is not a text is not a time either
	at, ok := client.ParseTime(text)
	switch at = at.UTC(); {
	case !ok:
	case at.IsZero():
		c.unclear = false
	case at.Year() >= 2000 && at.Year() <= 9999:
		c.unclear, c.time = false, at
	}
	return nil
}

// chatRequest is the body of chat and chat/async (S1).
type chatRequest struct {
	SessionID        string `json:"session_id"`
	Message          string `json:"message"`
	Email            string `json:"email,omitempty"`
	ResponseLanguage string `json:"response_language,omitempty"`
}

// confidence is Uppzy's rating of its own answer; both members are optional (SDK).
type confidence struct {
	Score client.Number[float64] `json:"confidence_score"`
	Level client.Word            `json:"confidence_level"`
}

// chatResponse is the response to chat (S1).
type chatResponse struct {
	SessionID client.Word `json:"session_id"`
	RequestID client.Word `json:"request_id"`
	Answer    client.Word `json:"answer"`
	confidence
}

// queuedResponse is the response to chat/async (S1); session_id is optional (SDK). Its
// status is not read: with any of them the message was accepted.
type queuedResponse struct {
	SessionID client.Word `json:"session_id"`
	RequestID client.Word `json:"request_id"`
}

// requestState is the response to chat/requests (S1, AW); session_id is optional (SDK).
type requestState struct {
	SessionID client.Word `json:"session_id"`
	RequestID client.Word `json:"request_id"`
	Status    client.Word `json:"status"`
	Answer    client.Word `json:"answer"`
	Error     client.Word `json:"error"`
	confidence
}

// feedbackRequest is the body of chat/feedback (FB).
type feedbackRequest struct {
	SessionID string `json:"session_id"`
	RequestID string `json:"request_id"`
	Feedback  string `json:"feedback"`
}

// feedbackResponse is the response to it; the status is always "ok" (FB).
type feedbackResponse struct {
	RequestID client.Word `json:"request_id"`
	Status    client.Word `json:"status"`
	Feedback  client.Word `json:"feedback"`
}

// optional is nil for an empty word.
func optional(word client.Word) *string {
	if word == "" {
		return nil
	}
	text := string(word)
	return &text
}
