package uppzy_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// roundTrip answers requests without a network; it says that a connection
// stands, as net/http does.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) {
	httptrace.ContextClientTrace(r.Context()).GotConn(httptrace.GotConnInfo{})
	return f(r)
}

func answer(body string) *http.Response {
	recorder := httptest.NewRecorder()
	_, _ = recorder.WriteString(body)
	return recorder.Result()
}

func TestOpenOutlivesACancellation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		v := vendorAt(t, "https://uppzy.example", roundTrip(func(r *http.Request) (*http.Response, error) {
			if r.Method == http.MethodGet {
				return answer(empty.body), nil
			}
			cancel()
			select {
			case <-time.After(2 * time.Second):
				return answer(pending.body), nil
			case <-r.Context().Done():
				return nil, r.Context().Err()
			}
		}))
		got, err := v.Open(ctx, client.OpenRequest{SessionID: "s1", OpeningMessage: "hello"})
		if err != nil {
			t.Fatal(err)
		}
		if d := diff(got, bare(client.StatusOpen, "req_1")); d != "" {
			t.Error(d)
		}
	})
}

func TestOpenThatIsCancelledForGoodKeepsTheSession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		v := vendorAt(t, "https://uppzy.example", roundTrip(func(r *http.Request) (*http.Response, error) {
			if r.Method == http.MethodGet {
				return answer(empty.body), nil
			}
			cancel()
			<-r.Context().Done()
			return nil, r.Context().Err()
		}))
		got, err := v.Open(ctx, client.OpenRequest{SessionID: "s1", OpeningMessage: "hello"})
		if err == nil || got == nil || got.Status != client.StatusUnknown {
			t.Errorf("got %+v, %v; the message may have begun a session", got, err)
		}
	})
}

func TestReadEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	v := vendorAt(t, "https://uppzy.example", roundTrip(func(r *http.Request) (*http.Response, error) {
		if r.URL.RawQuery == "" {
			return answer(empty.body), nil
		}
		cancel()
		return nil, r.Context().Err()
	}))
	if got, err := v.Read(ctx, client.Ref{ID: "s1", UserIdentifier: mail}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %+v, %v", got, err)
	}
}
