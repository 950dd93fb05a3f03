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
		"open":              {steps: []step{probe(history)}, open: true},
		"any JSON":          {steps: []step{probe(reply{Body: `[]`, Odd: true})}, open: true},
		"500, then open":    {steps: []step{probe(broken), probe(history)}, open: true},
		"dead token":        {steps: []step{probe(dead)}, closed: true},
		"gone":              {steps: []step{probe(gone)}, notFound: true},
		"gone, in envelope": {steps: []step{probe(goneEnvelope)}, notFound: true},
		"mixed":             {steps: []step{probe(mixed)}},
		"foreign 401":       {steps: []step{probe(foreign401)}},
		"foreign 404":       {steps: []step{probe(foreign404)}},
		"page":              {steps: []step{probe(page)}},
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
			if tellsASecret(err) {
				t.Errorf("the error tells a secret: %v", err)
			}
		})
	}
}

func TestAdoptNeedsTheToken(t *testing.T) {
	v, _ := play(t)
	_, err := v.Open(t.Context(), client.OpenRequest{SessionID: "chat_1"})
	if err == nil || !strings.Contains(err.Error(), "session_token") || client.MayHaveHappened(err) {
		t.Errorf("got %v", err)
	}
}
