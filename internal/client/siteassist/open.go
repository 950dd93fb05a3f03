package siteassist

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// lookTimeout bounds the search for what an earlier attempt may have opened. It is longer
// than the documented delay after a 429, 60 seconds.
const lookTimeout = 90 * time.Second

// siblingWait bounds the wait for the responses to other creations of this process, which
// is polled every siblingPoll.
const (
	siblingWait = 2 * time.Second
	siblingPoll = 100 * time.Millisecond
)

// Open starts a conversation, or adopts the one that r.SessionID names.
func (v *Vendor) Open(ctx context.Context, r client.OpenRequest) (*client.Session, error) {
	defer v.discoveries.Add(1)
	account, err := v.knownAccount(ctx)
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

// start opens a conversation: 201 (CODES), and 200 is accepted too. It is not
// idempotent, and nothing in a conversation identifies its client: the page URL is not
// returned, and the vendor chooses the id. So a creation is repeated only after a 429,
// after the documented 503 and after a 401 with another token. A gateway may have sent
// each of them after the work was done, so the list is then searched for what an earlier
// attempt may have opened. Every other response that does not say whether a conversation
// was opened is a *client.LostError.
func (v *Vendor) start(ctx context.Context, r client.OpenRequest, account string) (*client.Session, error) {
	var request startRequest
	if r.PageURL != "" {
		request.Context = &startContext{PageURL: r.PageURL}
	}
	var resp conversation
	call := transport.Call{
		Operation: "open a session",
		Method:    http.MethodPost, Path: []string{"conversations"},
		Body: request, Out: &resp,
		Repeat: transport.OnceUnlessUnavailable, Outlive: true,
	}
	begun := time.Now()
	v.starting.Add(1)
	answer, err := v.do(ctx, call)
	if err == nil {
		err = v.http.CheckID(call, answer, string(resp.ID))
	}
	if err == nil {
		v.http.Opened(string(resp.ID))
	}
	v.starting.Add(-1)
	if err != nil {
		return nil, v.startError(ctx, err, begun, account)
	}
	session := v.session(resp, string(resp.ID))
	if answer.AfterRefusal {
		switch ids, err := v.untracked(ctx, begun, session.CreatedAt); {
		case err != nil:
			session.Note = fmt.Sprintf("An earlier attempt to open the session was refused, and another conversation may be open because of it. "+
				"The list of conversations could not be read (%s): %s.", client.Reason(err), v.whereToLook(account))
		case len(ids) > 0:
			session.Note = fmt.Sprintf("An earlier attempt to open the session was refused, and %s may be open because of it. "+
				"Close it, or import it, unless something else uses it.", v.conversations(ids))
		}
	}
	return session, nil
}

// startError is the error of a creation that has failed with err. After a 429 nothing is
// open where the list has no conversation that this process does not know.
func (v *Vendor) startError(ctx context.Context, err error, begun time.Time, account string) error {
	limited := client.HasStatus(err, http.StatusTooManyRequests)
	if !limited && !client.MayHaveSucceeded(err) {
		return err
	}
	find := v.whereToLook(account)
	ids, unread := v.untracked(ctx, begun, time.Time{})
	switch {
	case unread == nil && len(ids) > 0:
		find = fmt.Sprintf("look at %s, which may be open because of this creation", v.conversations(ids))
	case unread == nil && !client.MayHaveSucceeded(err):
		return err
	}
	return &client.LostError{Vendor: name, Ends: "it stays open until it is closed", Find: find, Err: err}
}

// untracked returns the ids of the conversations that may be open because of an attempt
// to start one that began at begun: they are on the newest page of the list, are not
// closed, were not started by this process, and were created since begun. That is
// compared by the vendor's clock: the Date of the list, or createdAt, a creation of now,
// where there is none.
func (v *Vendor) untracked(ctx context.Context, begun, createdAt time.Time) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, lookTimeout)
	defer cancel()
	p, answer, err := v.page(ctx, pageAt(0), transport.Once)
	if err != nil {
		return nil, err
	}
	// Either clock may count in whole seconds.
	since := cmp.Or(answer.Date, createdAt, time.Now()).Add(-time.Since(begun)).Truncate(time.Second)
	var ids []string
	for _, c := range p.Data {
		closed := v.session(c, string(c.ID)).Status == client.StatusClosed
		if c.ID != "" && !closed && !c.CreatedAt.Before(since) {
			ids = append(ids, string(c.ID))
		}
	}
	ids = slices.DeleteFunc(ids, v.http.HasOpened)
	// What this process is starting may be on the list before the response arrives.
	wait, stop := context.WithTimeout(ctx, siblingWait)
	defer stop()
	for len(ids) > 0 && v.starting.Load() > 0 && wait.Err() == nil {
		select {
		case <-time.After(siblingPoll):
		case <-wait.Done():
		}
		ids = slices.DeleteFunc(ids, v.http.HasOpened)
	}
	return ids, nil
}

// whereToLook says how a conversation is found whose id is not known.
func (v *Vendor) whereToLook(account string) string {
	visitor := "the visitor"
	if account != "" {
		visitor += " " + v.http.Words(account)
	}
	return fmt.Sprintf("look at the newest conversations of %s in SiteAssist's dashboard, "+
		"or list them by GET /conversations?orderBy=createdAt", visitor)
}

// conversations names conversations for a sentence.
func (v *Vendor) conversations(ids []string) string {
	quoted := make([]string, len(ids))
	for i, id := range ids {
		quoted[i] = strconv.Quote(v.http.Redact(id))
	}
	if len(ids) == 1 {
		return "the conversation " + quoted[0]
	}
	return "one of the conversations " + strings.Join(quoted, ", ")
}

// adopt returns an existing conversation that is not closed. Errors:
// *client.ClosedError, *client.NotFoundError.
func (v *Vendor) adopt(ctx context.Context, id string) (*client.Session, error) {
	session, err := v.get(ctx, id)
	switch {
	case isTooLarge(err):
		return tooLarge(id), nil
	case client.Means(err, client.MeaningNotFound):
		return nil, &client.NotFoundError{Vendor: name, SessionID: id}
	case err != nil:
		return nil, err
	case session.Status == client.StatusClosed:
		return nil, &client.ClosedError{Vendor: name, SessionID: id, ClosedAt: session.ClosedAt}
	}
	return session, nil
}
