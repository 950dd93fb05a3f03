package talkifai

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// Read asks for the session's history with its token.
//
//	200 with JSON            open: TalkifAI still answers for the session
//	401 of TalkifAI's own    closed: the token is dead, nothing is left to end (S2)
//	404 of TalkifAI's own    a *client.NotFoundError
//	401 or 404 of another    unknown: no other call could tell whose answer it is
//	200 that cannot be read  unknown: a login page in between, for one
//	403, any other, or none  an error; 403 is the token of another session
//
// Without a token, as after an import, nothing can be asked: unknown.
func (v *Vendor) Read(ctx context.Context, ref client.Ref) (*client.Session, error) {
	session := &client.Session{ID: ref.ID, Token: ref.Token, Status: client.StatusOpen}
	if ref.Token == "" {
		session.Status = client.StatusUnknown
		session.Note = "TalkifAI tells of a session only with its session_token, which is not known. Set it; before that, an id that does not exist is not noticed."
		return session, nil
	}
	err := v.probe(ctx, ref.ID, ref.Token, transport.Safe)
	switch {
	case err == nil:
		return session, nil
	case says(err, http.StatusNotFound):
		return nil, &client.NotFoundError{Vendor: name, SessionID: ref.ID}
	case says(err, http.StatusUnauthorized):
		session.Status = client.StatusClosed
		return session, nil
	case foreign(err), unreadable(err):
		session.Status = client.StatusUnknown
		session.Note = fmt.Sprintf("The answer is not one that TalkifAI documents (%v). Is base_url right?", err)
		return session, nil
	}
	return nil, err
}

// unreadable is a success that came and is no JSON, or too much of it.
func unreadable(err error) bool {
	var e *client.Error
	return errors.As(err, &e) && (e.Garbled || errors.Is(err, transport.ErrTooLarge))
}
