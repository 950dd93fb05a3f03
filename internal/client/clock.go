package client

import (
	"context"
	"time"
)

// Clock is a vendor whose clock can be read.
type Clock interface {
	// Clock tells the vendor's time, to the second, by the cheapest call that proves
	// the credentials as well. It is zero where the vendor's answer has no time.
	Clock(ctx context.Context) (time.Time, error)
}

// Now tells the vendor's time; see Clock.
func Now(ctx context.Context, v Vendor) (time.Time, error) {
	clock, err := Ability[Clock](v, "tell its time")
	if err != nil {
		return time.Time{}, err
	}
	return clock.Clock(ctx)
}

// Since gives a time of the vendor's clock that is after everything that is there
// already and before everything that is opened once Since has returned. The clock
// tells whole seconds, and so do some vendors of their sessions, so that it waits for
// two of them. It is zero where the vendor tells no time, or the end of all times that
// a state can hold.
func Since(ctx context.Context, v Vendor) (time.Time, error) {
	now, err := Now(ctx, v)
	if err != nil || now.IsZero() {
		return time.Time{}, err
	}
	timer := time.NewTimer(2 * time.Second)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return time.Time{}, ctx.Err()
	case <-timer.C:
		since := now.Truncate(time.Second).Add(time.Second)
		if since.Year() > 9999 {
			return time.Time{}, nil
		}
		return since, nil
	}
}
