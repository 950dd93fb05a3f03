package uponai

import (
	"context"
	"fmt"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// search looks for the chat with the marker, which was sent in a creation that
// ended with cause. The list has no filter (LIST), so all of it is walked, at once and
// then again and again until Config.SearchFor is over: the chat may still be on its
// way. The error is a *client.LostError.
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
		cause = fmt.Errorf("%w; and then %s", cause, trouble.Error())
	}
	return nil, &client.LostError{
		Vendor: name,
		Ends:   "it stays open until the agent's silence timer fires",
		Find: fmt.Sprintf("look among the chats of the workspace %d (GET /api/chats) for the one with %q as metadata.%s",
			v.workspace, marker, client.MarkerKey),
		Marker: marker,
		Err:    cause,
	}
}

// creationContext ends a creation early enough before a deadline that there is time
// left to search for it: the whole of a search, or half of the time left where that
// is less.
func (v *Vendor) creationContext(ctx context.Context) (context.Context, context.CancelFunc) {
	deadline, ok := ctx.Deadline()
	if !ok {
		return context.WithCancel(ctx)
	}
	return context.WithDeadline(ctx, deadline.Add(-min(v.searchFor, time.Until(deadline)/2)))
}

// searchContext gives a search its own time. It goes on when ctx is cancelled,
// since whoever cancels wants no open chat left behind, but not past a deadline.
func (v *Vendor) searchContext(ctx context.Context) (context.Context, context.CancelFunc) {
	end := time.Now().Add(v.searchFor)
	if deadline, ok := ctx.Deadline(); ok && deadline.Before(end) {
		end = deadline
	}
	return context.WithDeadline(context.WithoutCancel(ctx), end)
}

// marked walks the list once; nil is a chat that is not there, or not yet.
func (v *Vendor) marked(ctx context.Context, marker string) (*chat, error) {
	for c, err := range v.chats(ctx) {
		if err != nil {
			return nil, err
		}
		if c.Metadata.marker() == marker {
			return c, nil
		}
	}
	return nil, nil
}
