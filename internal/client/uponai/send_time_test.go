package uponai_test

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/uponai"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

// answersAfter is a vendor that takes its time for each answer; begun is called when
// a request is there.
func answersAfter(t *testing.T, d time.Duration, begun func()) *uponai.Vendor {
	t.Helper()
	return offline(t, uponai.Config{}, func(r *http.Request) (*http.Response, error) {
		begun()
		select {
		case <-time.After(d):
			return vendortest.Answer(201, `{"messages":[{"content":"hi"}]}`), nil
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
	})
}

func TestSendWaitsForAnAnswer(t *testing.T) {
	for name, takes := range map[string]time.Duration{"slow": 80 * time.Second, "too slow": time.Hour} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				sent, begun := 0, time.Now()
				v := answersAfter(t, takes, func() { sent++ })
				got, err := v.Send(t.Context(), client.Ref{ID: id}, client.SendRequest{Text: "hello"})
				switch {
				case takes < time.Hour && err != nil:
					t.Errorf("got %+v, %v", got, err)
				case takes == time.Hour && (time.Since(begun) != 90*time.Second || !client.MayHaveHappened(err)):
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
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		v := answersAfter(t, 2*time.Second, cancel)
		got, err := v.Send(ctx, client.Ref{ID: id}, client.SendRequest{Text: "hello"})
		if err != nil || got.Delivery != client.DeliveryAnswered {
			t.Errorf("got %+v, %v", got, err)
		}
	})
}
