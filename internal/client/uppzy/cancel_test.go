package uppzy_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/uppzy"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

func TestOpen_cancelled(t *testing.T) {
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

func TestOpen_cancelledWithoutResponse(t *testing.T) {
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

func TestRead_endsWithItsContext(t *testing.T) {
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

// answersAfter is a vendor that responds after the delay d; begun is called when a
// request arrives.
func answersAfter(t *testing.T, d time.Duration, body string, begun func()) *uppzy.Vendor {
	t.Helper()
	return vendorAt(t, "https://uppzy.example", vendortest.RoundTrip(func(r *http.Request) (*http.Response, error) {
		begun()
		select {
		case <-time.After(d):
			return vendortest.Answer(200, body), nil
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
	}))
}

func TestSend_time(t *testing.T) {
	for name, c := range map[string]struct {
		async     bool
		takes     time.Duration
		gives     time.Duration // when it gives up; 0 is never
		wantReply client.Delivery
	}{
		"answer, slow":     {takes: 80 * time.Second, wantReply: client.DeliveryAnswered},
		"answer, too slow": {takes: time.Hour, gives: 90 * time.Second},
		"async":            {async: true, takes: 20 * time.Second, wantReply: client.DeliveryAccepted},
		"async, too slow":  {async: true, takes: time.Hour, gives: 30 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				sent, begun := 0, time.Now()
				v := answersAfter(t, c.takes, answered("").Body, func() { sent++ })
				got, err := v.Send(t.Context(), client.Ref{ID: "s1"}, client.SendRequest{Text: "hello", Async: c.async})
				switch {
				case c.gives == 0 && (err != nil || got.Delivery != c.wantReply):
					t.Errorf("got %+v, %v", got, err)
				case c.gives != 0 && (err == nil || time.Since(begun) != c.gives || !client.MayHaveSucceeded(err)):
					t.Errorf("got %+v, %v after %s", got, err, time.Since(begun))
				}
				if sent != 1 {
					t.Errorf("sent %d times", sent)
				}
			})
		})
	}
}

func TestSend_cancelled(t *testing.T) {
	for _, async := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			v := answersAfter(t, 2*time.Second, answered("").Body, cancel)
			got, err := v.Send(ctx, client.Ref{ID: "s1"}, client.SendRequest{Text: "hello", Async: async})
			if err != nil || got.RequestID != "req_1" {
				t.Errorf("async %t: got %+v, %v", async, got, err)
			}
		})
	}
}
