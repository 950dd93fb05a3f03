package provider

import (
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// A creation that was refused and repeated is warned of where another session may be
// open because of it, and a session that is not confirmed closed is named in an error.
func TestEphemeral_uncertain(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	e := configured(t, box.config())

	info, _ := client.Lookup(sandbox.SiteAssist)
	box.Inject(sandbox.Fault{
		Vendor: sandbox.SiteAssist, Operation: "startConversation", Kind: sandbox.FaultStatusAfter, Times: 1, Status: 503,
		Body: `{"error":{"message":"Later","code":"SERVICE_UNAVAILABLE","details":{"retryAfter":0.001}}}`,
	})
	opened, p := e.tryEphemeral(t.Context(), ephemeralConfig(info))
	if opened == nil || !p.warnings().has("", "Session opened, response unclear") {
		t.Errorf("got no warning of the first attempt's session: %v", p)
	}

	info, _ = client.Lookup(sandbox.TalkifAI)
	opened = e.openEphemeral(ephemeralConfig(info))
	for _, operation := range []string{"endSession", "getMessages"} {
		box.Inject(sandbox.Fault{Vendor: sandbox.TalkifAI, Operation: operation, Kind: sandbox.FaultForeign404})
	}
	if p := e.closeEphemeral(t.Context(), opened); !p.errors().has("", "Session not closed", e.text(opened.result, "session_id")) {
		t.Errorf("got no error that names the session: %v", p)
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
