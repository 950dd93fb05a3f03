package siteassist

import (
	"context"
	"net/http"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// Close closes a conversation, for good. A second close answers like the first
// (R-close), so it may be repeated. What its answers mean:
//
//	200, success true    closed, now or before
//	200, anything else   unclear: the conversation is read
//	404                  in the vendor's own shape: gone, ends well
//	409, other 404       nothing was done: ends well if it reads as closed or gone
//	303, 408, 5xx, none  after the repeats, unclear: the conversation is read
//	401, 403             an error; it never means that the conversation is closed
//	400, 402, 422, 429   an error
//
// Of these, what follows an unclear try is unclear as well: the conversation is read.
func (v *Vendor) Close(ctx context.Context, ref client.Ref, reason string) (client.CloseResult, error) {
	var told closeAnswer
	call := transport.Call{
		Operation: "close the session", SessionID: ref.ID,
		Method: http.MethodPost, Path: []string{"conversations", ref.ID, "close"},
		Body: closeRequest{CloseReason: reason}, Out: &told,
		Repeat: transport.Safe,
	}
	answer, err := v.do(ctx, call)
	if err == nil && !told.Success {
		err = v.http.Garbled(call, answer, "it does not confirm the close. "+string(told.Message))
	}
	switch {
	case err == nil:
		return client.CloseResult{}, nil
	case isGone(err):
		return client.CloseResult{Already: !client.MayHaveHappened(err)}, nil
	case isStatus(err, http.StatusConflict), isStatus(err, http.StatusNotFound), client.MayHaveHappened(err):
		return client.SettleClose(ctx, err, func(ctx context.Context) (*client.Session, error) {
			return v.get(ctx, ref.ID)
		})
	}
	return client.CloseResult{}, err
}
