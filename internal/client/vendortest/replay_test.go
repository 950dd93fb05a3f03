package vendortest_test

import (
	"io"
	"net/http"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

func TestReplayAsksOnce(t *testing.T) {
	asked := 0
	replay := vendortest.NewReplay(vendortest.RoundTrip(func(r *http.Request) (*http.Response, error) {
		asked++
		return vendortest.Answer(http.StatusOK, r.URL.Path), nil
	}))
	for _, path := range []string{"/a", "/long", "/a", "/long", "/a"} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://127.0.0.1"+path, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		response, err := replay.RoundTrip(request)
		if err != nil {
			t.Fatal(err)
		}
		if body, err := io.ReadAll(response.Body); err != nil || string(body) != path {
			t.Errorf("%s answered %q, %v", path, body, err)
		}
	}
	if asked != 2 || string(replay.Largest()) != "/long" {
		t.Errorf("asked %d times, the largest is %q", asked, replay.Largest())
	}
}
