package provider

import (
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// limiter is a vendor's rate limit: so many requests in each window of time.
type limiter struct {
	size   int
	length time.Duration
	// header names the time that is left of the window; nil names none.
	header func(http.Header, time.Duration)

	mu       sync.Mutex
	begun    time.Time
	accepted int
	refused  int
}

func (l *limiter) middleware(_ string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if left, ok := l.accept(); !ok {
			if l.header != nil {
				l.header(w.Header(), left)
			}
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (l *limiter) accept() (left time.Duration, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	if now.Sub(l.begun) >= l.length {
		l.begun, l.accepted = now, 0
	}
	if l.accepted == l.size {
		l.refused++
		return l.begun.Add(l.length).Sub(now), false
	}
	l.accepted++
	return 0, true
}

// Fifty sessions open and close behind a limit of 30 requests in a window of time, in
// one apply and one destroy, however the vendor names the delay.
func TestAccRateLimit(t *testing.T) {
	t.Parallel()
	const sessions = 50
	for _, c := range []struct {
		name, vendor, arguments string
		header                  func(http.Header, time.Duration)
	}{
		{"no delay", sandbox.UponAI, fmt.Sprintf("agent_id = %q", sandbox.UponAIAgentID), nil},
		{"Retry-After", sandbox.SiteAssist, "", func(h http.Header, left time.Duration) {
			h.Set("Retry-After", strconv.FormatFloat(left.Seconds(), 'f', 3, 64))
		}},
		{"X-RateLimit-Reset", sandbox.Uppzy, `opening_message = "Hello"`, func(h http.Header, left time.Duration) {
			h.Set("X-RateLimit-Reset", strconv.FormatFloat(left.Seconds(), 'f', 3, 64))
		}},
		{"X-RateLimit-Reset in Unix time", sandbox.TalkifAI, fmt.Sprintf("agent_id = %q", sandbox.TalkifAIAgentID), func(h http.Header, left time.Duration) {
			h.Set("X-RateLimit-Reset", strconv.FormatInt(time.Now().Add(left+time.Second).Unix(), 10))
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			limit := &limiter{size: 30, length: 2 * time.Second, header: c.header}
			box := startBoxWith(t, sandbox.Options{Middleware: limit.middleware})
			w := startWorkspace(t, box.provider()+fmt.Sprintf("resource \"chat_session\" \"app\" {\n  count  = %d\n  vendor = %q\n  %s\n}\n", sessions, c.vendor, c.arguments))
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
			if limit.refused == 0 {
				t.Error("the limit was never reached")
			}
			t.Logf("%d requests were refused", limit.refused)
		})
	}
}
