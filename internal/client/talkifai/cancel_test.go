package talkifai_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

// after is the response after the delay d.
func after(r *http.Request, d time.Duration, body string) (*http.Response, error) {
	select {
	case <-r.Context().Done():
		return nil, r.Context().Err()
	case <-time.After(d):
		return vendortest.Answer(200, body), nil
	}
}

func TestOpen_cancelled(t *testing.T) {
	for took, lost := range map[time.Duration]bool{2 * time.Second: false, time.Minute: true} {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			v := vendorAt(t, transport.Options{RoundTripper: vendortest.RoundTrip(func(r *http.Request) (*http.Response, error) {
				cancel()
				return after(r, took, created.Body)
			})})
			got, err := v.Open(ctx, client.OpenRequest{AgentID: agent})
			var lostError *client.LostError
			if errors.As(err, &lostError) != lost || (got == nil) != lost {
				t.Errorf("after %s: got %+v, %v", took, got, err)
			}
		})
	}
}
