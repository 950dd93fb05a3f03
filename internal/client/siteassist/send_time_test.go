package siteassist_test

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/siteassist"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

// thinking is a vendor that answers a message after some time, and tells when it came.
func thinking(t *testing.T, takes time.Duration, came func()) *siteassist.Vendor {
	t.Helper()
	c := byToken
	c.Transport = transport.Options{RoundTripper: vendortest.RoundTrip(func(r *http.Request) (*http.Response, error) {
		came()
		select {
		case <-time.After(takes):
			return vendortest.Answer(200, `{"steps":[`+textStep+`]}`), nil
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
	})}
	v, err := siteassist.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestSendWaitsForTheAnswer(t *testing.T) {
	for _, c := range []struct {
		takes time.Duration
		ok    bool
	}{{89 * time.Second, true}, {91 * time.Second, false}} {
		synctest.Test(t, func(t *testing.T) {
			begun, tries := time.Now(), 0
			v := thinking(t, c.takes, func() { tries++ })
			_, err := v.Send(t.Context(), client.Ref{ID: id}, client.SendRequest{Text: "hi"})
			took := time.Since(begun)
			if (err == nil) != c.ok || client.MayHaveHappened(err) == c.ok || tries != 1 || took != min(c.takes, 90*time.Second) {
				t.Errorf("%s: got %v after %d tries and %s", c.takes, err, tries, took)
			}
		})
	}
}

// A message that is on its way when the apply is cancelled is waited for.
func TestSendOutlivesACancellation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		v := thinking(t, time.Second, cancel)
		if r, err := v.Send(ctx, client.Ref{ID: id}, client.SendRequest{Text: "hi"}); err != nil || *r.Answer != "Hello!" {
			t.Errorf("got %+v, %v", r, err)
		}
	})
}
