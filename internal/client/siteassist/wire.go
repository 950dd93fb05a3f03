package siteassist

import (
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// initRequest asks for a token (R-init).
type initRequest struct {
	APIKey string `json:"apiKey"`
	SaVid  string `json:"saVid"`
}

type initAnswer struct {
	SessionToken string  `json:"sessionToken"`
	Visitor      visitor `json:"visitor"`
}

// visitor is who a token stands for (R-init, O-me).
type visitor struct {
	ID string `json:"id"`
}

// startRequest opens a conversation (R-start). It is an object also when it is
// empty: whether the body may be left out is not documented.
type startRequest struct {
	Context *startContext `json:"context,omitempty"`
}

type startContext struct {
	PageURL string `json:"pageUrl"`
}

// conversation is what start, get and list tell, without its messages: get holds all
// of them, without a limit (O-get), and nobody here needs them.
type conversation struct {
	ID        client.Word      `json:"id"`
	Status    client.Word      `json:"status"`
	CreatedAt client.Timestamp `json:"createdAt"`
	UpdatedAt client.Timestamp `json:"updatedAt"`
	ClosedAt  client.Timestamp `json:"closedAt"`
	// The time of the last interaction has two spellings: O-* pages and R-* pages.
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

// page is one answer of the list (R-list). The last page is reached when its offset
// and its length together are not below the total.
type page struct {
	Total *float64       `json:"total"`
	Data  []conversation `json:"data"`
}

// closeRequest closes a conversation. The reason is in the body (R-close; src
// prints it among the parameters of the path, which has no place for it).
type closeRequest struct {
	CloseReason string `json:"closeReason,omitempty"`
}

type closeAnswer struct {
	Success bool        `json:"success"`
	Message client.Word `json:"message"`
}
