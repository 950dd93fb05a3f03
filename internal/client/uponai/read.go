package uponai

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// Read tells the state of a chat. One whose answer cannot be read can be ended all
// the same, so its status is unknown. An answer beyond the size that is read holds
// very many messages. Reads that come together share a walk of the list.
func (v *Vendor) Read(ctx context.Context, ref client.Ref) (*client.Session, error) {
	return v.reads.Read(ctx, ref)
}

// read is Read by a request of its own.
func (v *Vendor) read(ctx context.Context, ref client.Ref) (*client.Session, error) {
	told, err := v.get(ctx, ref.ID)
	switch {
	case errors.Is(err, transport.ErrTooLarge):
		return v.unknown(ref.ID, "UponAI's answer holds all messages of the session and is too large to read, so that nothing tells whether it is open"), nil
	case isGarbled(err):
		return v.unknown(ref.ID, fmt.Sprintf("The answer is not one of UponAI's (%v). Is base_url right?", err)), nil
	case err != nil:
		return nil, err
	}
	return v.session(told), nil
}

// get reads a chat (GET). No error of it is documented; what its answers mean here:
//
//	2xx            the chat, going on or ended; garbled where it is not this one
//	404            in the vendor's own shape: gone, *client.NotFoundError
//	other 404      of a proxy or a wrong base_url, maybe: the list decides
//	422            RT answers so for an unknown id, and others for a bad workspace:
//	               the list decides
//	other errors   errors; none of them says that the chat has ended
func (v *Vendor) get(ctx context.Context, id string) (*chat, error) {
	var told chat
	err := v.fetch(ctx, "read the session", id, &told)
	switch {
	case isAmbiguous(err):
		return v.listed(ctx, id, err)
	case err != nil:
		return nil, err
	}
	return &told, nil
}

// fetch reads a chat into told. The list is not asked.
func (v *Vendor) fetch(ctx context.Context, operation, id string, told interface{ id() string }) error {
	call := transport.Call{
		Operation: operation, SessionID: id,
		Method: http.MethodGet, Path: []string{"api", "chats", id}, Query: v.workspaceQuery(),
		Credential: v.credential, Out: told, Repeat: transport.Safe,
	}
	answer, err := v.http.Do(ctx, call)
	switch {
	case isGone(err):
		return &client.NotFoundError{Vendor: name, SessionID: id}
	case err != nil:
		return err
	case told.id() != id:
		return v.http.Garbled(call, answer, "it does not name this chat")
	}
	return nil
}

// isAmbiguous reports whether the answer to fetch leaves it to the list whether the
// chat exists.
func isAmbiguous(err error) bool {
	return isStatus(err, http.StatusNotFound, http.StatusUnprocessableEntity)
}

// listed looks for a chat in the whole list, which proves as well that the vendor
// answers these credentials at this address. One that is absent from a complete
// walk is gone; a walk that is not complete proves nothing, and cause is the error.
func (v *Vendor) listed(ctx context.Context, id string, cause error) (*chat, error) {
	for c, err := range v.chats(ctx) {
		if err != nil {
			return nil, cause
		}
		if c.id() == id {
			return c, nil
		}
	}
	return nil, &client.NotFoundError{Vendor: name, SessionID: id}
}
