package client

import (
	"context"
	"errors"
)

// CheckAccount refuses to act on a session of another account than the one that v is
// configured for: there its id names another session, or none. The error is an
// *AccountError, or that of the context. The account is confirmed when it is known on
// both sides and is the same. An account that cannot be determined confirms nothing
// and is no error, since no documented call depends on it.
func CheckAccount(ctx context.Context, v Vendor, sessionID, account string) (confirmed bool, err error) {
	if account == "" {
		return false, nil
	}
	configured, err := v.Account(ctx)
	var unknown *AccountUnknownError
	switch {
	case errors.As(err, &unknown):
		return false, nil
	case err != nil:
		return false, err
	case configured != "" && configured != account:
		return false, &AccountError{Vendor: v.Name(), SessionID: sessionID, Session: account, Configured: configured}
	}
	return configured != "", nil
}

// SettleClose decides whether a close has succeeded whose response proves nothing, by
// reading the session. It succeeds when the session is closed or no longer exists, and
// returns the error of the close otherwise. A close that was never sent, and one that
// was rate limited, is not settled.
func SettleClose(ctx context.Context, cause error, read func(context.Context) (*Session, error)) (CloseResult, error) {
	var failed *Error
	if ctx.Err() != nil || !errors.As(cause, &failed) || !settles(failed) {
		return CloseResult{}, cause
	}
	session, err := read(ctx)
	var notFound *NotFoundError
	if errors.As(err, &notFound) || err == nil && session.Status == StatusClosed {
		return CloseResult{Already: failed.Refused() && !failed.Earlier}, nil
	}
	return CloseResult{}, cause
}

// settles reports whether a read can tell what became of the failed call.
func settles(e *Error) bool {
	return MayHaveSucceeded(e) || e.Status != 0 && e.Status != 429
}
