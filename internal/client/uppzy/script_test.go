package uppzy_test

import (
	"cmp"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/uppzy"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/contract"
)

const (
	apiKey = "key-that-is-secret"
	site   = "site/1 a"
)

// reply is one scripted answer.
type reply struct {
	status int // 200 when zero
	body   string
	lost   bool // the connection is cut instead
	odd    bool // breaks the contract on purpose
}

// The answers that several tests need.
var (
	siteGone   = reply{status: 404, body: `{"error":"site not found"}`}
	foreign404 = reply{status: 404, body: `<html>not here</html>`, odd: true}
	routeless  = reply{status: 404, body: `{"error":"Not Found"}`}
	broken     = reply{status: 500, body: `oops`}
	closedNow  = reply{body: `{"status":"ok"}`}
	pending    = reply{body: `{"request_id":"req_1","status":"pending"}`}
	empty      = reply{body: `{"sessions":[]}`}
	openEntry  = reply{body: `{"sessions":[{"id":"s1","created_at":"2024-06-13T14:30:00Z","updated_at":"2024-06-13T14:32:45Z","closed_at":null,"message_count":4}]}`}
	closeEntry = reply{body: `{"sessions":[{"id":"s1","created_at":"2024-06-13T14:30:00Z","updated_at":"2024-06-13T14:32:45Z","closed_at":"2024-06-13T15:00:00Z","message_count":4}]}`}
)

// replies maps a call to its answers in order. The calls are "list",
// "list <e-mail address>", "async" and "close".
type replies map[string][]reply

// script is a server that gives the scripted answers and fails the test on a
// call too many, a call too few, and whatever breaks the contract.
type script struct {
	mu     sync.Mutex
	left   replies
	odd    bool
	calls  []string
	bodies []string
}

func (s *script) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	call := r.URL.EscapedPath()[strings.LastIndex(r.URL.EscapedPath(), "/")+1:]
	if call == "sessions" {
		call = strings.TrimSpace("list " + r.URL.Query().Get("email"))
	}
	s.mu.Lock()
	s.calls = append(s.calls, call)
	s.bodies = append(s.bodies, string(body))
	if len(s.left[call]) == 0 {
		s.left["unexpected "+call] = []reply{{}}
		s.mu.Unlock()
		w.WriteHeader(http.StatusTeapot)
		return
	}
	next := s.left[call][0]
	s.left[call] = s.left[call][1:]
	s.odd = s.odd || next.odd
	s.mu.Unlock()
	if next.lost {
		panic(http.ErrAbortHandler)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(cmp.Or(next.status, http.StatusOK))
	_, _ = io.WriteString(w, next.body)
}

// play starts a server with the script and a vendor that speaks to it.
func play(t *testing.T, answers replies) (*uppzy.Vendor, *script) {
	t.Helper()
	s := &script{left: answers}
	validator, err := contract.New("uppzy", "/api/v1")
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(validator.Middleware(s))
	t.Cleanup(func() {
		server.Close()
		for call, left := range s.left {
			if len(left) > 0 {
				t.Errorf("call %q: %d answers were not asked for", call, len(left))
			}
		}
		for _, violation := range validator.Violations() {
			if violation.Side == contract.SideRequest || !s.odd {
				t.Error(violation)
			}
		}
	})
	return vendorAt(t, server.URL+"/api/v1", nil), s
}

func vendorAt(t *testing.T, baseURL string, via http.RoundTripper) *uppzy.Vendor {
	t.Helper()
	v, err := uppzy.New(uppzy.Config{APIKey: apiKey, SiteID: site, Transport: transport.Options{
		BaseURL: baseURL, MaxRetries: 1, BackoffMin: time.Millisecond, BackoffMax: time.Millisecond, RoundTripper: via,
	}})
	if err != nil {
		t.Fatal(err)
	}
	return v
}
