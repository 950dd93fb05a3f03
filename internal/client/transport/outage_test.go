package transport_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// What an error says about other calls to the vendor.
func TestOutage(t *testing.T) {
	for _, c := range []struct {
		name                           string
		repeat                         transport.Repeat
		steps                          []step
		unreachable, refused, repeated bool
	}{
		{"no connection", transport.Once, []step{unreachable, unreachable}, true, false, true},
		{"no connection, then lost", transport.Once, []step{unreachable, lost}, true, false, true},
		{"lost", transport.Once, []step{lost}, false, false, false},
		{"lost twice", transport.Safe, []step{lost, lost}, true, false, true},
		{"no response, twice", transport.Safe, []step{silent, silent}, true, false, true},
		{"502, then no connection", transport.Safe, []step{answer(502, ""), unreachable}, false, false, true},
		{"503", transport.Once, []step{answer(503, "")}, false, false, false},
		{"503 twice", transport.Safe, []step{answer(503, ""), answer(503, "")}, false, false, true},
		{"401", transport.Safe, []step{answer(401, "")}, false, true, false},
		{"403", transport.Safe, []step{answer(403, "")}, false, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tr := newTransport(t, transport.Options{MaxRetries: 1, RoundTripper: play(t, c.steps...)})
				_, err := tr.Do(t.Context(), get(c.repeat))
				e := failed(t, err)
				if e.Unreachable != c.unreachable || e.CredentialRefused != c.refused || e.Repeated != c.repeated {
					t.Errorf("unreachable %t, refused %t, repeated %t; want %t, %t, %t: %v",
						e.Unreachable, e.CredentialRefused, e.Repeated, c.unreachable, c.refused, c.repeated, err)
				}
			})
		})
	}
}

// A 401 to a token of one session, or to one that can be renewed, is not about the
// configured credential.
func TestOutage_temporaryCredential(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tr := newTransport(t, transport.Options{RoundTripper: play(t, answer(401, ""), answer(401, ""))})
		for credential, want := range map[transport.Credential]bool{transport.Bearer("b"): true, transport.TemporaryBearer("t"): false} {
			call := get(transport.Safe)
			call.Credential = credential
			if _, err := tr.Do(t.Context(), call); failed(t, err).CredentialRefused != want {
				t.Errorf("%+v: refused %t, want %t", credential, !want, want)
			}
		}
	})
}

// The time of an operation may be over while a host that does not answer is dialed again.
// That an operation was cancelled, or had too little time, says nothing.
func TestOutage_context(t *testing.T) {
	for _, c := range []struct {
		name        string
		steps       []step
		cancel      bool
		unreachable bool
	}{
		{"dialed again", []step{dialing, dialing}, false, true},
		{"first dial", []step{dialing}, false, false},
		{"cancelled", []step{dialing, dialing}, true, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tr := newTransport(t, transport.Options{RequestTimeout: time.Minute, RoundTripper: play(t, c.steps...)})
				limit := time.Duration(len(c.steps))*time.Minute - time.Second
				ctx, cancel := context.WithTimeout(t.Context(), limit)
				defer cancel()
				if c.cancel {
					time.AfterFunc(limit-time.Second, cancel)
				}
				if _, err := tr.Do(ctx, get(transport.Safe)); failed(t, err).Unreachable != c.unreachable {
					t.Errorf("got %v, want unreachable %t", err, c.unreachable)
				}
			})
		})
	}
}
