package siteassist

import (
	"encoding/json"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// initRequest asks for a token (R-init).
type initRequest struct {
	APIKey string `json:"apiKey"`
	SaVid  string `json:"saVid"`
}

type initResponse struct {
	SessionToken string  `json:"sessionToken"`
	Visitor      visitor `json:"visitor"`
}

// visitor is the end user that a token acts for (R-init, O-me).
type visitor struct {
	ID   string `json:"id"`
	Type string `json:"type"`
}

// documented reports whether it has the members that the pages require, and not only an
// id, which objects of other servers have as well.
func (v visitor) documented() bool { return client.FormatUUID(v.ID) == nil && v.Type != "" }

// startRequest opens a conversation (R-start). It is sent as an object also when it is
// empty: whether the body may be absent is not documented.
type startRequest struct {
	Context *startContext `json:"context,omitempty"`
}

type startContext struct {
	PageURL string `json:"pageUrl"`
}

// conversation is a conversation as start, get and list return it, without its messages.
type conversation struct {
	ID        client.Word      `json:"id"`
	Status    client.Word      `json:"status"`
	CreatedAt client.Timestamp `json:"createdAt"`
	UpdatedAt client.Timestamp `json:"updatedAt"`
	ClosedAt  client.Timestamp `json:"closedAt"`
	// The time of the last interaction has two spellings: R-* pages and O-* pages.
	LastInteractionAt client.Timestamp `json:"lastInteractionAt"`
	LastInterationAt  client.Timestamp `json:"lastInterationAt"`
}

// lastInteraction prefers the spelling of the newer pages.
func (c conversation) lastInteraction() time.Time {
	if !c.LastInteractionAt.IsZero() {
		return c.LastInteractionAt.Time
	}
	return c.LastInterationAt.Time
}

// page is a page of the list (R-list).
type page struct {
	Object string                     `json:"object"`
	Total  *float64                   `json:"total"`
	Limit  *float64                   `json:"limit"`
	Offset jsonNumber                 `json:"offset"`
	Data   client.Array[conversation] `json:"data"`
}

// documented reports whether the page has the documented envelope. Servers of other
// APIs return JSON with "total" and "data" as well.
func (p *page) documented() bool {
	return p.Object == "list" && p.Total != nil && *p.Total >= 0 && p.Limit != nil && p.Offset.present && p.Data != nil
}

// jsonNumber is a field that is a number or null, and whether it is present.
type jsonNumber struct{ present bool }

// UnmarshalJSON implements json.Unmarshaler.
func (n *jsonNumber) UnmarshalJSON(data []byte) error {
	var number *float64
	err := json.Unmarshal(data, &number)
	n.present = err == nil
	return err
}

// closeRequest closes a conversation. The reason is in the body (R-close; src
// prints it among the parameters of the path, which has no place for it).
type closeRequest struct {
	CloseReason string `json:"closeReason,omitempty"`
}

type closeResponse struct {
	Success bool   `json:"success"`
	Message string `json:"message"`
}
