package uppzy

import (
	"context"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/shared"
)

// Open reserves an id, or adopts the open session that has it already. With an
// opening message the session begins at once; without one it is not_started,
// since Uppzy has no session before the first message.
//
// The list is looked at first: it tells an open session from a closed one, which
// takes no messages again (S0) and is a *client.ClosedError, and it proves the
// credentials also where nothing is sent. When it fails nothing is opened. Those who open
// at the same time share the look, and for an id that is made up here, which nobody can
// have used before, an earlier one will do.
func (v *Vendor) Open(ctx context.Context, r client.OpenRequest) (*client.Session, error) {
	id, need := r.SessionID, shared.Need{After: time.Now()}
	if id == "" {
		id, need = client.GenerateSessionID(r.SessionIDPrefix), shared.Need{}
	}
	listed, err := v.sharedSessions(ctx, "", need)
	if err != nil {
		return nil, err
	}
	session := &client.Session{ID: id, Account: v.site, Status: client.StatusNotStarted}
	if e, ok := listed[id]; ok {
		if e.closed() {
			return nil, &client.ClosedError{Vendor: name, SessionID: id, ClosedAt: e.ClosedAt.at.Time}
		}
		session = e.session(v.site)
	}
	if r.OpeningMessage == "" {
		return session, nil
	}
	return v.sendOpening(ctx, session, r)
}

// sendOpening sends the first message without waiting for its answer (S1: 100 ms
// instead of up to a minute). A refusal returns no session: nothing was opened, and one that was to be
// adopted is not ours yet.
func (v *Vendor) sendOpening(ctx context.Context, session *client.Session, r client.OpenRequest) (*client.Session, error) {
	requestID, err := v.queue(ctx, "send the opening message of the session", chatRequest{
		SessionID: session.ID, Message: r.OpeningMessage,
		Email: r.UserIdentifier, ResponseLanguage: r.ResponseLanguage,
	})
	switch {
	case err == nil:
		session.Status = client.StatusOpen
		session.OpeningRequestID = requestID
		return session, nil
	case client.MayHaveHappened(err):
		return v.settleOpening(ctx, session, r, err)
	}
	return nil, err
}

// settleOpening finds out by the list whether a message began the session whose
// answer was lost. Where the list does not tell, the session is returned beside
// the error: the id is ours, and it may be open. One that was listed before has
// begun without the message; whether that has arrived, only a count that has grown
// says.
func (v *Vendor) settleOpening(
	ctx context.Context, before *client.Session, r client.OpenRequest, cause error,
) (*client.Session, error) {
	found, err := v.find(ctx, client.Ref{ID: before.ID, UserIdentifier: r.UserIdentifier})
	switch {
	case err == nil && found.listed && found.entry.closed():
		return nil, &client.ClosedError{Vendor: name, SessionID: before.ID, ClosedAt: found.entry.ClosedAt.at.Time}
	case err == nil && found.listed:
		now := found.entry.session(v.site)
		if before.Status == client.StatusOpen && !grown(before.MessageCount, now.MessageCount) {
			now.Note = "The session was open before and is adopted, and the answer to the opening message was lost: " +
				"whether the message was delivered is not known."
		}
		return now, nil
	case err == nil && found.doubt == nil:
		before.Note = "The answer to its opening message was lost, and the session is not in the list of its site."
	default:
		before.Note = "The answer to its opening message was lost, and the list of its site could not be read."
	}
	before.Status = client.StatusUnknown
	return before, cause
}

// grown is false as well where a count is not told.
func grown(before, now *int64) bool {
	return before != nil && now != nil && *now > *before
}
