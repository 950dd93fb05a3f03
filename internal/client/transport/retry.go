package transport

import (
	"context"
	"errors"
	"math"
	"net/http"
	"time"

	"github.com/hashicorp/go-retryablehttp"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// retrying is go-retryablehttp, which rewinds bodies, drains answers and waits,
// with the rules of this file for one call.
func (t *Transport) retrying(p *progress) *retryablehttp.Client {
	return &retryablehttp.Client{
		HTTPClient:   t.http,
		RetryMax:     math.MaxInt, // shouldRetry counts
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
		CheckRetry: func(ctx context.Context, response *http.Response, err error) (bool, error) {
			if err != nil && ctx.Err() != nil {
				return false, ctx.Err()
			}
			return t.shouldRetry(ctx, p, response, err), nil
		},
		PrepareRetry: func(r *http.Request) error {
			if p.call.BeforeRepeat == nil || !p.answered {
				return nil
			}
			err := p.call.BeforeRepeat(r.Context())
			if err == nil {
				p.carriedOut.Store(false)
			}
			return err
		},
		Backoff: func(_, _ time.Duration, _ int, _ *http.Response) time.Duration { return p.delay },
	}
}

// shouldRetry decides after each attempt. A response that asks to wait is followed by
// another attempt for as long as the context allows, every other failure by at most
// Options.MaxRetries. It gives up at once when the wait is longer than the time left.
func (t *Transport) shouldRetry(ctx context.Context, p *progress, response *http.Response, err error) bool {
	named := t.vendorDelay(p, response)
	limited := err == nil && (response.StatusCode == http.StatusTooManyRequests || named > 0)
	if err == nil {
		p.responded = true
		t.options.Outage.Responded(response.StatusCode, p.call.Credential.Temporary)
		if !limited && response.StatusCode < 500 {
			t.gate.passed(p.sentAt)
		}
	}
	switch {
	case err != nil && !p.mayRepeatAfter(ctx, err):
		return false
	case err == nil && !p.mayRepeatOn(response.StatusCode):
		// An answer counts, also when the context ended while it came.
		return false
	}
	refused, again := t.refusedForNow(p, response, err)
	if err == nil && p.call.Repeat == OnceUnlessUnavailable && !again {
		return false
	}
	delay, spent, allowed := t.backoff(p.failures), &p.failures, t.options.MaxRetries
	if limited {
		delay, spent, allowed = t.pause(p, named), &p.refusals, t.options.MaxRefusals
	}
	p.delay = min(delay, maxDelay)
	if left, ok := remaining(ctx); ok && delay >= left {
		if named > 0 {
			p.refuse(delay)
		}
		return false
	}
	if p.abandoned() != nil {
		// The grace is for an answer that is on its way, not for another attempt.
		return false
	}
	if *spent >= allowed {
		// This was the last attempt, and not an earlier one.
		return false
	}
	*spent++
	p.forget()
	p.answered = err == nil
	// A documented "nothing was done" leaves nothing behind.
	p.refused = p.refused || again && (!refused || response.StatusCode == http.StatusTooManyRequests)
	// While the call waits for its repeat, nothing is on its way. A call that looks
	// before a repeat does not trust a refusal until it has looked.
	if p.sent.Swap(false) && (!refused || p.call.BeforeRepeat != nil) {
		p.carriedOut.Store(true)
	}
	return true
}

// pause stops all calls for the delay that the vendor names, but not for less than the
// shortest back-off, or for a growing one where it names none. It returns the delay before
// the next attempt.
func (t *Transport) pause(p *progress, named time.Duration) time.Duration {
	if named > 0 {
		named = max(named, min(t.options.BackoffMin, defaultBackoffMin))
		t.gate.pause(min(named, maxDelay))
		return named
	}
	return t.gate.backOff(p.sentAt, t.backoff)
}

// refusedForNow reports whether a response says that nothing was done, and whether
// it asks for the call to be sent again: a 429, or the vendor's documented 503.
func (t *Transport) refusedForNow(p *progress, response *http.Response, err error) (nothingDone, again bool) {
	switch {
	case err != nil:
		return false, false
	case response.StatusCode == http.StatusTooManyRequests:
		return true, true
	case response.StatusCode != http.StatusServiceUnavailable:
		return false, false
	}
	meaning := t.options.Problem(response.StatusCode, p.body).Meaning
	nothingDone = meaning == client.MeaningNothingDone
	return nothingDone, nothingDone || meaning == client.MeaningUnavailable
}

// mayRepeatOn says whether an answer of this status lets the call be sent again.
func (p *progress) mayRepeatOn(status int) bool {
	switch {
	case status == http.StatusTooManyRequests:
		return true
	case status == http.StatusServiceUnavailable:
		return p.call.Repeat != Once
	case status == http.StatusNotImplemented:
		return false
	case status >= 500, status == http.StatusRequestTimeout:
		return p.call.Repeat == Safe
	}
	return false
}

// mayRepeatAfter says the same of a try that had no answer. What never reached a
// connection was not carried out, whatever it is.
func (p *progress) mayRepeatAfter(ctx context.Context, err error) bool {
	if errors.Is(err, errPaused) || errors.Is(err, errCrowded) || errors.Is(err, ErrTooLarge) || errors.Is(err, errNotLoopback) {
		return false
	}
	// The library knows the errors that no repetition mends, such as a
	// certificate that is not trusted.
	if again, _ := retryablehttp.DefaultRetryPolicy(ctx, nil, err); !again {
		return false
	}
	return !p.sent.Load() || p.call.Repeat == Safe
}

// MaxRetries is how often a call may be repeated by a caller that repeats itself.
func (t *Transport) MaxRetries() int { return t.options.MaxRetries }
