package client

import (
	"context"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

// Closing is what became of one session that CloseAll was given.
type Closing struct {
	Session *Session
	Result  CloseResult
	// Err is why the session is not confirmed to be closed.
	Err error
}

// CloseOptions are what CloseAll does the same for every session.
type CloseOptions struct {
	// UserIdentifier is the end user whose sessions they are, where they were listed by it.
	UserIdentifier string
	// Reason is for [Vendor.Close].
	Reason string
	// Parallel is how many are closed at a time; one where it is less.
	Parallel int
}

// CloseAll closes the sessions and goes on when one fails. It calls done after each,
// never twice at once. Each close is an operation of its own; see Operation. Sessions
// that ctx leaves no time for are told with the error of ctx.
func CloseAll(ctx context.Context, v Vendor, sessions []*Session, o CloseOptions, done func(Closing)) {
	var group errgroup.Group
	group.SetLimit(max(1, o.Parallel))
	var mu sync.Mutex
	for _, s := range sessions {
		group.Go(func() error {
			c := Closing{Session: s, Err: ctx.Err()}
			if c.Err == nil {
				// The list has just returned the session for this credential and account.
				ref := Ref{ID: s.ID, UserIdentifier: o.UserIdentifier, Seen: true, AccountConfirmed: true, SameCredential: true}
				c.Result, c.Err = v.Close(beginOperation(ctx, time.Now()), ref, o.Reason)
			}
			mu.Lock()
			defer mu.Unlock()
			done(c)
			return nil
		})
	}
	_ = group.Wait()
}
