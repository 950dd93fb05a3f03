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

func TestSend_refused(t *testing.T) {
	tests := map[string]struct {
		steps    []step
		closed   bool
		notFound bool
		status   int
		may      bool // the message may have arrived
	}{
		"token invalid":       {steps: []step{send(tokenInvalid)}, closed: true, status: -1},
		"not found":           {steps: []step{send(notFound)}, notFound: true, status: -1},
		"not found, AP":       {steps: []step{send(notFoundAP)}, notFound: true, status: -1},
		"429, then not found": {steps: []step{send(limited), send(notFound)}, notFound: true, status: -1},
		"mismatch":            {steps: []step{send(tokenMismatch)}, status: 403},
		"too long":            {steps: []step{send(reply{Status: 400, Body: `{"detail":"Message too long (max 10000 characters)"}`})}, status: 400},
		"401 of a proxy":      {steps: []step{send(proxy401)}, status: 401},
		"404 of a proxy":      {steps: []step{send(proxy404)}, status: 404},
		"route not found":     {steps: []step{send(routeless)}, status: 404},
		"429 every time":      {steps: []step{send(limited), send(limited), send(limited)}, status: 429},
		"500":                 {steps: []step{send(failed)}, status: 500, may: true},
		"503":                 {steps: []step{send(reply{Status: 503})}, status: 503, may: true},
		"lost":                {steps: []step{send(reply{Lost: true})}, status: 0, may: true},
		"page":                {steps: []step{send(page)}, status: 200, may: true},
		"JSON":                {steps: []step{send(reply{Body: `{"delta":"Hi"}`, Odd: true})}, status: 200, may: true},
		"no body":             {steps: []step{send(reply{Odd: true})}, status: 200, may: true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, test.steps...)
			got, err := v.Send(t.Context(), ref, hello)
			if got != nil || vendortest.Is[*client.ClosedError](err) != test.closed || vendortest.Is[*client.NotFoundError](err) != test.notFound {
				t.Errorf("got %+v, %v", got, err)
			}
			if vendortest.StatusOf(err) != test.status || client.MayHaveSucceeded(err) != test.may {
				t.Errorf("got %v, want status %d", err, test.status)
			}
			if hasSecret(err) {
				t.Errorf("the error has a secret: %v", err)
			}
		})
	}
}

func TestSend_busy(t *testing.T) {
	for name, body := range map[string]string{
		"AP": busy.Body, "code": `{"detail":"message_in_progress"}`, "text": `{"detail":"Another message is already processing"}`,
	} {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, send(reply{Status: 409, Body: body, Odd: true}))
			_, err := v.Send(t.Context(), ref, hello)
			const want = "another message to this session is being processed, and this one was not accepted"
			if vendortest.StatusOf(err) != 409 || !strings.Contains(err.Error(), want) || client.MayHaveSucceeded(err) {
				t.Errorf("got %v, want %q", err, want)
			}
		})
	}
}

func TestSend_withoutToken(t *testing.T) {
	v, _ := play(t)
	_, err := v.Send(t.Context(), client.Ref{ID: "chat_1"}, hello)
	if err == nil || !strings.Contains(err.Error(), "session_token") || client.MayHaveSucceeded(err) {
		t.Errorf("got %v", err)
	}
}

// An answer may be silent while a tool runs, and has no limit as a whole. A
// cancellation leaves it some seconds.
func TestSend_time(t *testing.T) {
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
				if errors.As(err, &e) != (c.reason != "") || e != nil && e.Reason() != c.reason || client.MayHaveSucceeded(err) != (e != nil) {
					t.Errorf("got %v", err)
				}
			})
		})
	}
}
