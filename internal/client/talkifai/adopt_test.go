package talkifai_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

func TestAdopt(t *testing.T) {
	tests := map[string]struct {
		steps    []step
		open     bool
		closed   bool
		notFound bool
	}{
		"open":           {steps: []step{probe(history)}, open: true},
		"500, then open": {steps: []step{probe(failed), probe(history)}, open: true},
		"token invalid":  {steps: []step{probe(tokenInvalid)}, closed: true},
		"not found":      {steps: []step{probe(notFound)}, notFound: true},
		"not found, AP":  {steps: []step{probe(notFoundAP)}, notFound: true},
		"mismatch":       {steps: []step{probe(tokenMismatch)}},
		"401 of a proxy": {steps: []step{probe(proxy401)}},
		"no messages":    {steps: []step{probe(reply{Body: `{}`, Odd: true})}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, test.steps...)
			got, err := v.Open(t.Context(), client.OpenRequest{SessionID: "chat_1", SessionToken: token, AgentID: agent})
			var closed *client.ClosedError
			var notFound *client.NotFoundError
			if (err == nil) != test.open || errors.As(err, &closed) != test.closed || errors.As(err, &notFound) != test.notFound {
				t.Fatalf("got error %v", err)
			}
			var want *client.Session
			if test.open {
				want = &client.Session{ID: "chat_1", Token: token, Status: client.StatusOpen}
			}
			if d := vendortest.Diff(got, want); d != "" {
				t.Error(d)
			}
			if hasSecret(err) {
				t.Errorf("the error has a secret: %v", err)
			}
		})
	}
}

func TestAdopt_withoutToken(t *testing.T) {
	v, _ := play(t)
	_, err := v.Open(t.Context(), client.OpenRequest{SessionID: "chat_1"})
	if err == nil || !strings.Contains(err.Error(), "session_token") || client.MayHaveSucceeded(err) {
		t.Errorf("got %v", err)
	}
}
