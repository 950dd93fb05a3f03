package talkifai

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

const (
	// endTimeout is the least time that one end gets: its memory step is capped at 25 s
	// and its webhook at 7 s, and S2 does not say which of them delay the response.
	endTimeout = 45 * time.Second
	// tokenLife is how long a token is valid (S2).
	tokenLife = 24 * time.Hour

	incomplete = "Memory ingestion, analysis and billing may be incomplete."
)

// Close ends the session with its token. The API accepts no reason.
//
//	200, success, message    ended
//	documented 401, 404      ended or expired before
//	429                      an error
//	any other, or none       the history decides
//
// The history decides like this:
//
//	documented 401, 404      ended
//	200 with messages        open: the end is repeated where its response was lost or
//	                         unclear, else the error of the end
//	any other, or none       the same, but once the token must have expired, a warning
//
// The end is not documented as repeatable. So the transport repeats it on 429 only, and
// the history is read before each repeat.
//
// A session without a token cannot be ended: Close succeeds with a warning.
func (v *Vendor) Close(ctx context.Context, ref client.Ref, _ string) (client.CloseResult, error) {
	if ref.Token == "" {
		return client.CloseResult{Warning: fmt.Sprintf(
			"The session %q at TalkifAI was not ended, since its session_token is not known; %s. %s", ref.ID, expires, incomplete)}, nil
	}
	v.http.Hide(ref.Token)
	var unclear error // the first response that was lost or unclear
	overdue := v.overdue(ref)
	for attempt := 0; ; attempt++ {
		err := v.end(ctx, ref)
		if err == nil || ended(err) {
			return client.CloseResult{Already: err != nil && attempt == 0}, nil
		}
		cause, repeat := err, transport.Safe
		mayHaveEnded := client.MayHaveSucceeded(err)
		if mayHaveEnded {
			if unclear == nil {
				unclear = err
			}
			cause, repeat = unclear, transport.Once
		}
		if !settles(ctx, err, overdue) {
			return client.CloseResult{}, cause
		}
		history := v.probe(ctx, ref, repeat)
		if ended(history) {
			return client.CloseResult{Already: attempt == 0 && !mayHaveEnded}, nil
		}
		// A session that is open, and a token of another session, are documented
		// responses: they outweigh the age of the token.
		overdue = overdue && history != nil && !client.Means(history, client.MeaningTokenMismatch) && !client.Means(err, client.MeaningTokenMismatch)
		if mayHaveEnded && attempt < v.http.MaxRetries() && v.http.Backoff(ctx, attempt) == nil {
			continue
		}
		if overdue && settles(ctx, history, overdue) {
			return client.CloseResult{Warning: fmt.Sprintf(
				"The session %q at TalkifAI could not be ended: %s. Its token must have expired, since it was opened or imported more than 24 hours ago. "+
					"%s TalkifAI may have been discontinued.", ref.ID, client.Reason(cause), incomplete)}, nil
		}
		return client.CloseResult{}, cause
	}
}

// end makes one attempt. It sends no body and no Content-Type (S2: "Body: None").
func (v *Vendor) end(ctx context.Context, ref client.Ref) error {
	var response endResponse
	call := transport.Call{
		Operation:  "end the session",
		SessionID:  ref.ID,
		Method:     http.MethodPost,
		Path:       []string{"sessions", ref.ID, "end"},
		Credential: transport.TemporaryBearer(ref.Token),
		Out:        &response,
		Repeat:     transport.Once,
		Timeout:    endTimeout,
	}
	answer, err := v.http.Do(ctx, call)
	switch {
	case err != nil:
		return err
	case answer.Status != http.StatusOK, !response.Success, strings.TrimSpace(response.Message) == "":
		return v.http.InvalidResponse(call, answer, "it is not status 200 with success and a message")
	}
	return nil
}

// overdue reports whether the session's token must have expired.
func (v *Vendor) overdue(ref client.Ref) bool {
	return !ref.OpenedAt.IsZero() && v.now().Sub(ref.OpenedAt) > tokenLife
}

// settles reports whether more can be found out after a failed call: not within its
// time, and not while the vendor limits the rate. A vendor that cannot be reached is
// asked again only for a session whose token must have expired.
func settles(ctx context.Context, err error, overdue bool) bool {
	var failed *client.Error
	switch {
	case ctx.Err() != nil, !errors.As(err, &failed), errors.Is(err, client.ErrBadID):
		return false
	case failed.Status == http.StatusTooManyRequests, failed.RetryAfter > 0:
		return false
	}
	return failed.Status != 0 || failed.Sent || overdue
}
