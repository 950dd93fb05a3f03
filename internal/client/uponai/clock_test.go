package uponai_test

import (
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

func TestClock(t *testing.T) {
	v, box := inBox(t, sandbox.UponAIVariants{}, false)
	for range 3 {
		box.Seed(sandbox.UponAI, sandbox.Seed{})
	}
	box.Advance(1000 * time.Hour)
	before := box.Now().Truncate(time.Second)
	got, err := v.Clock(t.Context())
	if err != nil || got.Before(before) || got.After(box.Now()) {
		t.Errorf("got %s, %v, want %s", got, err, before)
	}
	if sent := box.Requests(); len(sent) != 1 || sent[0].Query.Get("limit") != "1" {
		t.Errorf("sent %+v", sent)
	}
}

func TestClock_credentials(t *testing.T) {
	const first = "GET /api/chats?limit=1&sortOrder=descending&workspaceId=42"
	for name, answer := range map[string]step{
		"401":      own(first, 401),
		"403":      own(first, 403),
		"page":     foreign(first, 200),
		"no chats": {Call: first, Body: `{}`, Odd: true},
	} {
		v, _ := play(t, answer)
		if got, err := v.Clock(t.Context()); vendortest.StatusOf(err) < 200 || !got.IsZero() {
			t.Errorf("%s: got %s, %v", name, got, err)
		}
	}
}
