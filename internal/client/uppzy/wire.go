package uppzy

import (
	"bytes"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// closeRequest is the body of chat/session/close (S0).
type closeRequest struct {
	SessionID string `json:"session_id"`
}

// closeAnswer is the answer to it; the status is always "ok" (S0).
type closeAnswer struct {
	Status string `json:"status"`
}

// entry is one session of the site's list (S0, S1).
type entry struct {
	ID           string               `json:"id"`
	CreatedAt    client.Timestamp     `json:"created_at"`
	UpdatedAt    client.Timestamp     `json:"updated_at"`
	ClosedAt     closing              `json:"closed_at"`
	MessageCount client.Number[int64] `json:"message_count"`
}

func (e entry) closed() bool { return e.ClosedAt.set }

// supersedes reports whether e says more of a session than other, an entry of
// the same id: it was updated later, or as late and says that the session is
// open, so that no open session is taken for a closed one.
func (e entry) supersedes(other entry) bool {
	if e.UpdatedAt.Equal(other.UpdatedAt.Time) {
		return !e.closed()
	}
	return e.UpdatedAt.After(other.UpdatedAt.Time)
}

func (e entry) session(site string) *client.Session {
	status := client.StatusOpen
	if e.closed() {
		status = client.StatusClosed
	}
	return &client.Session{
		ID: e.ID, Account: site, Status: status,
		CreatedAt: e.CreatedAt.Time, UpdatedAt: e.UpdatedAt.Time, ClosedAt: e.ClosedAt.at.Time,
		LastActivityAt: e.UpdatedAt.Time,
		MessageCount:   e.MessageCount.Value,
	}
}

// closing is closed_at: null while the session is open, a time once it is
// closed. That there is a value decides, and not that it can be read as a time:
// S1 compares with null, S0 takes whatever JavaScript takes for true.
type closing struct {
	set bool
	at  client.Timestamp
}

// UnmarshalJSON never fails on valid JSON.
func (c *closing) UnmarshalJSON(data []byte) error {
	*c = closing{}
	switch string(bytes.TrimSpace(data)) {
	case "null", "false", "0", `""`, `"` + time.Time{}.Format(time.RFC3339) + `"`:
		return nil
	}
	c.set = true
	return c.at.UnmarshalJSON(data)
}
