package talkifai

import (
	"context"
	"errors"
	"fmt"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// Read asks for the session's history with its token.
//
//	200 with messages        open
//	documented 401           closed: the token is void (S2, WI)
//	documented 404           a *client.NotFoundError
//	documented 403           unknown: the token is that of another session
//	client.Unproven, and a   unknown
//	response that is too large
//	any other, or none       an error
//
// Without a token, as after an import, no request can be sent: unknown.
func (v *Vendor) Read(ctx context.Context, ref client.Ref) (*client.Session, error) {
	session := &client.Session{ID: ref.ID, Token: ref.Token, Status: client.StatusUnknown}
	if ref.Token == "" {
		session.Note = "TalkifAI returns a session only for its session_token, which is not known. Set session_token."
		return session, nil
	}
	err := v.probe(ctx, ref, transport.Safe)
	switch {
	case err == nil:
		session.Status = client.StatusOpen
	case client.Means(err, client.MeaningNotFound):
		return nil, &client.NotFoundError{Vendor: name, SessionID: ref.ID}
	case client.Means(err, client.MeaningTokenInvalid):
		session.Status = client.StatusClosed
	case client.Means(err, client.MeaningTokenMismatch):
		session.Note = fmt.Sprintf("TalkifAI responded with %s. Set session_token to the token of this session.", client.Reason(err))
	case client.Unproven(err), errors.Is(err, transport.ErrTooLarge):
		session.Note = fmt.Sprintf("The response is not one that TalkifAI documents: %s. Check base_url.", client.Reason(err))
	default:
		return nil, err
	}
	return session, nil
}
