package client

import (
	"context"
	"sync"

	"golang.org/x/sync/errgroup"
)

// Closing is what became of one session that CloseAll was given.
type Closing struct {
	Session *Session
	Result  CloseResult
	// Err is why the session is not confirmed to be closed.
	Err error
}

// CloseAll closes the sessions, so many at a time, and goes on when one fails. It
// calls done after each, never twice at once. Sessions that ctx leaves no time for
// are told with the error of ctx.
func CloseAll(ctx context.Context, v Vendor, sessions []*Session, f Filter, reason string, parallel int, done func(Closing)) {
	var group errgroup.Group
	group.SetLimit(parallel)
	var mu sync.Mutex
	for _, s := range sessions {
		group.Go(func() error {
			c := Closing{Session: s, Err: ctx.Err()}
			if c.Err == nil {
				// A session that was listed has begun, and the list has told whose it is.
				ref := Ref{ID: s.ID, UserIdentifier: f.UserIdentifier, Seen: true}
				c.Result, c.Err = v.Close(ctx, ref, reason)
			}
			mu.Lock()
			defer mu.Unlock()
			done(c)
			return nil
		})
	}
	_ = group.Wait()
}
