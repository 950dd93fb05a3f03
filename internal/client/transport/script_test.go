package transport_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

const secret = "s3cr3t/with+signs&\"quotes\"<é>=="

// script is a round tripper that takes one step a request. It fails the test for
// a request that it has no step for, and at its end for a step that was left.
type script struct {
	t *testing.T

	mu    sync.Mutex
	steps []step
	times []time.Time
}

type step func(*http.Request) (*http.Response, error)

func play(t *testing.T, steps ...step) *script {
	s := &script{t: t, steps: steps}
	t.Cleanup(func() {
		if len(s.steps) > 0 {
			t.Errorf("%d requests were expected and not sent", len(s.steps))
		}
	})
	return s
}

func (s *script) RoundTrip(r *http.Request) (*http.Response, error) {
	s.mu.Lock()
	s.times = append(s.times, time.Now())
	if len(s.steps) == 0 {
		s.mu.Unlock()
		s.t.Errorf("unexpected request %d: %s %s", len(s.times), r.Method, r.URL)
		return nil, errors.New("unexpected request")
	}
	next := s.steps[0]
	s.steps = s.steps[1:]
	s.mu.Unlock()
	return next(r)
}

// gaps are the waits between the requests.
func (s *script) gaps() []time.Duration {
	var gaps []time.Duration
	for i := 1; i < len(s.times); i++ {
		gaps = append(gaps, s.times[i].Sub(s.times[i-1]))
	}
	return gaps
}

// dialed tells the transport what net/http does before it has a connection.
func dialed(r *http.Request) {
	if trace := httptrace.ContextClientTrace(r.Context()); trace != nil && trace.GetConn != nil {
		trace.GetConn(r.URL.Host)
	}
}

// connected tells it the same, and that the connection stands.
func connected(r *http.Request) {
	dialed(r)
	if trace := httptrace.ContextClientTrace(r.Context()); trace != nil && trace.GotConn != nil {
		trace.GotConn(httptrace.GotConnInfo{})
	}
}

func reply(status int, body string, headers ...string) *http.Response {
	response := &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}
	for i := 0; i < len(headers); i += 2 {
		response.Header.Add(headers[i], headers[i+1])
	}
	return response
}

// answer is sent at once.
func answer(status int, body string, headers ...string) step {
	return answerAfter(0, status, body, headers...)
}

func answerAfter(d time.Duration, status int, body string, headers ...string) step {
	return func(r *http.Request) (*http.Response, error) {
		connected(r)
		if d > 0 {
			select {
			case <-r.Context().Done():
				return nil, context.Cause(r.Context())
			case <-time.After(d):
			}
		}
		return reply(status, body, headers...), nil
	}
}

// silent takes the request and never answers.
func silent(r *http.Request) (*http.Response, error) {
	connected(r)
	<-r.Context().Done()
	return nil, context.Cause(r.Context())
}

// lost takes the request and breaks the connection.
func lost(r *http.Request) (*http.Response, error) {
	connected(r)
	return nil, io.ErrUnexpectedEOF
}

// unreachable is a host that refuses connections.
func unreachable(r *http.Request) (*http.Response, error) {
	dialed(r)
	return nil, errors.New("dial tcp: connection refused")
}

// dialing is a host that does not answer a dial.
func dialing(r *http.Request) (*http.Response, error) {
	dialed(r)
	<-r.Context().Done()
	return nil, context.Cause(r.Context())
}

func newTransport(t *testing.T, o transport.Options) *transport.Transport {
	t.Helper()
	o.Vendor = "uponai"
	if o.BaseURL == "" {
		o.BaseURL = "https://chat.example/v1"
	}
	if o.Problem == nil {
		// What is no page is this vendor's own.
		o.Problem = func(status int, body []byte) transport.Problem {
			problem := transport.Problem{VendorShape: !bytes.HasPrefix(body, []byte("<"))}
			if status == http.StatusServiceUnavailable && problem.VendorShape {
				problem.Meaning = client.MeaningUnavailable
			}
			return problem
		}
	}
	tr, err := transport.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

func get(repeat transport.Repeat) transport.Call {
	return transport.Call{Operation: "read the session", SessionID: "abc", Method: "GET", Path: []string{"chats", "abc"}, Repeat: repeat}
}

// failed gives the *client.Error in err.
func failed(t *testing.T, err error) *client.Error {
	t.Helper()
	var e *client.Error
	if !errors.As(err, &e) {
		t.Fatalf("got %v, want a *client.Error", err)
	}
	return e
}
