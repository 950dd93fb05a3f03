package siteassist_test

import (
	"cmp"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/siteassist"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/contract"
)

const (
	token   = "private-token-77"
	key     = "sa_pk_secret_88"
	device  = "device-1"
	id      = "123e4567-e89b-12d3-a456-426614174000"
	visitor = "c2a19f0e-8bcb-4a67-9e4a-8f7b8f5d8d2a"

	start = "POST /conversations"
	get   = "GET /conversations/" + id
	end   = "POST /conversations/" + id + "/close"
	me    = "GET /identity/me"
	login = "POST /identity/init"
	list  = "GET /conversations?limit=100&offset=0&orderBy=createdAt&orderDir=desc"
)

// step is one call that must come, and its answer.
type step struct {
	call   string
	status int // 200 when zero
	body   string
	lost   bool // the connection is cut instead
	odd    bool // the answer breaks the contract on purpose
}

// Answers that several tests need.
var (
	isMe       = step{call: me, body: visitorJSON}
	readsOpen  = step{call: get, body: conversationJSON("open", "null")}
	readsEnded = step{call: get, body: conversationJSON("closed", `"2024-01-15T10:40:00.000Z"`)}
	started    = step{call: start, status: 201, body: conversationJSON("open", "null")}
)

const visitorJSON = `{"object":"visitor","id":"` + visitor + `","type":"anonymous","externalId":null,"name":null,"avatarUrl":null}`

func conversationJSON(status, closedAt string) string {
	return `{"object":"conversation","id":"` + id + `","createdAt":"2024-01-15T10:30:00.000Z",
		"updatedAt":"2024-01-15T10:31:00.000Z","status":"` + status + `","closedAt":` + closedAt + `,"closeReason":null,
		"lastInteractionAt":"2024-01-15T10:30:00.000Z","isHumanHandled":false,"humanAgent":null,"messages":[]}`
}

func listFrom(offset int) string {
	return strings.Replace(list, "offset=0", fmt.Sprintf("offset=%d", offset), 1)
}

// lists is a page of the list, from its first call on.
func lists(call string, total int, conversations ...string) step {
	return step{call: call, body: fmt.Sprintf(`{"object":"list","total":%d,"limit":100,"offset":0,"data":[%s]}`,
		total, strings.Join(conversations, ","))}
}

// other is a conversation with another id.
func other(n int) string {
	return strings.Replace(conversationJSON("open", "null"), id, fmt.Sprintf("00000000-0000-4000-8000-%012d", n), 1)
}

// loggedIn is an answer of init with this token.
func loggedIn(token string) step {
	return step{call: login, body: `{"sessionToken":"` + token + `","visitor":` + visitorJSON + `}`}
}

// own is an error of the vendor's own shape, foreign one of somebody else.
func own(call string, status int) step {
	code := map[int]string{401: "UNAUTHORIZED", 404: "CONVERSATION_NOT_FOUND"}[status]
	return step{call: call, status: status, body: fmt.Sprintf(`{"error":{"message":"it said %d","code":%q}}`, status, cmp.Or(code, "CODE"))}
}

func foreign(call string, status int) step {
	return step{call: call, status: status, body: "<html>a proxy</html>", odd: true}
}

// twice is what a call that may be repeated meets at a vendor that stays broken.
func twice(s step) []step { return []step{s, s} }

// script is a server that expects calls in one order. It fails the test on a call
// too many, a call too few, and whatever breaks the contract.
type script struct {
	t     *testing.T
	mu    sync.Mutex
	left  []step
	odd   bool
	sent  []string // bodies
	auths []string // Authorization headers
}

func (s *script) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	call := r.Method + " " + strings.TrimPrefix(r.URL.RequestURI(), "/v2")
	s.mu.Lock()
	s.sent = append(s.sent, string(body))
	s.auths = append(s.auths, r.Header.Get("Authorization"))
	if len(s.left) == 0 || s.left[0].call != call {
		s.odd = true
		s.mu.Unlock()
		s.t.Errorf("unexpected call %s", call)
		w.WriteHeader(http.StatusTeapot)
		return
	}
	next := s.left[0]
	s.left = s.left[1:]
	s.odd = s.odd || next.odd
	s.mu.Unlock()
	if next.lost {
		panic(http.ErrAbortHandler)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(cmp.Or(next.status, http.StatusOK))
	_, _ = io.WriteString(w, next.body)
}

// byToken and byKey are the two kinds of credentials.
var (
	byToken = siteassist.Config{Token: token}
	byKey   = siteassist.Config{PublishableKey: key, VisitorID: device}
)

// play starts a server with the steps and a vendor that speaks to it.
func play(t *testing.T, c siteassist.Config, steps ...step) (*siteassist.Vendor, *script) {
	t.Helper()
	s := &script{t: t, left: steps}
	validator, err := contract.New("siteassist", "/v2")
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(validator.Middleware(s))
	t.Cleanup(func() {
		server.Close()
		for _, missing := range s.left {
			t.Errorf("the call %s did not come", missing.call)
		}
		for _, violation := range validator.Violations() {
			if violation.Side == contract.SideRequest || !s.odd {
				t.Error(violation)
			}
		}
	})
	c.Transport = transport.Options{
		BaseURL: server.URL + "/v2", MaxRetries: 1,
		BackoffMin: time.Millisecond, BackoffMax: time.Millisecond,
	}
	v, err := siteassist.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return v, s
}

// join puts steps one after the other.
func join(parts ...any) []step {
	var steps []step
	for _, part := range parts {
		switch part := part.(type) {
		case step:
			steps = append(steps, part)
		case []step:
			steps = append(steps, part...)
		}
	}
	return steps
}
