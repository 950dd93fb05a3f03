package transport

import (
	"context"
	"math/rand/v2"
	"time"
)

// maxDelay is the longest wait before a repeat, whatever the vendor asks for.
const maxDelay = 5 * time.Minute

// backoff grows exponentially with the attempt, which counts from 0, and is
// spread over its upper half, so that calls that failed together do not come
// back together.
func (t *Transport) backoff(attempt int) time.Duration {
	ceiling := t.options.BackoffMax
	if attempt = max(attempt, 0); attempt < 16 {
		ceiling = min(ceiling, t.options.BackoffMin<<attempt)
	}
	return ceiling/2 + rand.N(ceiling/2+1)
}

// Backoff waits as long as before the repeat that follows the given attempt,
// which counts from 0. It ends early with the error of ctx.
func (t *Transport) Backoff(ctx context.Context, attempt int) error {
	return wait(ctx, t.backoff(attempt))
}
