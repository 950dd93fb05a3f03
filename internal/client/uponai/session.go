package uponai

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// unknown is a chat of which the vendor's response proves nothing.
func (v *Vendor) unknown(id, note string) *client.Session {
	return &client.Session{ID: id, Account: v.account(), Status: client.StatusUnknown, Note: note}
}

// session converts a chat.
func (v *Vendor) session(c *chat) *client.Session {
	s := &client.Session{
		ID: c.id(), Account: v.account(),
		CreatedAt: c.started(), ClosedAt: c.ended(),
		MessageCount: c.Messages.n,
		Metadata:     c.Metadata.texts(), DynamicVariables: c.Variables.texts(),
		Marker: c.Metadata.marker(),
	}
	if agent := c.agent(); agent != "" {
		s.AgentID = &agent
	}
	s.Status, s.Note = v.state(c)
	return s
}

// state is the status by the chat's word and times. The vendor documents no vocabulary;
// the three known words are RT's. An end time ends a chat whatever the word is. A chat
// without a status that has a start and no end is open.
func (v *Vendor) state(c *chat) (status client.Status, note string) {
	word := c.status()
	switch {
	case !c.ended().IsZero(), word == "ended", word == "error":
		return client.StatusClosed, ""
	case word == "ongoing", word == "" && !c.started().IsZero():
		return client.StatusOpen, ""
	case word == "":
		return client.StatusUnknown, "UponAI returns neither a status nor when the chat began"
	}
	return client.StatusUnknown, fmt.Sprintf("UponAI returns the unknown status %q", v.http.Words(word))
}

// freeForm is an object with arbitrary keys and values, each value as the vendor wrote
// it. It is nil where the vendor returns no object.
type freeForm map[string]json.RawMessage

// UnmarshalJSON never fails on valid JSON.
func (f *freeForm) UnmarshalJSON(data []byte) error {
	*f = nil
	var values map[string]json.RawMessage
	if json.Unmarshal(data, &values) == nil {
		*f = values
	}
	return nil
}

// texts returns the values as strings; see textOf. A key that holds null is left out,
// and so is the marker.
func (f freeForm) texts() map[string]string {
	if f == nil {
		return nil
	}
	texts := make(map[string]string, len(f))
	for key, value := range f {
		if text, ok := textOf(value); ok && key != client.MarkerKey {
			texts[key] = text
		}
	}
	return texts
}

// marker is the value under client.MarkerKey, empty where there is none.
func (f freeForm) marker() string {
	text, _ := textOf(f[client.MarkerKey])
	return text
}

// textOf returns a string as it is, a number or a boolean as it is written, an object
// or an array as compact JSON. It reports false for null and for no value.
func textOf(value json.RawMessage) (string, bool) {
	if len(value) == 0 || string(value) == "null" {
		return "", false
	}
	var text string
	if json.Unmarshal(value, &text) == nil {
		return text, true
	}
	var compact bytes.Buffer
	if json.Compact(&compact, value) != nil {
		return "", false
	}
	// Compact keeps invalid UTF-8, which a state cannot hold.
	return strings.ToValidUTF8(compact.String(), "\uFFFD"), true
}
