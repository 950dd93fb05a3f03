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
