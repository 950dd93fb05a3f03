package vendortest

import (
	"cmp"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
)

// Step is one call that must come, and its answer.
type Step struct {
	Call   string
	Status int // 200 when zero
	Body   string
	Lost   bool // the connection is cut instead
	Odd    bool // the answer breaks the contract on purpose
	// Reply makes the answer from the body of the request; nil answers Body.
	Reply func(sent string) string
}

// Sent is one request that came.
type Sent struct {
	Body   string
	Header http.Header
}

// Script is a server that expects calls in one order. It fails the test on a call
// too many, a call too few, and whatever breaks the contract.
type Script struct {
	// AnyOrder keeps the order only among the steps of the same call.
	AnyOrder bool
	// CallOf names the call that a request is; nil is its method and its address
	// below the base path, such as "GET /chats?limit=1".
	CallOf func(r *http.Request) string
	// Sent are the requests so far.
	Sent []Sent

	t    testing.TB
	base string
	mu   sync.Mutex
	left []Step
	odd  bool
}

// Play starts the server, behind the vendor's contract mounted at the base path,
// and gives its address with that path. It ends with the test.
func (s *Script) Play(t testing.TB, vendor, base string, steps []Step) string {
	t.Helper()
	s.t, s.base, s.left = t, base, slices.Clone(steps)
	validator := newValidator(t, vendor, base)
	server := httptest.NewServer(validator.Middleware(s))
	t.Cleanup(func() {
		server.Close()
		for _, missing := range s.left {
			t.Errorf("the call %q did not come", missing.Call)
		}
		reportViolations(t, validator, s.odd)
	})
	return server.URL + base
}

// ServeHTTP implements http.Handler.
func (s *Script) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	next, ok := s.next(r, string(body))
	if !ok {
		s.t.Errorf("unexpected call %q", s.call(r))
		w.WriteHeader(http.StatusTeapot)
		return
	}
	if next.Lost {
		panic(http.ErrAbortHandler)
	}
	if next.Reply != nil {
		next.Body = next.Reply(string(body))
	}
	if next.Body != "" {
		w.Header().Set("Content-Type", "application/json")
	}
	w.WriteHeader(cmp.Or(next.Status, http.StatusOK))
	_, _ = io.WriteString(w, next.Body)
}

// next records the request and takes the step that is for it.
func (s *Script) next(r *http.Request, body string) (Step, bool) {
	call := s.call(r)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Sent = append(s.Sent, Sent{Body: body, Header: r.Header.Clone()})
	i := slices.IndexFunc(s.left, func(step Step) bool { return step.Call == call })
	if i < 0 || i > 0 && !s.AnyOrder {
		s.odd = true
		return Step{}, false
	}
	next := s.left[i]
	s.left = slices.Delete(s.left, i, i+1)
	s.odd = s.odd || next.Odd
	return next, true
}

func (s *Script) call(r *http.Request) string {
	if s.CallOf != nil {
		return s.CallOf(r)
	}
	return r.Method + " " + strings.TrimPrefix(r.URL.RequestURI(), s.base)
}
