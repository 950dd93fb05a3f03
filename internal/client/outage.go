package client

import (
	"errors"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// OutageError is a failure that every other call to the vendor would meet as well: there
// is no connection, the vendor keeps asking to wait (429, 503), or the configured credential is
// refused (401).
type OutageError struct {
	// Vendor is the vendor's name.
	Vendor string
	// Skipped is set where nothing was sent, since an operation has given up shortly
	// before. Err is the failure of that one then.
	Skipped bool
	// Err is the failure.
	Err error

	// reported is set once the outage is shown, and decided once shown tells whether
	// this error shows it.
	reported *atomic.Bool
	decided  sync.Once
	shown    bool
}

func (e *OutageError) Error() string { return e.Err.Error() }

// Unwrap returns the failure.
func (e *OutageError) Unwrap() error { return e.Err }

// Report reports whether this error has to be shown in full: no other error of the same
// outage was, or something may be open or done because of the operation. The answer for
// one error stays the same.
func (e *OutageError) Report() bool {
	e.decided.Do(func() {
		first := e.reported.CompareAndSwap(false, true)
		var lost *LostError
		e.shown = first || MayHaveSucceeded(e.Err) || errors.As(e.Err, &lost)
	})
	return e.shown
}

// outage remembers that a vendor has failed. It may be used by any number of goroutines.
type outage struct {
	vendor string
	// lasts is how long operations fail at once after one of them has given up.
	lasts time.Duration

	mu sync.Mutex
	// cause is the failure of the operation that has given up first, and until is when
	// the next operation is tried; reported belongs to the cause.
	cause    *Error
	until    time.Time
	reported *atomic.Bool
	// responded is when an operation succeeded last.
	responded time.Time
}

// check returns the *OutageError of an operation that is not to be tried. One that does
// not use the configured credential is tried although that is refused.
func (o *outage) check(ownToken bool) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.cause == nil || !time.Now().Before(o.until) || ownToken && o.cause.CredentialRefused {
		return nil
	}
	return &OutageError{Vendor: o.vendor, Skipped: true, Err: unsent(o.cause), reported: o.reported}
}

// unsent is a failure without what belongs to the operation that met it.
func unsent(e *Error) *Error {
	failure := *e
	failure.Sent, failure.Earlier, failure.SessionID = false, false, ""
	return &failure
}

// note takes the error of an operation that began at begun, and returns it as an
// *OutageError where it is one. An operation that has succeeded ends the outage where
// the vendor has responded to it.
func (o *outage) note(begun time.Time, ownToken bool, err error, responded bool) error {
	cause := outageCause(err)
	o.mu.Lock()
	defer o.mu.Unlock()
	now := time.Now()
	if cause == nil {
		if (err == nil && responded || err != nil && hasResponse(err)) && (o.cause == nil || !ownToken || !o.cause.CredentialRefused) {
			o.cause, o.responded = nil, now
		}
		return err
	}
	if o.responded.After(begun) {
		// The vendor has responded to others meanwhile.
		return err
	}
	if o.cause == nil || !now.Before(o.until) || o.cause.CredentialRefused && !cause.CredentialRefused {
		o.cause, o.reported = cause, new(atomic.Bool)
	}
	o.until = now.Add(o.lasts)
	return &OutageError{Vendor: o.vendor, Err: err, reported: o.reported}
}

// outageCause returns the failure in err that every other call would meet; nil where
// there is none.
func outageCause(err error) *Error {
	var unknown *AccountUnknownError
	var failed *Error
	if errors.As(err, &unknown) || !errors.As(err, &failed) {
		return nil
	}
	failed = failed.Answered()
	// One 503 to a call that is not repeated, such as a creation, is no outage yet.
	limited := failed.RetryAfter > 0 || failed.Status == http.StatusTooManyRequests ||
		failed.Status == http.StatusServiceUnavailable && failed.Repeated
	if limited || failed.Unreachable || failed.CredentialRefused {
		return failed
	}
	return nil
}

// hasResponse reports whether the vendor has responded to the operation that ended with
// err.
func hasResponse(err error) bool {
	var failed *Error
	return !errors.As(err, &failed) || failed.Answered().Status != 0
}
