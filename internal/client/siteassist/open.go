package siteassist

import (
	"context"
	"fmt"
	"net/http"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// Open starts a conversation, or adopts the one that r.SessionID names. The
// visitor is asked for first, so that a failure of that leaves nothing open.
func (v *Vendor) Open(ctx context.Context, r client.OpenRequest) (*client.Session, error) {
	account, err := v.Account(ctx)
	if err != nil {
		return nil, err
	}
	var session *client.Session
	if r.SessionID != "" {
		session, err = v.adopt(ctx, r.SessionID)
	} else {
		session, err = v.start(ctx, r, account)
	}
	if err != nil {
		return nil, err
	}
	session.Account = account
	return session, nil
}

// start opens a conversation: 201 (CODES), and 200 is taken too. Start is not
// idempotent and nothing in a conversation lets its client find it again: a
// page URL is not told, and the vendor chooses the id. So a 503 of the vendor's own, for
// which the page documents a delay, is waited for, with a note that tells of it, and any other answer that leaves open whether
// a conversation was started is a *client.LostError.
func (v *Vendor) start(ctx context.Context, r client.OpenRequest, account string) (*client.Session, error) {
	var request startRequest
	if r.PageURL != "" {
		request.Context = &startContext{PageURL: r.PageURL}
	}
	var started conversation
	call := transport.Call{
		Operation: "open a session",
		Method:    http.MethodPost, Path: []string{"conversations"},
		Body: request, Out: &started,
		Repeat: transport.OnceUnlessUnavailable, Outlive: true,
	}
	answer, err := v.do(ctx, call)
	if err == nil && started.ID == "" {
		err = v.http.Garbled(call, answer, "it names no conversation")
	}
	if client.MayHaveHappened(err) {
		return nil, &client.LostError{
			Vendor: name,
			Ends:   "it stays open until somebody closes it",
			Find:   v.whereToLook(account),
			Err:    err,
		}
	}
	if err != nil {
		return nil, err
	}
	session := v.session(started, string(started.ID))
	if answer.Earlier {
		session.Note = fmt.Sprintf("SiteAssist was not available at first, and the creation was sent again as its documentation has it. "+
			"Should the first one have been carried out all the same, another conversation is open, until somebody closes it: %s.", v.whereToLook(account))
	}
	return session, nil
}

// whereToLook says how a conversation is found that nobody holds.
func (v *Vendor) whereToLook(account string) string {
	return fmt.Sprintf("look at the newest conversations of the visitor %s in SiteAssist's dashboard, "+
		"or list them by GET /conversations?orderBy=createdAt", v.http.Words(account))
}

// adopt takes over a conversation that is not closed. Errors: *client.ClosedError,
// *client.NotFoundError.
func (v *Vendor) adopt(ctx context.Context, id string) (*client.Session, error) {
	session, err := v.get(ctx, id)
	if err != nil {
		return nil, err
	}
	if session.Status == client.StatusClosed {
		return nil, &client.ClosedError{Vendor: name, SessionID: id, ClosedAt: session.ClosedAt}
	}
	return session, nil
}
