package transport

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// A vendor may not show a session at once that it has just opened. For a session that this
// process has opened within newFor, a not-found response proves nothing: the call is
// repeated for at most appearWithin.
const (
	newFor       = 10 * time.Second
	appearWithin = 5 * time.Second
)

// Opened notes that this process has opened the session. Later notes of the same session
// change nothing.
func (t *Transport) Opened(id string) { t.opened.LoadOrStore(strings.ToLower(id), t.options.Now()) }

// HasOpened reports whether this process has opened the session.
func (t *Transport) HasOpened(id string) bool {
	_, ok := t.opened.Load(strings.ToLower(id))
	return ok
}

// IsNew reports whether this process has opened the session so lately that the vendor may
// not show it yet.
func (t *Transport) IsNew(id string) bool { return t.isNew(id, t.options.Now()) }

func (t *Transport) isNew(id string, now time.Time) bool {
	value, _ := t.opened.Load(strings.ToLower(id))
	opened, ok := value.(time.Time)
	return ok && now.Sub(opened) < newFor
}

// Now is the clock by which a session is new.
func (t *Transport) Now() time.Time { return t.options.Now() }

// AwaitNew waits before a session that is missing is looked for again. It reports false,
// without a wait, for a session that is not new or that was looked for since begun for
// long enough, and at the end of ctx. The attempts count from 0.
func (t *Transport) AwaitNew(ctx context.Context, id string, begun time.Time, attempt int) bool {
	return t.isNew(id, begun) && t.options.Now().Sub(begun) < appearWithin && t.Backoff(ctx, min(attempt, 1)) == nil
}

// isMissing reports whether the response may say that the session does not exist.
func (t *Transport) isMissing(err error) bool {
	var e *client.Error
	return errors.As(err, &e) && (e.Meaning == client.MeaningNotFound || slices.Contains(t.options.NotFound, e.Status))
}
