package uppzy_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

func TestOpenOutlivesACancellation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		v := vendorAt(t, "https://uppzy.example", vendortest.RoundTrip(func(r *http.Request) (*http.Response, error) {
			if r.Method == http.MethodGet {
				return vendortest.Answer(200, empty.Body), nil
			}
			cancel()
			select {
			case <-time.After(2 * time.Second):
				return vendortest.Answer(200, pending.Body), nil
			case <-r.Context().Done():
				return nil, r.Context().Err()
			}
		}))
		got, err := v.Open(ctx, client.OpenRequest{SessionID: "s1", OpeningMessage: "hello"})
		if err != nil {
			t.Fatal(err)
		}
		if d := vendortest.Diff(got, bare(client.StatusOpen, "req_1")); d != "" {
			t.Error(d)
		}
	})
}

func TestOpenThatIsCancelledForGoodKeepsTheSession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		v := vendorAt(t, "https://uppzy.example", vendortest.RoundTrip(func(r *http.Request) (*http.Response, error) {
			if r.Method == http.MethodGet {
				return vendortest.Answer(200, empty.Body), nil
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
	v := vendorAt(t, "https://uppzy.example", vendortest.RoundTrip(func(r *http.Request) (*http.Response, error) {
		if r.URL.RawQuery == "" {
			return vendortest.Answer(200, empty.Body), nil
		}
		cancel()
		<-r.Context().Done()
		return nil, r.Context().Err()
	}))
	got, err := v.Read(ctx, client.Ref{ID: "s1", UserIdentifier: mail})
	if failed, ok := errors.AsType[*client.Error](err); !errors.Is(err, context.Canceled) || !ok || failed.Vendor != "uppzy" {
		t.Errorf("got %+v, %v", got, err)
	}
}
