package uppzy

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/shared"
)

// Open reserves an id, or adopts the session that has it already. With an opening
// message the session begins at once; without one it is not_started, since a session
// begins with its first message.
//
// The list is read first: it shows whether the id is that of a closed session, which
// accepts no messages (S0) and is a *client.ClosedError, and it proves the credentials
// where no message is sent. Without a valid list nothing is opened; an empty array
// counts as a list without sessions. Concurrent calls share the list. An id that is
// generated here cannot be in it, so an older list is enough then.
func (v *Vendor) Open(ctx context.Context, r client.OpenRequest) (*client.Session, error) {
	id, need := r.SessionID, shared.Need{After: time.Now()}
	if id == "" {
		id, need = client.GenerateSessionID(r.SessionIDPrefix), shared.Need{}
	}
	all, err := v.sharedList(ctx, "", need)
	if err != nil {
		return nil, err
	}
	session := &client.Session{ID: id, Account: v.site, Status: client.StatusNotStarted}
	if e, found := all.sessions[id]; found {
		if e.closed() {
			return nil, closedError(e)
		}
		session = e.session(v.site)
	}
	if r.OpeningMessage == "" {
		return session, nil
	}
	return v.sendOpening(ctx, session, r)
}

// errBegun ends the call for an opening message that has already arrived.
var errBegun = errors.New("the session has begun")

// sendOpening sends the first message without waiting for its answer (S1: 100 ms
// instead of up to a minute). After a refusal no session is returned: none was opened,
// and one that was to be adopted remains untouched.
//
// A gateway may respond with 429 after the message has arrived. So the list is read
// before the message is repeated, and once more when the last response is a 429. Where
// it cannot be read, the session is returned beside the error: it may be open.
func (v *Vendor) sendOpening(ctx context.Context, before *client.Session, r client.OpenRequest) (*client.Session, error) {
	ref := client.Ref{ID: before.ID, UserIdentifier: r.UserIdentifier}
	var look lookup
	begun := func(ctx context.Context) error {
		var err error
		look, err = v.find(ctx, ref, shared.Need{After: time.Now()})
		switch {
		case err != nil:
			return err
		case look.doubt != nil:
			return look.doubt
		case look.begun(before):
			return errBegun
		}
		return nil
	}
	requestID, err := v.queue(ctx, "send the opening message of the session", chatRequest{
		SessionID: before.ID, Message: r.OpeningMessage,
		Email: r.UserIdentifier, ResponseLanguage: r.ResponseLanguage,
	}, begun)
	if err == nil {
		before.Status, before.Note = client.StatusOpen, ""
		before.OpeningRequestID = requestID
		return before, nil
	}
	looked := true
	if client.HasStatus(err, http.StatusTooManyRequests) && !look.begun(before) {
		failed := begun(ctx)
		looked = failed == nil || errors.Is(failed, errBegun)
	}
	switch {
	case look.begun(before):
	case !looked, client.MayHaveSucceeded(err):
		return v.settleOpening(ctx, before, ref, err)
	default:
		return nil, err
	}
	if look.entry.closed() {
		return nil, closedError(look.entry)
	}
	session := look.entry.session(v.site)
	session.Note = "The response to the opening message was lost, and the list of the site shows that the message arrived."
	return session, nil
}

// begun reports whether the session has begun, or has more messages, since before.
func (l lookup) begun(before *client.Session) bool {
	return l.found && (before.Status == client.StatusNotStarted || grown(before.MessageCount, l.entry.MessageCount.Value))
}

// settleOpening finds out by the list whether a message whose response was lost has
// begun the session. Where the list does not show it, the session is returned beside
// the error: it may be open. A session that was in the list before has begun without
// the message; only a count that has grown shows that the message arrived.
func (v *Vendor) settleOpening(ctx context.Context, before *client.Session, ref client.Ref, cause error) (*client.Session, error) {
	look, err := v.find(ctx, ref, shared.Need{})
	switch {
	case err == nil && look.found && look.entry.closed():
		return nil, closedError(look.entry)
	case err == nil && look.found:
		now := look.entry.session(v.site)
		if !look.begun(before) {
			now.Note = "The session existed before and was adopted, and the response to the opening message was lost: " +
				"the message may not have arrived."
		}
		return now, nil
	case err == nil && look.doubt == nil:
		before.Note = "The response to the opening message was lost, and the session is missing from the list of its site."
	default:
		before.Note = "The response to the opening message was lost, and the list of the site could not be read."
	}
	before.Status = client.StatusUnknown
	return before, cause
}

// grown is false where a count is not known.
func grown(before, now *int64) bool {
	return before != nil && now != nil && *now > *before
}

func closedError(e entry) error {
	return &client.ClosedError{Vendor: name, SessionID: e.ID, ClosedAt: e.ClosedAt.time}
}
