package uponai

import (
	"fmt"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// unknown is a chat of which the vendor's answer tells nothing.
func (v *Vendor) unknown(id, note string) *client.Session {
	return &client.Session{ID: id, Account: v.account(), Status: client.StatusUnknown, Note: note}
}

// session puts a chat into the words of all vendors.
func (v *Vendor) session(c *chat) *client.Session {
	s := &client.Session{
		ID: c.id(), Account: v.account(),
		CreatedAt: c.StartedAt.Time, ClosedAt: c.EndedAt.Time,
		MessageCount: c.Messages.n,
		Metadata:     c.Metadata.texts(), DynamicVariables: c.Variables.texts(),
		Marker: c.Metadata.marker(),
	}
	if c.AgentID != "" {
		agent := string(c.AgentID)
		s.AgentID = &agent
	}
	s.Status, s.Note = v.state(c)
	return s
}

// state is what the status and the times say. The vendor documents no words; the
// three known ones are RT's. An end time ends a chat whatever the word is. A chat
// without a word that has a start and no end is open.
func (v *Vendor) state(c *chat) (status client.Status, note string) {
	switch {
	case !c.EndedAt.IsZero(), c.Status == "ended", c.Status == "error":
		return client.StatusClosed, ""
	case c.Status == "ongoing", c.Status == "" && !c.StartedAt.IsZero():
		return client.StatusOpen, ""
	case c.Status == "":
		return client.StatusUnknown, "UponAI tells neither a status nor when the chat began"
	}
	return client.StatusUnknown, fmt.Sprintf("UponAI tells the status %q, which is not a known one", v.http.Words(string(c.Status)))
}
