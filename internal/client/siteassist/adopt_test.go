package siteassist_test

import (
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

func TestOpenAdopts(t *testing.T) {
	for name, c := range map[string]struct {
		steps  []step
		status client.Status
		check  func(error) bool
	}{
		"open":        {steps: join(isMe, readsOpen), status: client.StatusOpen},
		"unknown":     {steps: join(isMe, step{Call: get, Body: conversationJSON("paused", "null"), Odd: true}), status: client.StatusUnknown},
		"closed":      {steps: join(isMe, readsEnded), check: vendortest.Is[*client.ClosedError]},
		"gone":        {steps: join(isMe, own(get, 404)), check: vendortest.Is[*client.NotFoundError]},
		"foreign 404": {steps: join(isMe, foreign(get, 404), foreign(list, 404)), check: func(err error) bool { return vendortest.StatusOf(err) == 404 }},
		"not ours":    {steps: join(isMe, own(get, 403)), check: func(err error) bool { return vendortest.StatusOf(err) == 403 }},
		"broken":      {steps: join(isMe, twice(own(get, 500))), check: func(err error) bool { return vendortest.StatusOf(err) == 500 && !vendortest.Is[*client.LostError](err) }},
		"no visitor":  {steps: join(own(me, 403)), check: func(err error) bool { return vendortest.StatusOf(err) == 403 }},
	} {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, byToken, c.steps...)
			s, err := v.Open(t.Context(), client.OpenRequest{SessionID: id})
			if c.check != nil {
				if s != nil || !c.check(err) {
					t.Errorf("got %+v, %v", s, err)
				}
				return
			}
			if err != nil || s.ID != id || s.Account != visitor || s.Status != c.status {
				t.Errorf("got %+v, %v", s, err)
			}
		})
	}
}

func TestClosedErrorTellsWhen(t *testing.T) {
	v, _ := play(t, byToken, isMe, readsEnded)
	_, err := v.Open(t.Context(), client.OpenRequest{SessionID: id})
	if err == nil || !strings.Contains(err.Error(), "2024-01-15T10:40:00Z") {
		t.Error(err)
	}
}
