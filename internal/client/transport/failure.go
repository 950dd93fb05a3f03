package transport

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// failure is a call that had no answer.
func (t *Transport) failure(ctx context.Context, call Call, p *progress, err error) *client.Error {
	e := t.failed(ctx, call, p)
	e.Sent = p.sent.Load() || e.Earlier
	e.Err = t.cause(ctx, err)
	if errors.Is(err, client.ErrBadID) {
		e.Method, e.Path = "", ""
	}
	e.Unreachable = unreachable(ctx, p, err)
	return e
}

// failed is a call that gave up, with what its attempts have in common.
func (t *Transport) failed(ctx context.Context, call Call, p *progress) *client.Error {
	e := t.newError(call)
	e.Earlier = p.carriedOut.Load()
	e.Repeated = p.failures+p.refusals > 0
	e.RetryAfter = time.Duration(p.refusedDelay.Load())
	t.options.Outage.Attach(ctx, e, p.begun)
	return e
}

// Ended is the error of a call that others send, for a caller whose wait for it has ended
// with err. The wait began at begun in the operation of ctx. It names the pause that the
// vendor has asked for.
func (t *Transport) Ended(ctx context.Context, call Call, begun time.Time, err error) *client.Error {
	e := t.newError(call)
	e.Err = err
	if left := t.gate.left(); left > 0 {
		e.RetryAfter = wholeSeconds(left)
	}
	t.options.Outage.Attach(ctx, e, begun)
	return e
}

// unreachable reports whether the vendor did not respond at all. One request without a
// response does not say so: the vendor may take long for it.
func unreachable(ctx context.Context, p *progress, err error) bool {
	switch {
	case p.responded, errors.Is(ctx.Err(), context.Canceled),
		errors.Is(err, errPaused), errors.Is(err, errCrowded), errors.Is(err, ErrTooLarge):
		return false
	case ctx.Err() != nil:
		return p.failures > 0
	}
	return p.failures > 0 || p.tries.Load() > 0 && !p.sent.Load()
}

// refusal is an answer that is no success.
func (t *Transport) refusal(ctx context.Context, call Call, p *progress, response *http.Response, body []byte) *client.Error {
	e := t.failed(ctx, call, p)
	e.Status = response.StatusCode
	e.Sent = true
	problem := t.options.Problem(response.StatusCode, body)
	e.VendorShape, e.Meaning = problem.VendorShape, problem.Meaning
	e.CredentialRefused = e.Status == http.StatusUnauthorized && !call.Credential.Temporary
	e.Code = t.Words(problem.Code)
	e.Message = t.Words(problem.Message)
	// They are shown one after the other.
	if t.Words(problem.Code+problem.Message) == withheld {
		e.Code, e.Message = "", withheld
	}
	switch {
	case response.StatusCode >= 300 && response.StatusCode < 400:
		e.Message = "it redirects to another address, which is not followed; is base_url right?"
	case e.Message == "" && e.Code == "":
		e.Message = t.Words(string(body))
	}
	return e
}

// invalidResponse is a success whose body cannot be read.
func (t *Transport) invalidResponse(call Call, p *progress, answer Answer, body []byte) *client.Error {
	e := t.newError(call)
	e.Status = answer.Status
	e.Sent = true
	e.Earlier = p.carriedOut.Load()
	e.InvalidResponse = true
	switch {
	case answer.Empty:
		e.Message = "it is empty"
	case !call.SecretAnswer:
		e.Message = t.Words(string(body))
	}
	return e
}

// InvalidResponse is the error for an answer to call that decodes but lacks what the
// vendor documents; what says what is missing.
func (t *Transport) InvalidResponse(call Call, answer Answer, what string) error {
	e := t.newError(call)
	e.Status = answer.Status
	e.Sent = true
	e.InvalidResponse = true
	e.Message = t.Words(what)
	return e
}

func (t *Transport) newError(call Call) *client.Error {
	path := t.base.EscapedPath()
	for _, segment := range call.Path {
		path += "/" + url.PathEscape(segment)
	}
	return &client.Error{
		Vendor: t.options.Vendor, Operation: call.Operation, SessionID: t.redactor.Redact(call.SessionID),
		Method: call.Method, Path: t.redactor.Path(path),
	}
}
