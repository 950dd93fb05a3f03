package vendortest

import (
	"io"
	"net/http"
	"net/http/httptrace"
	"strings"
)

// RoundTrip answers requests without a network, for tests on the bubble's clock.
// It says that a connection stands, as net/http does.
type RoundTrip func(*http.Request) (*http.Response, error)

// RoundTrip implements http.RoundTripper.
func (f RoundTrip) RoundTrip(r *http.Request) (*http.Response, error) {
	if trace := httptrace.ContextClientTrace(r.Context()); trace != nil && trace.GotConn != nil {
		trace.GotConn(httptrace.GotConnInfo{})
	}
	return f(r)
}

// Answer is an answer that a RoundTrip gives.
func Answer(status int, body string) *http.Response {
	return &http.Response{StatusCode: status, Body: io.NopCloser(strings.NewReader(body)), Header: http.Header{}}
}

// Endless is a body that never ends.
type Endless struct{}

// Read implements io.Reader.
func (Endless) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// Close implements io.Closer.
func (Endless) Close() error { return nil }
