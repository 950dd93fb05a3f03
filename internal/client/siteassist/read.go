package siteassist

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// Read tells the state of a conversation. One whose answer cannot be read can be
// closed all the same, so its status is unknown.
//
// Session.Account is empty when the visitor cannot be told: neither this call nor
// Close needs it. A caller that knows the session's account asks for the visitor
// before both (client.CheckAccount), and then fails before both alike.
//
// Reads that come together share a walk of the list.
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

// read is Read by a request of its own.
func (v *Vendor) read(ctx context.Context, ref client.Ref) (*client.Session, error) {
	session, err := v.get(ctx, ref.ID)
	if isGarbled(err) {
		return &client.Session{
			ID: ref.ID, Status: client.StatusUnknown,
			Note: fmt.Sprintf("The answer is not one that SiteAssist documents (%v). Is base_url right?", err),
		}, nil
	}
	return session, err
}

// get reads a conversation (O-get). What its answers mean:
//
//	200            the conversation, open or closed; garbled where it is not this one
//	404            in the vendor's own shape: gone, *client.NotFoundError
//	other 404      of a proxy or a wrong base_url, maybe: the list decides
//	403            another visitor's conversation: an error, as for a close
//	other errors   errors; none of them says that the conversation is closed
//
// An answer beyond the size that is read holds very many messages. The
// conversation is there and can be closed, so its status is unknown.
func (v *Vendor) get(ctx context.Context, id string) (*client.Session, error) {
	var told conversation
	call := transport.Call{
		Operation: "read the session", SessionID: id,
		Method: http.MethodGet, Path: []string{"conversations", id},
		Out: &told, Repeat: transport.Safe,
	}
	answer, err := v.do(ctx, call)
	switch {
	case isTooLarge(err):
		return &client.Session{
			ID: id, Status: client.StatusUnknown,
			Note: "SiteAssist's answer holds all messages of the session and is too large to read, so that nothing tells whether it is open",
		}, nil
	case isGone(err):
		return nil, &client.NotFoundError{Vendor: name, SessionID: id}
	case isStatus(err, http.StatusNotFound):
		return v.listed(ctx, id, err)
	case err != nil:
		return nil, err
	case !strings.EqualFold(string(told.ID), id):
		return nil, v.http.Garbled(call, answer, "it does not name this conversation")
	}
	return v.session(told, id), nil
}

// listed looks for a conversation in the whole list, which proves as well that the
// vendor answers these credentials at this address. One that is absent from a
// complete walk is gone; a walk that is not complete proves nothing, and cause is
// the error.
func (v *Vendor) listed(ctx context.Context, id string, cause error) (*client.Session, error) {
	for c, err := range v.conversations(ctx) {
		if err != nil {
			return nil, cause
		}
		if strings.EqualFold(string(c.ID), id) {
			return v.session(*c, id), nil
		}
	}
	return nil, &client.NotFoundError{Vendor: name, SessionID: id}
}

// session puts a conversation into the words of all vendors. The id stays as the
// caller writes it: a UUID may be written in capitals.
func (v *Vendor) session(c conversation, id string) *client.Session {
	s := &client.Session{
		ID: id, CreatedAt: c.CreatedAt.Time, UpdatedAt: c.UpdatedAt.Time, ClosedAt: c.ClosedAt.Time,
		LastActivityAt: c.lastInteraction(),
	}
	// There are two documented words, open and closed (R-list).
	switch {
	case c.Status == "open":
		s.Status = client.StatusOpen
	case c.Status == "closed", !c.ClosedAt.IsZero():
		s.Status = client.StatusClosed
	case c.Status == "":
		s.Status, s.Note = client.StatusUnknown, "SiteAssist tells no status"
	default:
		s.Status = client.StatusUnknown
		s.Note = fmt.Sprintf("SiteAssist tells the status %q, which its documentation does not have", v.http.Words(string(c.Status)))
	}
	return s
}
