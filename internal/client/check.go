package client

import (
	"context"
	"errors"
)

// CheckAccount refuses to act on a session of another account than the one
// that v is configured for: there its id means another session, or none. The
// error is an *AccountError. A session whose account is not known passes.
func CheckAccount(ctx context.Context, v Vendor, sessionID, account string) error {
	if account == "" {
		return nil
	}
	configured, err := v.Account(ctx)
	if err != nil {
		return err
	}
	if configured != "" && configured != account {
		return &AccountError{Vendor: v.Name(), SessionID: sessionID, Session: account, Configured: configured}
	}
	return nil
}

// SettleClose finds out whether a close has worked whose answer proves nothing,
// by reading the session again. It ends well when the session is closed or gone,
// and with the error of the close otherwise. The session was closed before when
// the answers say that this close did nothing; else nobody can tell.
func SettleClose(ctx context.Context, cause error, read func(context.Context) (*Session, error)) (CloseResult, error) {
	if ctx.Err() != nil {
		return CloseResult{}, cause
	}
	session, err := read(ctx)
	var notFound *NotFoundError
	if errors.As(err, &notFound) || (err == nil && session.Status == StatusClosed) {
		var answer *Error
		return CloseResult{Already: errors.As(cause, &answer) && answer.Refused() && !answer.Earlier}, nil
	}
	return CloseResult{}, cause
}
