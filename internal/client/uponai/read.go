package uponai

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

const (
	readOperation = "read the session"
	readMessages  = "read the messages of the session"
	// maxValues is the largest chat that is read: one with client.MostMessages messages.
	maxValues = 1_000_000
)

// Read returns the state of a chat. Reads that come together share a walk of the list.
func (v *Vendor) Read(ctx context.Context, ref client.Ref) (*client.Session, error) {
	return v.reads.Read(ctx, ref)
}

// read is Read by a request for this chat (GET). No error is documented; what a
// response means:
//
//	200 with this chat                 ongoing or ended
//	200 that is too large              unknown: the chat holds very many messages
//	400, 402, 429, 5xx, no response    an error
//	everything else                    proves nothing; see settle. What the list does
//	                                   not prove either is unknown
func (v *Vendor) read(ctx context.Context, ref client.Ref) (*client.Session, error) {
	var shown chat
	err := v.fetch(ctx, readOperation, ref.ID, &shown)
	if err == nil {
		return v.session(&shown), nil
	}
	session, err := v.settle(ctx, ref, err)
	switch {
	case errors.Is(err, transport.ErrTooLarge):
		return v.unknown(ref.ID, "UponAI's response holds all messages of the session and is too large to read"), nil
	case client.Unproven(err):
		unknown := v.unknown(ref.ID, fmt.Sprintf(
			"The response does not prove whether the session is open: %s. Check token, workspace_id and base_url",
			client.Reason(err)))
		unknown.Refused = client.Refusal(err)
		return unknown, nil
	}
	return session, err
}

// get reads a chat whole. Errors: *client.NotFoundError for a chat that is absent from
// the complete list; any other response that is not this chat as it is.
func (v *Vendor) get(ctx context.Context, operation string, ref client.Ref, shown interface{ id() string }) error {
	err := v.fetch(ctx, operation, ref.ID, shown)
	if err == nil {
		return nil
	}
	if _, settled := v.settle(ctx, ref, err); settled != nil {
		return settled
	}
	return err
}

// fetch reads a chat (GET) into shown. It does not ask the list.
func (v *Vendor) fetch(ctx context.Context, operation, id string, shown interface{ id() string }) error {
	call := v.getCall(operation, id)
	call.Out = shown
	answer, err := v.http.Do(ctx, call)
	if err == nil && shown.id() != id {
		err = v.http.InvalidResponse(call, answer, "it does not name this chat")
	}
	return err
}

func (v *Vendor) getCall(operation, id string) transport.Call {
	return transport.Call{
		Operation: operation, SessionID: id,
		Method: http.MethodGet, Path: []string{"api", "chats", id}, Query: v.workspaceQuery(),
		Credential: v.credential, Repeat: transport.Safe, MaxValues: maxValues,
	}
}

// settle looks a chat up in the complete list, after a response that proves nothing.
// Errors: *client.NotFoundError for a chat that the list lacks, the end of ctx where
// that was cancelled meanwhile, and cause where the list proves nothing either.
func (v *Vendor) settle(ctx context.Context, ref client.Ref, cause error) (*client.Session, error) {
	if !client.Unproven(cause) || !ref.Trusted() {
		return nil, cause
	}
	session, err := v.reads.Find(ctx, ref, true)
	switch {
	case err != nil && errors.Is(ctx.Err(), context.Canceled):
		return nil, &client.Error{Vendor: name, Operation: readOperation, SessionID: ref.ID, Err: ctx.Err()}
	case err != nil:
		return nil, cause
	case session == nil:
		return nil, &client.NotFoundError{Vendor: name, SessionID: ref.ID}
	}
	return session, nil
}

// isAbsent reports whether a complete walk of the list proves that the chat does not
// exist. A walk of the past is enough, so that many chats cost one walk.
func (v *Vendor) isAbsent(ctx context.Context, ref client.Ref) bool {
	if !ref.Trusted() {
		return false
	}
	session, err := v.reads.Find(ctx, ref, false)
	return err == nil && session == nil
}
