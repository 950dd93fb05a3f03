package contract

import (
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
)

func TestOperationsCountAndReset(t *testing.T) {
	v, err := New("uponai", "/uponai")
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(v.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/uponai/api/workspaces" {
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, "[]")
			return
		}
		panic(http.ErrAbortHandler)
	})))
	defer server.Close()

	var calls sync.WaitGroup
	for _, path := range []string{"/api/workspaces", "/api/workspaces", "/api/chats?workspaceId=1"} {
		calls.Go(func() {
			request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/uponai"+path, http.NoBody)
			if err != nil {
				t.Error(err)
				return
			}
			request.Header.Set("Authorization", "Bearer t")
			response, err := http.DefaultClient.Do(request)
			if err == nil {
				_ = response.Body.Close()
			}
		})
	}
	calls.Wait()
	// A client may repeat the aborted call by itself, so its number is not fixed.
	if got := v.Operations(); got["listWorkspaces"] != 2 || got["listChats"] == 0 || len(got) != 2 {
		t.Errorf("operations: %v", got)
	}
	if violations := v.Violations(); len(violations) > 0 {
		t.Errorf("an aborted answer was checked: %v", violations)
	}
	if missing := v.Unexercised(); len(missing) != 7 || slices.Contains(missing, "listChats") {
		t.Errorf("unexercised: %v", missing)
	}
	v.Reset()
	if got := v.Operations(); len(got) != 0 {
		t.Errorf("after Reset: %v", got)
	}
}

func TestViolationString(t *testing.T) {
	violation := Violation{
		Vendor: "uppzy", Side: SideResponse, Method: "GET", Path: "/x", Status: 409, Reason: "not\n  declared",
	}
	if got, want := violation.String(), "uppzy no operation (GET /x answered 409): response: not declared"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
