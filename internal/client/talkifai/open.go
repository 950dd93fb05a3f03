package talkifai

import (
	"context"
	"net/http"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// Open opens a session, or adopts the one that SessionID names, which needs its
// SessionToken.
//
// A creation whose answer was lost is a *client.LostError: each success is
// another session that is billed, and none can be found again without its id
// and token.
func (v *Vendor) Open(ctx context.Context, r client.OpenRequest) (*client.Session, error) {
	if r.SessionID != "" {
		return v.adopt(ctx, r.SessionID, r.SessionToken)
	}
	var answer createAnswer
	call := transport.Call{
		Operation:  "open a session",
		Method:     http.MethodPost,
		Path:       []string{"sessions"},
		Credential: v.key,
		Body: createRequest{
			AgentID: r.AgentID, Metadata: r.Metadata, UserIdentifier: r.UserIdentifier,
		},
		Out:          &answer,
		SecretAnswer: true,
		Repeat:       transport.Once,
		Outlive:      true,
	}
	got, err := v.http.Do(ctx, call)
	v.http.Hide(answer.SessionToken)
	switch {
	case answer.ConversationID != "" && answer.SessionToken != "":
		// A fact of another type than the documented one is no reason to lose a
		// session whose id and token are known.
		return opened(answer), nil
	case answer.ConversationID != "":
		session := opened(answer)
		session.Status = client.StatusUnknown
		session.Note = "TalkifAI opened the session without telling its token; " + endsByItself + "."
		return session, v.http.Garbled(call, got, "it has no session_token")
	case err == nil:
		err = v.http.Garbled(call, got, "it has no conversation_id")
	}
	if client.MayHaveHappened(err) {
		return nil, &client.LostError{
			Vendor: name,
			Ends:   endsByItself,
			Err:    err,
		}
	}
	return nil, err
}

func opened(answer createAnswer) *client.Session {
	return &client.Session{
		ID: answer.ConversationID, Token: answer.SessionToken, Status: client.StatusOpen,
		Greeting: answer.Greeting, AgentName: answer.AgentName, AgentModel: answer.AgentModel,
	}
}

// adopt takes over an open session. TalkifAI's own 401 is a *client.ClosedError
// (S2: the token of an expired session is invalid), its own 404 a
// *client.NotFoundError; 403 is the token of another session.
func (v *Vendor) adopt(ctx context.Context, id, token string) (*client.Session, error) {
	if token == "" {
		return nil, noToken("adopt the session", id)
	}
	if err := v.probe(ctx, id, token, transport.Safe); err != nil {
		return nil, ended(err, id)
	}
	return &client.Session{ID: id, Token: token, Status: client.StatusOpen}, nil
}
