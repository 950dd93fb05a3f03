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
		{"429, then no connection", transport.Once, []step{answer(429, ""), unreachable, unreachable}, false},
		{"no connection, then lost", transport.Once, []step{unreachable, lost}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tr := newTransport(t, transport.Options{MaxRetries: 1, RoundTripper: play(t, c.steps...)})
				_, err := tr.Do(t.Context(), get(c.repeat))
				if e := failed(t, err); e.Sent != c.sent || client.MayHaveSucceeded(err) != c.sent {
					t.Errorf("Sent is %v, want %v: %v", e.Sent, c.sent, err)
				}
			})
		})
	}
}

// Earlier is of all tries but the last: its refusal does not undo what one of
// them may have done.
func TestEarlier(t *testing.T) {
	for _, c := range []struct {
		name    string
		repeat  transport.Repeat
		steps   []step
		earlier bool
		may     bool
	}{
		{"503, then 402", transport.OnceUnlessUnavailable, []step{answer(503, ""), answer(402, "")}, true, true},
		{"503, then 429 and 402", transport.OnceUnlessUnavailable, []step{answer(503, ""), answer(429, ""), answer(402, "")}, true, true},
		{"503, then a page", transport.OnceUnlessUnavailable, []step{answer(503, ""), answer(200, "<html>")}, true, true},
		{"503, then no connection", transport.OnceUnlessUnavailable, []step{answer(503, ""), unreachable}, true, true},
		{"503 twice", transport.OnceUnlessUnavailable, []step{answer(503, ""), answer(503, "")}, true, true},
		{"lost, then 404", transport.Safe, []step{lost, answer(404, "")}, true, true},
		{"429, then 402", transport.Once, []step{answer(429, ""), answer(402, "")}, false, false},
		{"no connection, then 402", transport.Once, []step{unreachable, answer(402, "")}, false, false},
		{"402", transport.Safe, []step{answer(402, "")}, false, false},
		{"503", transport.Once, []step{answer(503, "")}, false, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tr := newTransport(t, transport.Options{MaxRetries: 1, RoundTripper: play(t, c.steps...)})
				call := get(c.repeat)
				call.Out = &struct{}{}
				_, err := tr.Do(t.Context(), call)
				if e := failed(t, err); e.Earlier != c.earlier || client.MayHaveSucceeded(err) != c.may {
					t.Errorf("Earlier is %v, want %v: %v", e.Earlier, c.earlier, err)
				}
			})
		})
	}
}

// A try that would have been repeated, had there been repeats left, is no earlier one.
func TestTheOnlyTryIsNoEarlierOne(t *testing.T) {
	for name, only := range map[string]step{"503": answer(503, ""), "lost": lost} {
		tr := newTransport(t, transport.Options{NoRetry: true, RoundTripper: play(t, only)})
		_, err := tr.Do(t.Context(), get(transport.Safe))
		if e := failed(t, err); e.Earlier || !e.Sent {
			t.Errorf("%s: Earlier is %v, Sent is %v: %v", name, e.Earlier, e.Sent, err)
		}
	}
}

// A round tripper that tells nothing of its connections is taken to have sent.
func TestSentIsAssumed(t *testing.T) {
	tr := newTransport(t, transport.Options{RoundTripper: play(t, func(*http.Request) (*http.Response, error) {
		return nil, errors.New("broken")
	})})
	if _, err := tr.Do(t.Context(), get(transport.Once)); !client.MayHaveSucceeded(err) {
		t.Errorf("got %v", err)
	}
}
