package uponai

import (
	"context"
	"maps"
	"net/http"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// Open creates a chat, or adopts the one that r.SessionID names.
func (v *Vendor) Open(ctx context.Context, r client.OpenRequest) (*client.Session, error) {
	if r.SessionID != "" {
		return v.adopt(ctx, r)
	}
	return v.create(ctx, r)
}

// create opens a chat: 201 (CREATE), and any 2xx is taken. Creation is not
// idempotent, so the request is never sent a second time once it may have been
// carried out; the chat carries a marker in its metadata instead, by which it is
// searched for when the answer is lost or names no chat. What is not found is a
// *client.LostError.
func (v *Vendor) create(ctx context.Context, r client.OpenRequest) (*client.Session, error) {
	marker := client.GenerateMarker()
	metadata := make(map[string]string, len(r.Metadata)+1)
	maps.Copy(metadata, r.Metadata)
	metadata[client.MarkerKey] = marker

	var created chat
	call := transport.Call{
		Operation: "open a session",
		Method:    http.MethodPost, Path: []string{"api", "chats"},
		Body: createRequest{
			WorkspaceID: v.workspace, AgentID: r.AgentID,
			Metadata: metadata, Variables: r.DynamicVariables,
		},
		Credential: v.credential, Out: &created,
		Repeat: transport.Once, Outlive: true,
	}
	limited, cancel := v.creationContext(ctx)
	defer cancel()
	answer, err := v.http.Do(limited, call)
	if err == nil && created.id() == "" {
		err = v.http.Garbled(call, answer, "it names no chat")
	}
	found := &created
	if client.MayHaveHappened(err) {
		found, err = v.search(ctx, marker, err)
	}
	if err != nil {
		return nil, err
	}
	session := v.session(found)
	// The vendor may not echo what it was sent.
	session.KeepMarker = session.Marker != marker
	session.Marker = marker
	return session, nil
}

// adopt takes over a chat that is not closed. Its metadata become those of r, as
// far as their keys go, unless r has none. It gets no marker: it has an id already.
// Errors: *client.ClosedError, *client.NotFoundError, and *client.MismatchError for
// a chat of another agent.
func (v *Vendor) adopt(ctx context.Context, r client.OpenRequest) (*client.Session, error) {
	shown, err := v.get(ctx, r.SessionID)
	if err != nil {
		return nil, err
	}
	session := v.session(shown)
	if session.Status == client.StatusClosed {
		return nil, &client.ClosedError{Vendor: name, SessionID: r.SessionID, ClosedAt: session.ClosedAt}
	}
	if r.AgentID != "" && session.AgentID != nil && *session.AgentID != r.AgentID {
		return nil, &client.MismatchError{
			Vendor: name, SessionID: r.SessionID, What: string(client.AgentID),
			Have: v.http.Words(*session.AgentID), Want: r.AgentID,
		}
	}
	if r.Metadata == nil {
		return session, nil
	}
	return v.patch(ctx, shown, "", nil, r.Metadata)
}
