package vendortest

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

// Target is what Fuzz has to know of a vendor.
type Target struct {
	Name string
	// Accounts are the ways to configure the vendor, each fuzzed by itself.
	Accounts []FuzzedAccount
	// What the calls are made with. Marked has to be in each that sends a message or
	// opens a session, so that its request is known.
	Opens []client.OpenRequest
	Refs  []client.Ref
	Sends []client.SendRequest
	Rated client.RatedAnswer

	// Good are answers that tell of the session, for the requests after the first.
	Good []string
	// Seeds are more answers to begin with: a long page, what was found before.
	Seeds []string

	// Own reports whether an error answer has the shape that this vendor gives its.
	Own func(Heard) bool
	// Closed and Gone report whether the answers prove that the session is, and Ended
	// whether they prove that a close has worked.
	Closed, Gone, Ended func(client.Ref, []Heard) bool
	// Unsure reports whether a close may end well with a warning.
	Unsure func(client.Ref, []Heard) bool
	// Again reports whether a message or a creation may be sent again after the answer;
	// after a 429 any may.
	Again func(Heard) bool
}

// FuzzedAccount is one way to configure a vendor.
type FuzzedAccount struct {
	New func(testing.TB, transport.Options) client.Vendor
	// Secrets are the credentials. They stand in an answer where it has a dollar sign,
	// with the token of the session that the call is about.
	Secrets []string
	// Aside answers requests that are not to be fuzzed; empty is one that is.
	Aside func(*http.Request) string
}

// Marked is a word of what is sent.
const Marked = "marked-by-the-fuzzer"

// mostRequests is more than any call may send for answers that repeat themselves.
const mostRequests = 40

// Fuzz answers each call of the vendor with anything: its first request with one
// answer, all that follow with another, for ever. What must hold whatever is answered
// is in the checks of trial.
func Fuzz(f *testing.F, target Target) {
	calls := target.calls(f)
	target.add(f, len(calls))
	f.Fuzz(func(t *testing.T, call uint8, status uint16, body string, thenStatus uint16, thenBody, header string) {
		c := calls[int(call)%len(calls)]
		fill := strings.NewReplacer("$", strings.Join(c.secrets, " "))
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
			defer cancel()
			x := &trial{
				T: t, ctx: ctx, target: &target, call: c, header: fill.Replace(header),
				first: given{status, fill.Replace(body)}, rest: given{thenStatus, fill.Replace(thenBody)},
			}
			c.do(x, c.account.New(t, x.options()))
			if t.Failed() {
				t.Logf("%s: %+q", c.name, fmt.Sprint(x.heard))
			}
		})
	})
}

// given is an answer of the fuzzer's.
type given struct {
	status uint16
	body   string
}

// statuses are the three-digit ones, which is what a server can send.
const statuses = 1000

// trial is one call, and all that is heard of it.
type trial struct {
	*testing.T
	ctx    context.Context
	target *Target
	call   fuzzCall
	// first answers the first request, rest those after it.
	first, rest given
	header      string
	heard       []Heard
}

func (x *trial) options() transport.Options {
	o := Options("https://vendor.example/base")
	o.BackoffMin, o.BackoffMax = time.Second, time.Second
	o.RoundTripper = RoundTrip(x.answer)
	return o
}

// answer answers a request. A status beyond all others cuts the connection.
func (x *trial) answer(r *http.Request) (*http.Response, error) {
	if aside := x.call.account.Aside; aside != nil {
		if body := aside(r); body != "" {
			return Answer(http.StatusOK, body), nil
		}
	}
	g := x.rest
	if len(x.heard) == 0 {
		g = x.first
	}
	status := int(g.status)
	if status >= statuses {
		status = 0
	}
	h, err := hear(r, status, g.body)
	if err != nil {
		return nil, err
	}
	x.heard = append(x.heard, h)
	if len(x.heard) > mostRequests {
		x.Errorf("request %d: %s %s", len(x.heard), r.Method, r.URL)
		return nil, errors.New("too many requests")
	}
	if status == 0 {
		return nil, errors.New(g.body)
	}
	answer := Answer(status, g.body)
	for _, name := range []string{"Content-Type", "Date", "Retry-After"} {
		answer.Header.Set(name, x.header)
	}
	return answer, nil
}
