package provider

import (
	"fmt"
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// limited puts a rate limit before a vendor, whose 429 has what header adds; nil adds
// nothing.
func limited(limit *vendortest.Limiter, header func(http.Header, time.Duration)) func(string, http.Handler) http.Handler {
	return func(_ string, next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			left, ok := limit.Accept()
			switch {
			case ok:
				next.ServeHTTP(w, r)
				return
			case header != nil:
				header(w.Header(), left)
			}
			w.WriteHeader(http.StatusTooManyRequests)
		})
	}
}

// Fifty sessions open and close behind a limit of 30 requests in a window of time, in
// one apply and one destroy, however the vendor names the delay.
func TestAccRateLimit(t *testing.T) {
	t.Parallel()
	const sessions = 50
	for _, c := range []struct {
		name, vendor string
		header       func(http.Header, time.Duration)
	}{
		{"no delay", sandbox.UponAI, nil},
		{"Retry-After", sandbox.SiteAssist, func(h http.Header, left time.Duration) {
			h.Set("Retry-After", strconv.FormatFloat(left.Seconds(), 'f', 3, 64))
		}},
		{"X-RateLimit-Reset", sandbox.Uppzy, func(h http.Header, left time.Duration) {
			h.Set("X-RateLimit-Reset", strconv.FormatFloat(left.Seconds(), 'f', 3, 64))
		}},
		{"X-RateLimit-Reset in Unix time", sandbox.TalkifAI, func(h http.Header, left time.Duration) {
			h.Set("X-RateLimit-Reset", strconv.FormatInt(time.Now().Add(left+time.Second).Unix(), 10))
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			limit := &vendortest.Limiter{Size: 30, Length: 2 * time.Second}
			box := startBoxWith(t, sandbox.Options{Middleware: limited(limit, c.header)})
			w := startWorkspace(t, box.provider()+fmt.Sprintf("resource \"chat_session\" \"app\" {\n  count  = %d\n  vendor = %q\n  %s\n}\n", sessions, c.vendor, openingArguments[c.vendor]))
			w.apply().mustSucceed(t)
			if n := box.open(c.vendor); n != sessions {
				t.Errorf("%d sessions are open, want %d", n, sessions)
			}
			w.destroy().mustSucceed(t)
			if n := box.open(""); n != 0 {
				t.Errorf("%d sessions were left open", n)
			}
			if n := len(box.Sessions(c.vendor)); n != sessions {
				t.Errorf("%d sessions were opened, want %d", n, sessions)
			}
			if limit.Refused() == 0 {
				t.Error("the limit was never reached")
			}
			t.Logf("%d requests were refused", limit.Refused())
		})
	}
}
