package siteassist

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// Read implements client.Vendor. Reads that come together share a walk of the list.
// Session.Account is empty where the account cannot be determined.
func (v *Vendor) Read(ctx context.Context, ref client.Ref) (*client.Session, error) {
	session, err := v.reads.Read(ctx, ref)
	if err != nil {
		return nil, err
	}
	if account, err := v.Account(ctx); err == nil {
		session.Account = account
	}
	return session, nil
}

// read is Read by a request for this conversation. What the responses mean:
//
//	200 with this conversation   its status
//	the documented not-found     *client.NotFoundError, where the credentials are those of
//	                             the session's account; another visitor's get the same
//	                             response (siteassist-20), so the status is unknown otherwise
//	any client.Unproven          settled by a complete walk of the list; unknown where that
//	                             proves nothing
//	too large to read            it exists, and its status is unknown
//	others, and none             errors
func (v *Vendor) read(ctx context.Context, ref client.Ref) (*client.Session, error) {
	session, err := v.get(ctx, ref.ID)
	switch {
	case isTooLarge(err):
		return tooLarge(ref.ID), nil
	case client.Means(err, client.MeaningNotFound):
		if ref.Trusted() {
			return nil, &client.NotFoundError{Vendor: name, SessionID: ref.ID}
		}
		return unknown(ref.ID, err), nil
	case !client.Unproven(err):
		return session, err
	}
	switch found, unlisted := v.reads.Find(ctx, ref, true); {
	case unlisted == nil && found != nil:
		return found, nil
	case unlisted == nil && ref.Trusted():
		return nil, &client.NotFoundError{Vendor: name, SessionID: ref.ID}
	}
	return unknown(ref.ID, err), nil
}

// get reads a conversation (O-get). A success that is not this conversation is an
// invalid response.
func (v *Vendor) get(ctx context.Context, id string) (*client.Session, error) {
	var resp conversation
	call := transport.Call{
		Operation: "read the session", SessionID: id,
		Method: http.MethodGet, Path: []string{"conversations", id},
		Out: &resp, Repeat: transport.Safe,
	}
	answer, err := v.do(ctx, call)
	if err == nil && !strings.EqualFold(string(resp.ID), id) {
		err = v.http.InvalidResponse(call, answer, "it does not name this conversation")
	}
	if err != nil {
		return nil, err
	}
	return v.session(resp, id), nil
}

// session translates a conversation. The id is kept as the caller writes it: a UUID may
// be written in capitals.
func (v *Vendor) session(c conversation, id string) *client.Session {
	s := &client.Session{
		ID: id, CreatedAt: c.CreatedAt.Time, UpdatedAt: c.UpdatedAt.Time, ClosedAt: c.ClosedAt.Time,
		LastActivityAt: c.lastInteraction(),
	}
	// The documented values are open and closed (R-list).
	switch {
	case c.Status == "open":
		s.Status = client.StatusOpen
	case c.Status == "closed", !c.ClosedAt.IsZero():
		s.Status = client.StatusClosed
	case c.Status == "":
		s.Status, s.Note = client.StatusUnknown, "SiteAssist returned no status."
	default:
		s.Status = client.StatusUnknown
		s.Note = fmt.Sprintf("SiteAssist returned the status %q, which is not documented.", v.http.Words(string(c.Status)))
	}
	return s
}

// unknown is a session whose status the response err does not prove.
func unknown(id string, err error) *client.Session {
	return &client.Session{
		ID: id, Status: client.StatusUnknown, Refused: client.Refusal(err),
		Note: fmt.Sprintf("The response does not prove whether the session is open: %s. "+
			"Check base_url and the credentials.", client.Reason(err)),
	}
}

// tooLarge is a session whose response, which has all of its messages, is larger than is
// read. It exists, and can be closed.
func tooLarge(id string) *client.Session {
	return &client.Session{
		ID: id, Status: client.StatusUnknown,
		Note: "SiteAssist's response has all messages of the session and is too large to read.",
	}
}

// isTooLarge reports whether the response to the call itself was too large, not that to
// the call for its token.
func isTooLarge(err error) bool {
	var e *client.Error
	return errors.As(err, &e) && e.Sent && errors.Is(err, transport.ErrTooLarge)
}
