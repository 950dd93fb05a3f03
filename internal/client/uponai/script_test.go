package uponai_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/uponai"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/contract"
)

const (
	token     = "token-99"
	workspace = 42
	id        = "Jabr9TXYY/JHf 1"
	escaped   = "Jabr9TXYY%2FJHf%201"
	agent     = "chat_agent_1"

	create = "POST /api/chats"
	get    = "GET /api/chats/" + escaped + "?workspaceId=42"
	patch  = "PATCH /api/chats/" + escaped
	end    = "POST /api/chats/" + escaped + "/end"

	// list is the first page of the list.
	list = "GET /api/chats?limit=1000&sortOrder=descending&workspaceId=42"
)

func listFrom(key string) string {
	return "GET /api/chats?limit=1000&paginationKey=" + key + "&sortOrder=descending&workspaceId=42"
}

// step is one call that must come, and its answer.
type step struct {
	call   string
	status int // 200 when zero
	body   string
	lost   bool // the connection is cut instead
	odd    bool // the answer breaks the contract on purpose
	// echo answers with a chat that has the metadata of the request.
	echo bool
}

// Answers that several tests need.
var (
	readsOpen  = step{call: get, body: chatJSON(`"status":"ongoing"`)}
	readsEnded = step{call: get, body: chatJSON(`"status":"ended","endedAt":"2023-11-07T05:41:56Z"`)}
	ended      = step{call: end, status: 204}
	unlisted   = step{call: list, body: pageJSON("null", `{"chatId":"other"}`)}
)

// chatJSON is a chat of this id with more fields.
func chatJSON(fields string) string {
	return `{"chatId":"` + id + `","agentId":"` + agent + `","startedAt":"2023-11-07T05:31:56Z",` + fields + `}`
}

func pageJSON(key string, chats ...string) string {
	return `{"data":[` + strings.Join(chats, ",") + `],"pagination_key":` + key + `}`
}

// own is an error of the shape that counts as the vendor's, foreign one of
// somebody else.
func own(call string, status int) step {
	return step{call: call, status: status, body: fmt.Sprintf(`{"status":"error","message":"it said %d"}`, status)}
}

func foreign(call string, status int) step {
	return step{call: call, status: status, body: "<html>a proxy</html>", odd: true}
}

// twice is what a call that may be repeated meets at a vendor that stays broken.
func twice(s step) []step { return []step{s, s} }

// script is a server that expects calls in one order. It fails the test on a call
// too many, a call too few, and whatever breaks the contract.
type script struct {
	t    *testing.T
	mu   sync.Mutex
	left []step
	odd  bool
	sent []string // bodies
}

func (s *script) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	call := r.Method + " " + r.URL.EscapedPath()
	if r.URL.RawQuery != "" {
		call += "?" + r.URL.RawQuery
	}
	s.mu.Lock()
	s.sent = append(s.sent, string(body))
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
	if r.Header.Get("Authorization") != "Bearer "+token {
		s.t.Errorf("%s with Authorization %q", call, r.Header.Get("Authorization"))
	}
	if next.lost {
		panic(http.ErrAbortHandler)
	}
	if next.echo {
		next.body = chatJSON(`"status":"ongoing","metadata":` + metadataOf(string(body)))
	}
	if next.body != "" {
		w.Header().Set("Content-Type", "application/json")
	}
	w.WriteHeader(cmp.Or(next.status, http.StatusOK))
	_, _ = io.WriteString(w, next.body)
}

// metadataOf is the metadata in the body of a request.
func metadataOf(body string) string {
	var request struct{ Metadata json.RawMessage }
	if json.Unmarshal([]byte(body), &request) != nil {
		return "null"
	}
	return string(request.Metadata)
}

// play starts a server with the steps and a vendor that speaks to it.
func play(t *testing.T, steps ...step) (*uponai.Vendor, *script) {
	t.Helper()
	s := &script{t: t, left: steps}
	validator, err := contract.New("uponai", "")
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
	v, err := uponai.New(uponai.Config{Token: token, WorkspaceID: workspace, Transport: transport.Options{
		BaseURL: server.URL, MaxRetries: 1, BackoffMin: time.Millisecond, BackoffMax: time.Millisecond,
	}})
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
