package transport

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// A vendor may not show a session at once that it has just opened. For a session that this
// process has opened within newFor, a not-found response proves nothing: it is looked for
// again until appearWithin after it was missing first.
const (
	newFor       = 10 * time.Second
	appearWithin = 5 * time.Second
)

// openedSessions are the sessions that this process has opened, by the id in lower case.
type openedSessions struct {
	mu   sync.Mutex
	byID map[string]*openedSession
}

// openedSession is when a session was opened, and when it was missing first.
type openedSession struct{ opened, missed time.Time }

// Opened notes that this process has opened the session. Later notes of the same session
// change nothing.
func (t *Transport) Opened(id string) {
	t.opened.mu.Lock()
	defer t.opened.mu.Unlock()
	if t.opened.byID == nil {
		t.opened.byID = map[string]*openedSession{}
	}
	if id = strings.ToLower(id); t.opened.byID[id] == nil {
		t.opened.byID[id] = &openedSession{opened: t.options.Now()}
	}
}

// HasOpened reports whether this process has opened the session.
func (t *Transport) HasOpened(id string) bool {
	t.opened.mu.Lock()
	defer t.opened.mu.Unlock()
	return t.opened.byID[strings.ToLower(id)] != nil
}

// IsNew reports whether this process has opened the session so lately that the vendor may
// not show it yet.
func (t *Transport) IsNew(id string) bool {
	t.opened.mu.Lock()
	defer t.opened.mu.Unlock()
	s := t.opened.byID[strings.ToLower(id)]
	return s != nil && t.options.Now().Sub(s.opened) < newFor
}

// AwaitNew waits before a session that is missing is looked for again. It reports false,
// without a wait, for a session that is not new or that has been missing for long enough,
// and at the end of ctx. The attempts count from 0.
func (t *Transport) AwaitNew(ctx context.Context, id string, attempt int) bool {
	return t.mayAppear(id) && t.Backoff(ctx, min(attempt, 1)) == nil
}

func (t *Transport) mayAppear(id string) bool {
	t.opened.mu.Lock()
	defer t.opened.mu.Unlock()
	s := t.opened.byID[strings.ToLower(id)]
	if s == nil {
		return false
	}
	now := t.options.Now()
	if s.missed.IsZero() && now.Sub(s.opened) < newFor {
		s.missed = now
	}
	return !s.missed.IsZero() && now.Sub(s.missed) < appearWithin
}

// isMissing reports whether the response may say that the session does not exist. Where
// the vendor documents no response for that, a call that must not be repeated is not.
func (t *Transport) isMissing(call Call, err error) bool {
	var e *client.Error
	return errors.As(err, &e) &&
		(e.Meaning == client.MeaningNotFound || call.Repeat == Safe && slices.Contains(t.options.NotFound, e.Status))
}
