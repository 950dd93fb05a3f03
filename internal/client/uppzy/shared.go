package uppzy

import (
	"context"
	"errors"
	"sync"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/shared"
)

// lists are the shared lists: that of the site under "", and those of its end users
// under their e-mail addresses.
type lists struct {
	mu      sync.Mutex
	byEmail map[string]*shared.Value[listing]
}

func (l *lists) of(email string, writes func() uint64) *shared.Value[listing] {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.byEmail[email] == nil {
		if l.byEmail == nil {
			l.byEmail = map[string]*shared.Value[listing]{}
		}
		l.byEmail[email] = &shared.Value[listing]{MaxAge: shared.MaxAge, Writes: writes}
	}
	return l.byEmail[email]
}

// sharedSessions is what sessions tells, for all who ask at about the same time.
func (v *Vendor) sharedSessions(ctx context.Context, email string, need shared.Need) (listing, error) {
	got, err := v.lists.of(email, v.http.Writes).Get(ctx, need, func(ctx context.Context) (*listing, error) {
		listed, _, err := v.sessions(ctx, email)
		return &listed, err
	})
	var failed *client.Error
	switch {
	case err == nil:
		return *got, nil
	case errors.As(err, &failed):
		return nil, err
	}
	// The wait has ended, and not the request.
	call := v.listCall()
	return nil, &client.Error{Vendor: name, Operation: call.Operation, Method: call.Method, Err: err}
}
