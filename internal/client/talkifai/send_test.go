package talkifai_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

func TestSendThatIsRefused(t *testing.T) {
	tests := map[string]struct {
		steps    []step
		closed   bool
		notFound bool
		status   int
		may      bool // the message may have arrived
	}{
		"dead token":       {steps: []step{send(dead)}, closed: true, status: -1},
		"gone":             {steps: []step{send(gone)}, notFound: true, status: -1},
		"gone, envelope":   {steps: []step{send(goneEnvelope)}, notFound: true, status: -1},
		"limited and gone": {steps: []step{send(limited), send(gone)}, notFound: true, status: -1},
		"mixed":            {steps: []step{send(mixed)}, status: 403},
		"too long":         {steps: []step{send(reply{Status: 400, Body: `{"detail":"message_too_long"}`})}, status: 400},
		"foreign 401":      {steps: []step{send(foreign401)}, status: 401},
		"foreign 404":      {steps: []step{send(foreign404)}, status: 404},
		"no route":         {steps: []step{send(routeless)}, status: 404},
		"limited for good": {steps: []step{send(limited), send(limited), send(limited)}, status: 429},
		"broken":           {steps: []step{send(broken)}, status: 500, may: true},
		"unavailable":      {steps: []step{send(reply{Status: 503})}, status: 503, may: true},
		"lost":             {steps: []step{send(reply{Lost: true})}, status: 0, may: true},
		"page":             {steps: []step{send(page)}, status: 200, may: true},
		"JSON":             {steps: []step{send(reply{Body: `{"delta":"Hi"}`, Odd: true})}, status: 200, may: true},
		"nothing":          {steps: []step{send(reply{Odd: true})}, status: 200, may: true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, test.steps...)
			got, err := v.Send(t.Context(), ref, hello)
			if got != nil || vendortest.Is[*client.ClosedError](err) != test.closed || vendortest.Is[*client.NotFoundError](err) != test.notFound {
				t.Errorf("got %+v, %v", got, err)
			}
			if vendortest.StatusOf(err) != test.status || client.MayHaveHappened(err) != test.may {
				t.Errorf("got %v, want status %d", err, test.status)
			}
			if tellsASecret(err) {
				t.Errorf("the error tells a secret: %v", err)
			}
		})
	}
}

func TestSendNeedsTheToken(t *testing.T) {
	v, _ := play(t)
	_, err := v.Send(t.Context(), client.Ref{ID: "chat_1"}, hello)
	if err == nil || !strings.Contains(err.Error(), "session_token") || client.MayHaveHappened(err) {
		t.Errorf("got %v", err)
	}
}

// An answer may be silent for as long as a tool runs, and go on for as long as it
// likes; a cancellation gives it some seconds.
func TestTimeOfAnAnswer(t *testing.T) {
	const more = "event: chunk\ndata: {\"delta\":\"a\"}\n\n"
	const last = more + "event: stream_end\ndata: {}\n\n"
	for name, c := range map[string]struct {
		pauses []time.Duration // before each part, of which only the last ends the answer
		cancel time.Duration   // 0 is never
		ends   time.Duration
		reason string
	}{
		"long":                {pauses: []time.Duration{89 * time.Second, 89 * time.Second, 89 * time.Second}, ends: 267 * time.Second},
		"silent":              {pauses: []time.Duration{time.Hour}, ends: 90 * time.Second, reason: "the answer began and then stopped for 1m30s"},
		"silent in between":   {pauses: []time.Duration{time.Second, time.Hour}, ends: 91 * time.Second, reason: "the answer began and then stopped for 1m30s"},
		"cancelled, in time":  {pauses: []time.Duration{4 * time.Second}, cancel: time.Second, ends: 4 * time.Second},
		"cancelled, too late": {pauses: []time.Duration{time.Second, time.Hour}, cancel: time.Second / 2, ends: 5*time.Second + time.Second/2, reason: "interrupted"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				if c.cancel > 0 {
					time.AfterFunc(c.cancel, cancel)
				}
				calls := 0
				v := vendorAt(t, transport.Options{RequestTimeout: time.Second, RoundTripper: vendortest.RoundTrip(func(r *http.Request) (*http.Response, error) {
					calls++
					answer := vendortest.Answer(200, "")
					answer.Header.Set("Content-Type", "text/event-stream")
					pauses := c.pauses
					answer.Body = io.NopCloser(readerFunc(func(p []byte) (int, error) {
						pause := pauses[0]
						pauses = pauses[1:]
						select {
						case <-r.Context().Done():
							return 0, r.Context().Err()
						case <-time.After(pause):
						}
						if len(pauses) == 0 {
							return copy(p, last), nil
						}
						return copy(p, more), nil
					}))
					return answer, nil
				})})
				begun := time.Now()
				_, err := v.Send(ctx, ref, hello)
				if took := time.Since(begun); took != c.ends || calls != 1 {
					t.Errorf("%d calls ended after %s, want %s", calls, took, c.ends)
				}
				var e *client.Error
				if errors.As(err, &e) != (c.reason != "") || e != nil && e.Reason() != c.reason || client.MayHaveHappened(err) != (e != nil) {
					t.Errorf("got %v", err)
				}
			})
		})
	}
}
