package uponai

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// Open creates a chat, or adopts the one that r.SessionID names.
func (v *Vendor) Open(ctx context.Context, r client.OpenRequest) (*client.Session, error) {
	defer v.discoveries.Add(1)
	if r.SessionID != "" {
		return v.adopt(ctx, r)
	}
	return v.create(ctx, r)
}

var (
	// errCreatedBefore ends a creation whose chat an earlier attempt has opened.
	errCreatedBefore = errors.New("an earlier attempt has opened the chat")
	// errLimited ends one whose earlier attempt cannot be looked for.
	errLimited = errors.New("status 429")
)

// create opens a chat: 201 (CREATE), and any 2xx that names a chat is accepted.
// Creation is not idempotent. The chat carries a marker in its metadata, by which it is
// searched for when the response is lost or has no usable id. After a 429 the list is
// walked once for it, before the repeat and after the last attempt: a gateway may refuse
// after the work is done. What cannot be settled is a *client.LostError; see compare for
// a chat that is not as sent.
func (v *Vendor) create(ctx context.Context, r client.OpenRequest) (*client.Session, error) {
	marker := client.GenerateMarker()
	metadata := make(map[string]string, len(r.Metadata)+1)
	maps.Copy(metadata, r.Metadata)
	metadata[client.MarkerKey] = marker

	var created chat
	// What the look before a repeat has found, or why it failed.
	var earlier *chat
	var lookErr error
	call := transport.Call{
		Operation: "open a session",
		Method:    http.MethodPost, Path: []string{"api", "chats"},
		Body: createRequest{
			WorkspaceID: v.workspace, AgentID: r.AgentID,
			Metadata: metadata, Variables: r.DynamicVariables,
		},
		Credential: v.credential, Out: &created,
		Repeat: transport.Once, Outlive: true,
		BeforeRepeat: func(ctx context.Context) error {
			earlier, lookErr = v.marked(ctx, marker)
			switch {
			case earlier != nil:
				return errCreatedBefore
			case lookErr != nil:
				return errLimited
			}
			return nil
		},
	}
	limited, cancel := v.creationContext(ctx)
	defer cancel()
	answer, err := v.http.Do(limited, call)
	if err == nil {
		err = v.http.CheckID(call, answer, created.id())
	}
	found := &created
	switch {
	case earlier != nil:
		found, err = earlier, nil
	case lookErr != nil:
		err = v.lost(marker, fmt.Errorf("%w; and then %w", err, lookErr))
	case afterLimit(err):
		found, err = v.look(ctx, marker, err)
	case client.MayHaveSucceeded(err):
		found, err = v.search(ctx, marker, err)
	}
	if err != nil {
		return nil, err
	}
	v.http.Opened(found.id())
	session, err := v.compare(ctx, found, r)
	// The response may be without metadata.
	session.KeepMarker = session.Marker != marker
	session.Marker = marker
	return session, err
}

// compare returns the session of a new chat, with what the vendor returned otherwise than
// it was sent. A chat without metadata or variables says nothing about them. One that has
// none of those that were sent is read, once: where it has none of them then either, the
// session comes beside a *client.NotStoredError.
func (v *Vendor) compare(ctx context.Context, c *chat, r client.OpenRequest) (*client.Session, error) {
	var read chat
	if c.Metadata.lacksAll(r.Metadata) || c.Variables.lacksAll(r.DynamicVariables) {
		if v.fetch(ctx, readOperation, c.id(), &read) != nil {
			read = chat{}
		}
	}
	if read.Metadata != nil {
		c.Metadata = read.Metadata
	}
	if read.Variables != nil {
		c.Variables = read.Variables
	}
	session := v.session(c)
	if agent := c.agent(); agent != "" && agent != r.AgentID {
		session.DifferingAgentID = v.http.Words(agent)
	}
	var missing []client.Argument
	if read.Metadata.lacksAll(r.Metadata) {
		missing = append(missing, client.Metadata)
	} else if c.Metadata != nil {
		session.DifferingMetadata = c.Metadata.differing(changedKeys(nil, r.Metadata), r.Metadata)
	}
	if read.Variables.lacksAll(r.DynamicVariables) {
		missing = append(missing, client.DynamicVariables)
	} else if c.Variables != nil {
		session.DifferingDynamicVariables = c.Variables.differing(changedKeys(nil, r.DynamicVariables), r.DynamicVariables)
	}
	if missing != nil {
		return session, &client.NotStoredError{Vendor: name, SessionID: session.ID, Arguments: missing}
	}
	return session, nil
}

// afterLimit reports whether a creation has failed after a 429 that was not looked
// into: the last response, or one whose repeat was cancelled.
func afterLimit(err error) bool {
	var failed *client.Error
	return errors.As(err, &failed) && (failed.Status == http.StatusTooManyRequests || failed.Earlier)
}

// look walks the list once for the chat of a creation that was refused. Where the list
// lacks it, the refusal is the error.
func (v *Vendor) look(ctx context.Context, marker string, refusal error) (*chat, error) {
	if ctx.Err() != nil {
		limited, cancel := v.searchContext(ctx)
		defer cancel()
		ctx = limited
	}
	found, err := v.marked(ctx, marker)
	switch {
	case err != nil:
		return nil, v.lost(marker, fmt.Errorf("%w; and then %w", refusal, err))
	case found == nil:
		return nil, refusal
	}
	return found, nil
}

// search looks for the chat with the marker, which was sent in a creation that
// ended with cause. The list has no filter (LIST), so that all of it is walked, at once
// and repeatedly until Config.SearchFor is over: the list may show the chat later. The
// error is a *client.LostError.
func (v *Vendor) search(ctx context.Context, marker string, cause error) (*chat, error) {
	limited, cancel := v.searchContext(ctx)
	defer cancel()
	var trouble error
	for attempt := 0; limited.Err() == nil; attempt++ {
		found, err := v.marked(limited, marker)
		if found != nil {
			return found, nil
		}
		if err != nil && limited.Err() == nil {
			trouble = err
		}
		if v.http.Backoff(limited, attempt) != nil {
			break
		}
	}
	if trouble != nil {
		cause = fmt.Errorf("%w; and then %w", cause, trouble)
	}
	return nil, v.lost(marker, cause)
}

// marked walks the list once; nil is a chat that is not there, or not yet. One that is
// there and has no usable id is an error.
func (v *Vendor) marked(ctx context.Context, marker string) (*chat, error) {
	for c, err := range v.chats(ctx) {
		if err != nil {
			return nil, err
		}
		if c.Metadata.marker() == marker {
			if err := v.http.CheckID(v.listCall(), transport.Answer{Status: http.StatusOK}, c.id()); err != nil {
				return nil, err
			}
			return c, nil
		}
	}
	return nil, nil
}

// lost is a creation that ended with cause and whose chat may be open.
func (v *Vendor) lost(marker string, cause error) error {
	return &client.LostError{
		Vendor: name,
		Ends:   "it stays open until the agent's silence timer fires",
		Find: fmt.Sprintf("look among the chats of the workspace %d (GET /api/chats) for the one with %q as metadata.%s",
			v.workspace, marker, client.MarkerKey),
		Marker: marker,
		Err:    cause,
	}
}

// creationContext ends a creation early enough before a deadline that time is left to
// search for it: the whole of a search, or half of the time where that is less.
func (v *Vendor) creationContext(ctx context.Context) (context.Context, context.CancelFunc) {
	deadline, ok := ctx.Deadline()
	if !ok {
		return context.WithCancel(ctx)
	}
	return context.WithDeadline(ctx, deadline.Add(-min(v.searchFor, time.Until(deadline)/2)))
}

// searchContext is the time of a search. It goes on when ctx is cancelled, so that no
// chat stays open unnoticed, but not past a deadline.
func (v *Vendor) searchContext(ctx context.Context) (context.Context, context.CancelFunc) {
	end := time.Now().Add(v.searchFor)
	if deadline, ok := ctx.Deadline(); ok && deadline.Before(end) {
		end = deadline
	}
	return context.WithDeadline(context.WithoutCancel(ctx), end)
}

// adopt returns a chat that is not closed. It sets the keys of r.Metadata and leaves
// the others alone. The chat gets no marker, since its id is known.
// Errors: *client.ClosedError, *client.NotFoundError, and *client.MismatchError for
// a chat of another agent.
func (v *Vendor) adopt(ctx context.Context, r client.OpenRequest) (*client.Session, error) {
	var shown chat
	if err := v.get(ctx, readOperation, client.Ref{ID: r.SessionID, AccountConfirmed: true}, &shown); err != nil {
		return nil, err
	}
	session := v.session(&shown)
	if session.Status == client.StatusClosed {
		return nil, &client.ClosedError{Vendor: name, SessionID: r.SessionID, ClosedAt: session.ClosedAt}
	}
	if r.AgentID != "" && session.AgentID != nil && *session.AgentID != r.AgentID {
		return nil, &client.MismatchError{
			Vendor: name, SessionID: r.SessionID, What: string(client.AgentID),
			Have: v.http.Words(*session.AgentID), Want: r.AgentID,
		}
	}
	if len(r.Metadata) == 0 {
		return session, nil
	}
	return v.patch(ctx, &shown, "", nil, r.Metadata)
}
