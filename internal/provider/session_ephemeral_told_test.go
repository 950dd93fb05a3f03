package provider

import (
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// What a vendor leaves uncertain of an opening or a close is told.
func TestEphemeral_uncertain(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	e := configured(t, box.config())

	info, _ := client.Lookup(sandbox.SiteAssist)
	fault := refusal(sandbox.SiteAssist, "startConversation", 503, sandbox.ErrorBody(sandbox.SiteAssist, 503))
	fault.Times = 1
	box.Inject(fault)
	opened, p := e.tryEphemeral(t.Context(), ephemeralConfig(info))
	if opened == nil || !p.warnings().has("", "not available at first") {
		t.Errorf("opened again without a word: %v", p)
	}

	info, _ = client.Lookup(sandbox.TalkifAI)
	opened = e.openEphemeral(ephemeralConfig(info))
	for _, operation := range []string{"endSession", "getMessages"} {
		box.Inject(sandbox.Fault{Vendor: sandbox.TalkifAI, Operation: operation, Kind: sandbox.FaultForeign404})
	}
	if p := e.closeEphemeral(t.Context(), opened); !p.warnings().has("", "not confirmed closed", e.text(opened.result, "session_id")) {
		t.Errorf("not confirmed, without a word: %v", p)
	}
}

// The list of its end user is asked for a session that the site's list lacks.
func TestEphemeral_closeKnowsTheUser(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	e := configured(t, box.config())
	opened := e.openEphemeral(values{"vendor": "uppzy", "opening_message": "hello", "user_identifier": "ada@example.com"})
	box.Inject(sandbox.Fault{Vendor: sandbox.Uppzy, Operation: "closeSession", Kind: sandbox.FaultForeign404})
	box.Inject(refusal(sandbox.Uppzy, "listSessions", 200, `{"sessions": []}`))
	box.ResetRequests()
	_ = e.closeEphemeral(t.Context(), opened)
	asked := false
	for _, request := range box.Requests(sandbox.ByOperation("listSessions")) {
		asked = asked || request.Query.Get("email") == "ada@example.com"
	}
	if !asked {
		t.Error("the list of the end user is not asked")
	}
}
