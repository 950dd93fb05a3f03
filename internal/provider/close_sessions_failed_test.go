package provider

import (
	"slices"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// The error stays short however many are refused, and says where to look.
func TestCloseSessions_allRefused(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	s := box.stray(sandbox.UponAI, 15, 0)
	box.Inject(refusal(sandbox.UponAI, "endChat", 401, `{"status": "error", "message": "Bad token."}`))
	_, p := configured(t, box.config()).invoke(t.Context(), closeMany, sweeping(sandbox.UponAI, nil))
	slices.Sort(s.matching)
	if !p.errors().has("", "15 of 15 sessions", firstOf(s.matching)+".", "status 401: Bad token (15 sessions). The vendor refused the credentials", "UPONAI_TOKEN") ||
		strings.Contains(p.String(), s.matching[10]) {
		t.Error(p)
	}
}

// What has no state says nothing of one when the vendor fails.
func TestActions_noState(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	session := box.Seed(sandbox.UponAI, sandbox.Seed{})
	for _, operation := range []string{"listChats", "endChat"} {
		box.Inject(refusal(sandbox.UponAI, operation, 501, `{"status": "error", "message": "Not now."}`))
	}
	e := configured(t, box.config())
	_, one := e.invoke(t.Context(), closeOne, closeConfig(session))
	_, many := e.invoke(t.Context(), closeMany, sweeping(sandbox.UponAI, nil))
	_, listed := e.query(values{"vendor": "uponai"}, 0, false, nil)
	for name, p := range map[string]problems{closeOne: one, closeMany: many, "list": listed} {
		if !p.errors().has("", "status 501", "Run again.") || strings.Contains(p.String(), "state") {
			t.Errorf("%s: %v", name, p)
		}
	}
	box.ClearFaults()
	teardown := e.of("chat_session_teardown")
	object := teardown.open(sweeping(sandbox.UponAI, nil))
	box.Inject(refusal(sandbox.UponAI, "listChats", 501, `{"status": "error", "message": "Not now."}`))
	if _, p := teardown.destroy(object); !p.errors().has("", "status 501", "in its state it still owns") {
		t.Errorf("teardown: %v", p)
	}
}
