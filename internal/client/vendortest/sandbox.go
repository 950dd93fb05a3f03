package vendortest

import (
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/contract"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// Sandbox starts a sandbox in which every call to the vendor is checked against
// the contract. outside is for variants whose answers the contract does not have:
// then only the requests must keep to it.
func Sandbox(t testing.TB, vendor string, variants sandbox.Variants, outside bool) *sandbox.Sandbox {
	t.Helper()
	validator := newValidator(t, vendor, sandbox.Prefix(vendor))
	box, err := sandbox.Start(sandbox.Options{
		Variants: variants,
		Middleware: func(name string, next http.Handler) http.Handler {
			if name == vendor {
				return validator.Middleware(next)
			}
			return next
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		box.Close()
		reportViolations(t, validator, outside)
	})
	return box
}

// maxAnswer is enough for the answers of these tests, and soon exceeded.
const maxAnswer = 1 << 20

// Options are those of a client that repeats once, and at once.
func Options(baseURL string) transport.Options {
	return transport.Options{
		BaseURL: baseURL, MaxRetries: 1, MaxRefusals: 1, MaxAnswer: maxAnswer,
		BackoffMin: time.Millisecond, BackoffMax: time.Millisecond, Now: LeapingClock(),
	}
}

// LeapingClock is a clock that moves on by a minute at each look, so that no session is
// new for transport.Options.Now: a test that removes sessions does not wait for them.
func LeapingClock() func() time.Time {
	var minutes atomic.Int64
	begun := time.Now()
	return func() time.Time { return begun.Add(time.Duration(minutes.Add(1)) * time.Minute) }
}

func newValidator(t testing.TB, vendor, base string) *contract.Validator {
	t.Helper()
	validator, err := contract.New(vendor, base)
	if err != nil {
		t.Fatal(err)
	}
	return validator
}

// reportViolations fails the test for what broke the contract; with odd only for
// the requests that did.
func reportViolations(t testing.TB, validator *contract.Validator, odd bool) {
	t.Helper()
	for _, violation := range validator.Violations() {
		if violation.Side == contract.SideRequest || !odd {
			t.Error(violation)
		}
	}
}
