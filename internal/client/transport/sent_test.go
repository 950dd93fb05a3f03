package transport_test

import (
	"errors"
	"net/http"
	"testing"
	"testing/synctest"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// Sent is of all tries: the last one that found no connection does not undo what
// the first may have done.
func TestSent(t *testing.T) {
	for _, c := range []struct {
		name   string
		repeat transport.Repeat
		steps  []step
		sent   bool
	}{
		{"no connection", transport.Safe, []step{unreachable, unreachable}, false},
		{"lost", transport.Once, []step{lost}, true},
		{"lost, then no connection", transport.Safe, []step{lost, unreachable}, true},
		{"502, then no connection", transport.Safe, []step{answer(502, ""), unreachable}, true},
		{"503, then no connection", transport.OnceUnlessUnavailable, []step{answer(503, ""), unreachable}, true},
		{"429, then no connection", transport.Once, []step{answer(429, ""), unreachable}, false},
		{"no connection, then lost", transport.Once, []step{unreachable, lost}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tr := newTransport(t, transport.Options{MaxRetries: 1, RoundTripper: play(t, c.steps...)})
				_, err := tr.Do(t.Context(), get(c.repeat))
				if e := failed(t, err); e.Sent != c.sent || client.MayHaveHappened(err) != c.sent {
					t.Errorf("Sent is %v, want %v: %v", e.Sent, c.sent, err)
				}
			})
		})
	}
}

// A round tripper that tells nothing of its connections is taken to have sent.
func TestSentIsAssumed(t *testing.T) {
	tr := newTransport(t, transport.Options{RoundTripper: play(t, func(*http.Request) (*http.Response, error) {
		return nil, errors.New("broken")
	})})
	if _, err := tr.Do(t.Context(), get(transport.Once)); !client.MayHaveHappened(err) {
		t.Errorf("got %v", err)
	}
}
