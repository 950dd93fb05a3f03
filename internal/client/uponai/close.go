package uponai

import (
	"context"
	"net/http"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// Close ends a chat, for good. UponAI has no reason for it. Only the 204 is documented
// (src); what a response means:
//
//	204                  ended
//	404, 410, 422        may be about an unknown chat (RT): a complete walk of the list
//	                     decides, then the chat itself
//	429, no connection   an error
//	everything else      proves nothing: the chat is read, and the list where that
//	                     proves nothing either
//
// It succeeds when the chat has ended, or is absent from the complete list.
func (v *Vendor) Close(ctx context.Context, ref client.Ref, _ string) (client.CloseResult, error) {
	call := transport.Call{
		Operation: "close the session", SessionID: ref.ID,
		Method: http.MethodPost, Path: []string{"api", "chats", ref.ID, "end"},
		Body: endRequest{WorkspaceID: v.workspace}, Credential: v.credential,
		Repeat: transport.Safe,
	}
	answer, err := v.http.Do(ctx, call)
	if err == nil && answer.Status != http.StatusNoContent {
		err = v.http.InvalidResponse(call, answer, "only 204 confirms the end of a chat")
	}
	if err == nil {
		return client.CloseResult{}, nil
	}
	return client.SettleClose(ctx, err, func(ctx context.Context) (*client.Session, error) {
		if client.HasStatus(err, http.StatusNotFound, http.StatusGone, http.StatusUnprocessableEntity) && v.isAbsent(ctx, ref) {
			return nil, &client.NotFoundError{Vendor: name, SessionID: ref.ID}
		}
		return v.read(ctx, ref)
	})
}
