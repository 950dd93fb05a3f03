package vendortest

import (
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// FuzzProblem fuzzes a vendor's reading of error responses: its texts are not longer than
// the response, apart from replaced bytes, and its delay is at most a day.
func FuzzProblem(f *testing.F, problem func(status int, body []byte) transport.Problem, seeds ...string) {
	f.Helper()
	for _, seed := range seeds {
		f.Add(404, []byte(seed))
	}
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		got := problem(status, body)
		if most := len("\ufffd") * len(body); len(got.Message) > most || len(got.Code) > most || got.RetryAfter < 0 || got.RetryAfter > 24*time.Hour {
			t.Errorf("got %+v", got)
		}
	})
}
