package talkifai_test

import (
	"cmp"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/talkifai"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/contract"
)

const (
	apiKey = "tk_live_key-that-is-secret"
	token  = "eyJ.token-that-is-secret"
	agent  = "5b710eca-ee67-4c3a-aeb6-8b541f451b40"
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
	created      = reply{body: `{"conversation_id":"chat_1","session_token":"` + token + `","agent_name":"Support","greeting":"Hello!","agent_model":"m"}`}
	history      = reply{body: `{"messages":[],"count":0}`}
	ended        = reply{body: `{"success":true,"message":"Session ended successfully"}`}
	dead         = reply{status: 401, body: `{"detail":"Invalid token"}`}
	mixed        = reply{status: 403, body: `{"detail":"Conversation ID does not match session token"}`}
	gone         = reply{status: 404, body: `{"detail":"Session not found"}`}
	goneEnvelope = reply{status: 404, body: `{"success":false,"error":"Session not found","code":"not_found"}`}
	routeless    = reply{status: 404, body: `{"detail":"Not Found"}`}
	foreign404   = reply{status: 404, body: `<html>not here</html>`, odd: true}
	foreign401   = reply{status: 401, body: `<html>log in</html>`, odd: true}
	page         = reply{body: `<html>welcome</html>`, odd: true}
	broken       = reply{status: 500, body: `{"detail":"Failed to end session"}`}
	limited      = reply{status: 429}
)

// step is one call that a script expects, "create", "history" or "end", and its
// answer.
type step struct {
	call string
	reply
}

func create(r reply) step { return step{"create", r} }
func probe(r reply) step  { return step{"history", r} }
func end(r reply) step    { return step{"end", r} }

// script is a server that expects the calls in their order. It fails the test on
// a call too many, a call too few, and whatever breaks the contract.
type script struct {
	t      *testing.T
	mu     sync.Mutex
	left   []step
	odd    bool
	bodies []string
	types  []string
}

func (s *script) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	call := "create"
	switch {
	case strings.HasSuffix(r.URL.Path, "/end"):
		call = "end"
	case strings.HasSuffix(r.URL.Path, "/messages") && r.URL.RawQuery == "limit=1":
		call = "history"
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bodies = append(s.bodies, string(body))
	s.types = append(s.types, r.Header.Get("Content-Type"))
	if len(s.left) == 0 || s.left[0].call != call {
		s.t.Errorf("unexpected call %q (%s); left are %v", call, r.URL, s.left)
		w.WriteHeader(http.StatusTeapot)
		return
	}
	next := s.left[0]
	s.left = s.left[1:]
	s.odd = s.odd || next.odd
	if next.lost {
		panic(http.ErrAbortHandler)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(cmp.Or(next.status, http.StatusOK))
	_, _ = io.WriteString(w, next.body)
}

// play starts a server with the script and a vendor that speaks to it and
// repeats twice.
func play(t *testing.T, steps ...step) (*talkifai.Vendor, *script) {
	t.Helper()
	s := &script{t: t, left: slices.Clone(steps)}
	validator, err := contract.New("talkifai", "/v1/chat")
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(validator.Middleware(s))
	t.Cleanup(func() {
		server.Close()
		if len(s.left) > 0 {
			t.Errorf("not asked for: %v", s.left)
		}
		for _, violation := range validator.Violations() {
			if violation.Side == contract.SideRequest || !s.odd {
				t.Error(violation)
			}
		}
	})
	return vendorAt(t, transport.Options{BaseURL: server.URL + "/v1/chat"}), s
}

func vendorAt(t *testing.T, o transport.Options) *talkifai.Vendor {
	t.Helper()
	o.MaxRetries, o.BackoffMin, o.BackoffMax = 2, time.Millisecond, time.Millisecond
	v, err := talkifai.New(talkifai.Config{APIKey: apiKey, Transport: o})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func tellsASecret(err error) bool {
	return err != nil && (strings.Contains(err.Error(), apiKey) || strings.Contains(err.Error(), token))
}
