package transport_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// FuzzAnswer: whatever is answered, Do gives an answer or a *client.Error, sends
// no more than it may, and shows no secret.
func FuzzAnswer(f *testing.F) {
	const token = "tok3n-0123456789"
	f.Fuzz(func(t *testing.T, status int, body, retryAfter, location string, repeat uint8, fails bool) {
		synctest.Test(t, func(t *testing.T) {
			body := strings.ReplaceAll(body, "$", token)
			var printed strings.Builder
			tries := 0
			tr := newTransport(t, transport.Options{
				MaxRetries: 1, MaxRefusals: 1, Secrets: []string{token}, Problem: inBody,
				Log: func(_ context.Context, message string, fields map[string]any) {
					fmt.Fprint(&printed, message, fields)
				},
				RoundTripper: roundTripper(func(*http.Request) (*http.Response, error) {
					tries++
					if fails {
						return nil, errors.New(body)
					}
					return reply(status, body, "Retry-After", retryAfter, "Location", location, "Date", retryAfter), nil
				}),
			})
			begun := time.Now()
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
			defer cancel()
			var out struct{ ID string }
			a, err := tr.Do(ctx, transport.Call{
				Operation: "open a session", Method: "POST", Path: []string{"chats"}, Body: struct{}{}, Out: &out,
				Repeat: transport.Repeat(repeat % 3),
			})
			if took := time.Since(begun); tries < 1 || tries > 2 || took > 5*time.Minute {
				t.Errorf("%d tries in %s", tries, took)
			}
			if err == nil {
				if fails || a.Status != status || status < 200 || status > 299 {
					t.Errorf("status %d, failing %v: got %+v", status, fails, a)
				}
				return
			}
			var e *client.Error
			if !errors.As(err, &e) || !e.Sent || (!fails && e.Status != status) {
				t.Errorf("got %#v", err)
			}
			fmt.Fprintf(&printed, "%v %+v %#v %#v", err, err, err, errors.Unwrap(err))
			if strings.Contains(printed.String(), token) || strings.ContainsAny(err.Error(), "\r\n\x00") {
				t.Errorf("shows %q", printed.String())
			}
		})
	})
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
