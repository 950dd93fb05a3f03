package transport_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

func TestWritesCountWhatMayHaveChanged(t *testing.T) {
	status := http.StatusOK
	stack, err := transport.New(transport.Options{BaseURL: "https://vendor.example", RoundTripper: vendortest.RoundTrip(
		func(*http.Request) (*http.Response, error) {
			if status == 0 {
				return nil, errors.New("lost")
			}
			return vendortest.Answer(status, `{}`), nil
		})})
	if err != nil {
		t.Fatal(err)
	}
	steps := []struct {
		call     transport.Call
		status   int
		all, ofA uint64
	}{
		{transport.Call{Method: http.MethodGet, SessionID: "a"}, 200, 0, 0},
		{transport.Call{Method: http.MethodPost, ReadOnly: true, SessionID: "a"}, 200, 0, 0},
		{transport.Call{Method: http.MethodPost, SessionID: "a"}, 200, 1, 1},
		{transport.Call{Method: http.MethodPost}, 200, 2, 1},
		{transport.Call{Method: http.MethodPatch, SessionID: "b"}, 404, 3, 1},
		{transport.Call{Method: http.MethodPost, SessionID: "a"}, 0, 4, 4},
	}
	for i, step := range steps {
		status = step.status
		_, _ = stack.Do(t.Context(), step.call)
		if all, ofA := stack.Writes(), stack.WritesOf("a"); all != step.all || ofA != step.ofA {
			t.Errorf("after %d: %d writes and %d of a, want %d and %d", i, all, ofA, step.all, step.ofA)
		}
	}
}
