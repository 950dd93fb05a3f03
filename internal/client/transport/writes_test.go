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
	var stack *transport.Transport
	var during uint64
	var err error
	stack, err = transport.New(transport.Options{BaseURL: "https://vendor.example", RoundTripper: vendortest.RoundTrip(
		func(*http.Request) (*http.Response, error) {
			during = stack.Writes()
			if status == 0 {
				return nil, errors.New("lost")
			}
			return vendortest.Answer(status, `{}`), nil
		})})
	if err != nil {
		t.Fatal(err)
	}
	steps := []struct {
		call   transport.Call
		status int
		want   uint64
	}{
		{transport.Call{Method: http.MethodGet, SessionID: "a"}, 200, 0},
		{transport.Call{Method: http.MethodPost, ReadOnly: true}, 200, 0},
		{transport.Call{Method: http.MethodPost, SessionID: "a"}, 200, 1},
		{transport.Call{Method: http.MethodPost}, 200, 2},
		{transport.Call{Method: http.MethodPatch, SessionID: "b"}, 404, 3},
		{transport.Call{Method: http.MethodPost, SessionID: "a"}, 0, 4},
	}
	for i, step := range steps {
		status = step.status
		before := stack.Writes()
		_, _ = stack.Do(t.Context(), step.call)
		if during != before {
			t.Errorf("%d counts before it has ended", i)
		}
		if got := stack.Writes(); got != step.want {
			t.Errorf("after %d: %d writes, want %d", i, got, step.want)
		}
	}
}
