package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// Outage remembers that operations at a vendor have failed in a way that every other
// operation would meet as well. While it lasts, requests fail without being sent, and the
// failure is shown once; see Report. It may be used by any number of goroutines. The zero
// value and nil remember nothing.
type Outage struct {
	// Lasts is how long requests fail after an operation has given up.
	Lasts time.Duration

	mu sync.Mutex
	// cause is the failure that was shown last, which began at the given time.
	cause *Error
	kind  outageKind
	began time.Time
	// shown has the outages that were shown.
	shown map[outageKind]outageShown
	// responded is when the vendor responded last, and accepted when it accepted the
	// configured credential.
	responded, accepted time.Time
}

// outageShown is how an outage was shown, and until when it lasts.
type outageShown struct {
	until              time.Time
	asError, asWarning bool
}

// outageKind is why all operations would fail.
type outageKind int

const (
	noOutage outageKind = iota
	// down is a vendor that does not respond, or responds with 429 or 503 until the time
	// of the operation is over.
	down
	// delayed is a delay that is longer than the whole time of the operation. Another may
	// have more time, so that it is shown once and stops no request.
	delayed
	// refused is a 401 to the configured credential.
	refused
)

// silence is how long an operation has to have waited for its end to say that the vendor
// does not respond.
const silence = time.Second

// kindOf returns the kind of outage that e shows.
func kindOf(e *Error) outageKind {
	switch {
	case e.CredentialRefused:
		return refused
	case e.RetryAfter > 0 && !e.Repeated && time.Since(e.operation) < silence:
		return delayed
	case e.RetryAfter > 0, e.Status == http.StatusTooManyRequests, e.Unreachable:
		return down
	case e.Status == http.StatusServiceUnavailable && e.Repeated:
		// One 503 to a call that is not repeated, such as a creation, is none yet.
		return down
	case e.Status == 0 && errors.Is(e.Err, context.DeadlineExceeded) && time.Since(e.begun) >= silence:
		return down
	}
	return noOutage
}

// SkippedError is the cause of an Error for a request that was not sent, since the vendor
// has failed before.
type SkippedError struct {
	// Failure is the error of the request that failed.
	Failure *Error
}

func (e *SkippedError) Error() string {
	return fmt.Sprintf("the request was not sent, since an earlier one has failed: %s", e.Failure.Reason())
}

// Attach makes e a failure at the vendor of the outage, of a call that began at begun in
// the operation of ctx.
func (o *Outage) Attach(ctx context.Context, e *Error, begun time.Time) {
	e.outage, e.begun, e.operation = o, begun, begun
	if began, ok := ctx.Value(operationKey{}).(time.Time); ok && !began.IsZero() {
		e.operation = began
	}
}

// Responded notes a response. temporary is set where the request had another credential
// than the configured one.
func (o *Outage) Responded(status int, temporary bool) {
	if o == nil || status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.responded = time.Now()
	if status < 300 && !temporary {
		o.accepted = o.responded
		delete(o.shown, refused)
	}
	delete(o.shown, down)
	delete(o.shown, delayed)
}

// Skip returns the *SkippedError of a request that is not to be sent; nil where it is. An
// operation that began before the outage goes on. temporary is as for Responded.
func (o *Outage) Skip(ctx context.Context, temporary bool) error {
	if o == nil {
		return nil
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.kind == delayed || o.kind == refused && temporary || !time.Now().Before(o.shown[o.kind].until) || beganBefore(ctx, o.began) {
		return nil
	}
	return &SkippedError{Failure: o.cause}
}

// Report is called with the error of an operation before it is shown as an error. It
// reports whether the error says only what another of the same outage has said: the vendor
// does not respond, keeps asking to wait, or refuses the configured credential. The first
// error of an outage begins it.
func Report(err error) (repeated bool) { return report(err, false) }

// ReportWarning is Report for an error that is shown as a warning. The first error after
// it is complete again.
func ReportWarning(err error) (repeated bool) { return report(err, true) }

func report(err error, warning bool) (repeated bool) {
	var lost *LostError
	for _, failed := range failures(err) {
		var skipped *SkippedError
		kind := kindOf(failed)
		switch {
		case errors.As(failed.Err, &skipped):
			repeated = true
		case kind != noOutage:
			repeated = failed.outage.report(failed, kind, warning)
		default:
			continue
		}
		break
	}
	// What may be open is always named.
	return repeated && !errors.As(err, &lost)
}

// failures are the errors of calls in err, the outer ones first. The response to a request
// for the account says nothing of other calls.
func failures(err error) []*Error {
	switch err := err.(type) { //nolint:errorlint // it goes through all that is wrapped
	case nil, *AccountUnknownError:
		return nil
	case *Error:
		return append([]*Error{err}, failures(err.Err)...)
	case interface{ Unwrap() error }:
		return failures(err.Unwrap())
	case interface{ Unwrap() []error }:
		var all []*Error
		for _, one := range err.Unwrap() {
			all = append(all, failures(one)...)
		}
		return all
	}
	return nil
}

func (o *Outage) report(e *Error, kind outageKind, warning bool) (repeated bool) {
	if o == nil || o.Lasts == 0 {
		return false
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.responded.After(e.begun) && kind != refused || o.accepted.After(e.begun) {
		// The vendor has responded to another request meanwhile.
		return false
	}
	now := time.Now()
	shown := o.shown[kind]
	if !now.Before(shown.until) {
		shown = outageShown{}
		o.cause, o.kind, o.began = e, kind, now
	}
	repeated = shown.asError || warning && shown.asWarning
	shown.asError, shown.asWarning = shown.asError || !warning, true
	shown.until = now.Add(o.Lasts)
	if o.shown == nil {
		o.shown = map[outageKind]outageShown{}
	}
	o.shown[kind] = shown
	return repeated
}

type operationKey struct{}

// Operation is context.WithTimeout for an operation that begins now. An outage that
// begins later does not stop its requests.
func Operation(ctx context.Context, timeout time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeout(beginOperation(ctx, time.Now()), timeout)
}

// LastOperation is Operation for one that no later run repeats: no outage stops it.
func LastOperation(ctx context.Context, timeout time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeout(beginOperation(ctx, time.Time{}), timeout)
}

// beginOperation is ctx for an operation that began at the given time.
func beginOperation(ctx context.Context, at time.Time) context.Context {
	return context.WithValue(ctx, operationKey{}, at)
}

// beganBefore reports whether ctx is that of an operation which began before at.
func beganBefore(ctx context.Context, at time.Time) bool {
	began, ok := ctx.Value(operationKey{}).(time.Time)
	return ok && began.Before(at)
}
