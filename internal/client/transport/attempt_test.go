package transport_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

func TestTryIsBounded(t *testing.T) {
	for _, c := range []struct{ configured, floor, want time.Duration }{
		{0, 0, transport.DefaultRequestTimeout},
		{-1, 0, transport.DefaultRequestTimeout},
		{10 * time.Second, 0, 10 * time.Second},
		{10 * time.Second, 45 * time.Second, 45 * time.Second},
		{60 * time.Second, 45 * time.Second, 60 * time.Second},
	} {
		synctest.Test(t, func(t *testing.T) {
			begun := time.Now()
			tr := newTransport(t, transport.Options{RequestTimeout: c.configured, RoundTripper: play(t, silent)})
			call := get(transport.Once)
			call.Timeout = c.floor
			_, err := tr.Do(t.Context(), call)
			if took := time.Since(begun); took != c.want {
				t.Errorf("%+v: ended after %s", c, took)
			}
			// It is the try that ran out of time, not the operation.
			e := failed(t, err)
			if errors.Is(err, context.DeadlineExceeded) || !e.Sent || e.Reason() != "no answer within "+c.want.String() {
				t.Errorf("%+v: got %v", c, err)
			}
		})
	}
}

// drip is a body that never ends and of which little comes at a time.
type drip struct{ ctx context.Context }

func (d drip) Read(p []byte) (int, error) {
	select {
	case <-d.ctx.Done():
		return 0, d.ctx.Err()
	case <-time.After(time.Second):
		return copy(p, "x"), nil
	}
}

func TestDripIsBoundedByTheTry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		tr := newTransport(t, transport.Options{RoundTripper: play(t, func(r *http.Request) (*http.Response, error) {
			connected(r)
			response := reply(200, "")
			response.Body = io.NopCloser(drip{r.Context()})
			return response, nil
		}, answer(200, ""))})
		if _, err := tr.Do(t.Context(), get(transport.Safe)); err != nil {
			t.Error(err)
		}
		if took := time.Since(begun); took < 30*time.Second || took > 31*time.Second {
			t.Errorf("ended after %s", took)
		}
	})
}

func TestOperationEndsWithItsDeadline(t *testing.T) {
	for name, first := range map[string]step{"silent": silent, "dialing": dialing} {
		t.Run(name, func(t *testing.T) {
			for range 20 {
				synctest.Test(t, func(t *testing.T) {
					begun := time.Now()
					ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
					defer cancel()
					call := get(transport.Safe)
					call.Timeout = time.Hour
					_, err := newTransport(t, transport.Options{RoundTripper: play(t, first)}).Do(ctx, call)
					if !errors.Is(err, context.DeadlineExceeded) || time.Since(begun) != 10*time.Second {
						t.Errorf("got %v after %s", err, time.Since(begun))
					}
				})
			}
		})
	}
}

func TestLog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var lines []string
		tr := newTransport(t, transport.Options{
			Secrets: []string{secret},
			Log: func(_ context.Context, message string, fields map[string]any) {
				lines = append(lines, fmt.Sprint(message, " ", fields))
			},
			RoundTripper: play(t,
				func(r *http.Request) (*http.Response, error) {
					connected(r)
					return nil, errors.New("broken by " + secret)
				},
				answerAfter(1500*time.Millisecond, 200, "")),
		})
		call := get(transport.Safe)
		call.Path = []string{"chats", secret}
		call.Query = map[string][]string{"token": {secret}}
		if _, err := tr.Do(t.Context(), call); err != nil {
			t.Fatal(err)
		}
		want := []string{
			"request to uponai map[duration_ms:0 error:(withheld because it contains a credential) method:GET path:/v1/chats/(redacted) try:1 vendor:uponai]",
			"request to uponai map[duration_ms:1500 method:GET path:/v1/chats/(redacted) status:200 try:2 vendor:uponai]",
		}
		if fmt.Sprint(lines) != fmt.Sprint(want) {
			t.Errorf("got  %v\nwant %v", lines, want)
		}
	})
}
