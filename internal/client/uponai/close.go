package uponai

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// Close ends a chat, for good. There is no reason to give. Only the 204 is
// documented (src); what its answers mean here:
//
//	2xx                  ended; a body in JSON is not looked at
//	2xx with a page      not the vendor's, maybe: the chat is read
//	404                  in the vendor's own shape: gone, ends well
//	400, 409, 422        may be about a chat that has ended or is unknown: the chat
//	and other 404        is read; ends well if it has ended or is gone
//	303, 408, 5xx, none  after the repeats, unclear: the chat is read
//	401, 402, 403, 429   an error; it never means that the chat has ended
//
// Of these, what follows an unclear try is unclear as well: the chat is read.
func (v *Vendor) Close(ctx context.Context, ref client.Ref, _ string) (client.CloseResult, error) {
	var body json.RawMessage
	_, err := v.http.Do(ctx, transport.Call{
		Operation: "close the session", SessionID: ref.ID,
		Method: http.MethodPost, Path: []string{"api", "chats", ref.ID, "end"},
		Body: endRequest{WorkspaceID: v.workspace}, Credential: v.credential,
		Out: &body, MayBeEmpty: true, Repeat: transport.Safe,
	})
	switch {
	case err == nil:
		return client.CloseResult{}, nil
	case isGone(err):
		return client.CloseResult{Already: !client.MayHaveHappened(err)}, nil
	case isStatus(err, http.StatusBadRequest, http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity),
		client.MayHaveHappened(err):
		return client.SettleClose(ctx, err, func(ctx context.Context) (*client.Session, error) {
			return v.read(ctx, ref)
		})
	}
	return client.CloseResult{}, err
}
