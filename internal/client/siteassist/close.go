package siteassist

import (
	"context"
	"net/http"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// Close implements client.Vendor. A second close gets the same response as the first
// (R-close), so it may be repeated. What the responses mean:
//
//	200, success true, a message   closed, now or before (src)
//	the documented not-found       it does not exist, where the credentials are those of
//	                               the session's account
//	others, and none               settled by reading the session; see settle
func (v *Vendor) Close(ctx context.Context, ref client.Ref, reason string) (client.CloseResult, error) {
	var resp closeResponse
	call := transport.Call{
		Operation: "close the session", SessionID: ref.ID,
		Method: http.MethodPost, Path: []string{"conversations", ref.ID, "close"},
		Body: closeRequest{CloseReason: reason}, Out: &resp,
		Repeat: transport.Safe,
	}
	answer, err := v.do(ctx, call)
	switch {
	case err == nil && answer.Status == http.StatusOK && resp.Success && resp.Message != "":
		return client.CloseResult{}, nil
	case err == nil:
		err = v.http.InvalidResponse(call, answer, "it does not confirm the close. "+resp.Message)
	case client.Means(err, client.MeaningNotFound) && ref.Trusted():
		return client.CloseResult{Already: !client.MayHaveSucceeded(err)}, nil
	}
	return client.SettleClose(ctx, err, func(ctx context.Context) (*client.Session, error) {
		return v.settle(ctx, ref)
	})
}

// settle reads a session after a close whose response proves nothing. The list decides
// where the response for the session itself proves nothing either. An earlier walk
// suffices for a session that it lacks, or that was closed then: a closed conversation
// cannot be opened again.
func (v *Vendor) settle(ctx context.Context, ref client.Ref) (*client.Session, error) {
	session, err := v.get(ctx, ref.ID)
	missing := &client.NotFoundError{Vendor: name, SessionID: ref.ID}
	switch {
	case err == nil:
		return session, nil
	case client.Means(err, client.MeaningNotFound) && ref.Trusted():
		return nil, missing
	case !isTooLarge(err) && client.HasStatus(err, 0, http.StatusTooManyRequests):
		// No response, or a request to wait: the list would get the same.
		return nil, err
	}
	for _, fresh := range []bool{false, true} {
		found, unlisted := v.reads.Find(ctx, ref, fresh)
		switch {
		case unlisted != nil, found == nil && (!ref.Trusted() || isTooLarge(err)):
			// A response that is too large is the conversation, although the list lacks it.
			return nil, err
		case found == nil:
			return nil, missing
		case found.Status == client.StatusClosed:
			return found, nil
		}
	}
	return nil, err
}
