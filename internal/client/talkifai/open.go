package talkifai

import (
	"context"
	"net/http"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// Open opens a session, or adopts the one that SessionID names, which requires its
// SessionToken.
//
// A creation is not repeated when its response is lost or unclear: each success is
// another session that is billed, and without its id and token it cannot be found
// again. The error is then a *client.LostError. So it is where the id cannot be used. The
// documented 503 says that nothing was stored (CS): it is repeated.
//
// A session without a usable token is returned beside the error: nothing can end it, and
// it expires.
func (v *Vendor) Open(ctx context.Context, r client.OpenRequest) (*client.Session, error) {
	if r.SessionID != "" {
		return v.adopt(ctx, client.Ref{ID: r.SessionID, Token: r.SessionToken})
	}
	var response createResponse
	call := transport.Call{
		Operation:  "open a session",
		Method:     http.MethodPost,
		Path:       []string{"sessions"},
		Credential: v.key,
		Body: createRequest{
			AgentID: r.AgentID, Metadata: r.Metadata, UserIdentifier: r.UserIdentifier,
		},
		Out:          &response,
		SecretAnswer: true,
		Repeat:       transport.OnceUnlessUnavailable,
		Outlive:      true,
	}
	answer, err := v.http.Do(ctx, call)
	unusable := v.http.CheckIssuedToken(call, answer, "session_token", response.SessionToken)
	session := &client.Session{
		ID: response.ConversationID, Token: response.SessionToken, Status: client.StatusOpen,
		Greeting: response.Greeting, AgentName: response.AgentName, AgentModel: response.AgentModel,
	}
	if err == nil || session.ID != "" {
		// Another field of an unexpected type is no reason to lose the session.
		err = v.http.CheckID(call, answer, session.ID)
	}
	switch {
	case err != nil && client.MayHaveSucceeded(err):
		return nil, &client.LostError{Vendor: name, Ends: expires, Err: err}
	case err != nil:
		return nil, err
	case unusable != nil:
		session.Token, session.Status = "", client.StatusUnknown
		session.Note = "TalkifAI opened the session and returned no usable token for it; " + expires + "."
		return session, unusable
	case answer.AfterRefusal:
		// A gateway may refuse after the session was opened.
		session.Note = "TalkifAI answered the first attempt with status 429. A second session may exist; " + expires + "."
	}
	v.http.Opened(session.ID)
	return session, nil
}

// adopt returns an open session. The documented 401 is a *client.ClosedError, the
// documented 404 a *client.NotFoundError; any other response than a valid history is
// an error.
func (v *Vendor) adopt(ctx context.Context, ref client.Ref) (*client.Session, error) {
	if ref.Token == "" {
		return nil, noToken("adopt the session", ref.ID)
	}
	if err := v.probe(ctx, ref, transport.Safe); err != nil {
		return nil, sessionError(err, ref.ID)
	}
	return &client.Session{ID: ref.ID, Token: ref.Token, Status: client.StatusOpen}, nil
}
