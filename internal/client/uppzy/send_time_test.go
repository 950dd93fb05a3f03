package uppzy_test

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/uppzy"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

// answersAfter is a vendor that takes its time for each answer; begun is called when
// a request is there.
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

func TestSendWaitsForAnAnswerAndNotForARequest(t *testing.T) {
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
				case c.gives != 0 && (err == nil || time.Since(begun) != c.gives || !client.MayHaveHappened(err)):
					t.Errorf("got %+v, %v after %s", got, err, time.Since(begun))
				}
				if sent != 1 {
					t.Errorf("sent %d times", sent)
				}
			})
		})
	}
}

func TestSendOutlivesACancellation(t *testing.T) {
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
