package transport

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptrace"
	"time"
)

// ErrTooLarge ends a try whose answer is larger than is read of one. It is found
// by errors.Is in the error of Do: the vendor did answer.
var ErrTooLarge = errors.New("the answer is larger than this provider reads")

// noAnswerError ends a try that took longer than it may, or whose stream was silent
// for longer than it may be.
type noAnswerError struct {
	limit  time.Duration
	stream bool
}

func (e *noAnswerError) Error() string {
	if e.stream {
		return "the answer began and then stopped for " + e.limit.String()
	}
	return "no answer within " + e.limit.String()
}

// Timeout implements net.Error's half that net/http and its users ask for.
func (e *noAnswerError) Timeout() bool { return true }

// attempts makes one try: it bounds its time, reads the answer whole and notes
// whether the request may have reached the vendor.
type attempts struct {
	options  *Options
	redactor *Redactor
	next     http.RoundTripper
	// traced is set when next is known to tell when a connection stands. One
	// that is not is taken to have sent the request unless it tells otherwise.
	traced bool
}

// RoundTrip implements http.RoundTripper.
func (a *attempts) RoundTrip(r *http.Request) (*http.Response, error) {
	p := progressOf(r.Context())
	if err := p.abandoned(); err != nil {
		return nil, err
	}
	p.forget()
	try := p.tries.Add(1)
	p.sent.Store(!a.traced)
	p.streamed.Store(false)

	limit := max(a.options.RequestTimeout, p.call.Timeout)
	// No context.WithTimeout: it leaves the end to the outer context where that
	// one's deadline is earlier, and a deadline that is shared by many may move.
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	timer := time.AfterFunc(limit, cancel)
	defer timer.Stop()
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { p.sent.Store(false) },
		GotConn: func(httptrace.GotConnInfo) { p.sent.Store(true) },
	})

	begun := time.Now()
	response, err := a.next.RoundTrip(r.WithContext(ctx))
	if err == nil {
		// http.Client reads the address even of a redirect that it does not
		// follow, and takes the answer for a failure when it cannot.
		response.Header.Del("Location")
		if p.streams(response) {
			err = stream(p, response, a.options.MaxAnswer, func() { timer.Reset(limit) })
		} else {
			err = a.buffer(ctx, p, response, func(wait func() error) error {
				// Whoever waits for others is not waiting for the vendor.
				timer.Stop()
				defer timer.Reset(limit)
				return wait()
			})
		}
	}
	if err != nil && ctx.Err() != nil && r.Context().Err() == nil {
		err = &noAnswerError{limit: limit, stream: p.streamed.Load()}
	}
	a.log(r, try, response, err, time.Since(begun))
	if err != nil {
		return nil, err
	}
	return response, nil
}

func (a *attempts) log(r *http.Request, try int32, response *http.Response, err error, took time.Duration) {
	if a.options.Log == nil {
		return
	}
	fields := map[string]any{
		"vendor": a.options.Vendor, "method": r.Method, "path": a.redactor.Path(r.URL.EscapedPath()),
		"try": try, "duration_ms": took.Milliseconds(),
	}
	switch {
	case err != nil:
		fields["error"] = a.redactor.Words(plainCause(err))
	default:
		fields["status"] = response.StatusCode
	}
	a.options.Log(r.Context(), "request to "+a.options.Vendor, fields)
}
