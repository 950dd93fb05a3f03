package provider

import (
	"bytes"
	"net/http"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// What is kept beside the state of a session decides what later responses prove.

// A refresh that finds nothing new changes neither the state nor what is beside it.
func TestSessionRead_nothingNew(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	e := configured(t, box.config())
	for _, info := range client.All() {
		o := e.open(fullConfig(info))
		// The first refresh may learn what the creation did not return.
		known, p := e.read(o)
		e.mustSucceed(p)
		e.nextRun(box.config())
		again, p := e.read(known)
		e.mustSucceed(p)
		if !again.state.Equal(known.state) || !bytes.Equal(again.private, known.private) {
			t.Errorf("%s: got %v and %s, want %v and %s", info.Name, again.state, again.private, known.state, known.private)
		}
	}
}

// The identity stays as it was when the account of a session becomes known later:
// Terraform takes another one for a bug.
func TestSessionIdentity_accountKnownLater(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	refused := box.Inject(sandbox.Fault{
		Vendor: sandbox.SiteAssist, Operation: "getMe", Kind: sandbox.FaultStatus, Status: http.StatusForbidden,
		Body: sandbox.ErrorBody(sandbox.SiteAssist, http.StatusForbidden),
	})
	config := box.tokenConfig(sandbox.SiteAssistToken)
	e := configured(t, config)
	session := values{"vendor": "siteassist"}
	plan, p := e.plan(nil, session)
	e.mustSucceed(p)
	o, p := e.apply(nil, plan, session)
	oneAccountWarning(t, "create", p)
	refused()
	e.nextRun(config)
	for range 2 {
		o, p = e.read(o)
		e.mustSucceed(p)
	}
	if account := e.text(o.state, "account"); account == "<null>" {
		t.Error("account is null, want the visitor")
	}
	changed := with(session, values{"close_reason": "over"})
	plan, p = e.plan(o, changed)
	e.mustSucceed(p)
	_, p = e.apply(o, plan, changed)
	e.mustSucceed(p)
}

// A session that Uppzy has returned once counts as seen for good, whatever the status
// that a stranger's response makes of it in between.
func TestEvidence_uppzySeenOnce(t *testing.T) {
	t.Parallel()
	box := startUncheckedBox(t)
	e := configured(t, box.config())
	o := e.open(values{"vendor": "uppzy"})
	id := e.text(o.state, "session_id")
	box.Seed(sandbox.Uppzy, sandbox.Seed{ID: id})
	for _, list := range []string{
		`{"sessions":[{"id":"` + id + `","closed_at":null}]}`, // open, without its time of creation
		`{"message":"no Route matched with those values"}`,
		`{"sessions":[]}`,
	} {
		remove := box.Inject(sandbox.Fault{Vendor: sandbox.Uppzy, Operation: "listSessions", Kind: sandbox.FaultStatus, Status: 200, Body: list})
		e.nextRun(box.config())
		var p problems
		o, p = e.read(o)
		if len(p.errors()) > 0 {
			t.Fatalf("with %s: %v", list, p)
		}
		remove()
	}
	if status := e.text(o.state, "status"); status != "unknown" {
		t.Errorf("the status is %s, want unknown", status)
	}
	box.Inject(sandbox.Fault{Vendor: sandbox.Uppzy, Operation: "listSessions", Kind: sandbox.FaultStatus, Status: 200, Body: `{"sessions":[]}`})
	box.Inject(sandbox.Fault{Vendor: sandbox.Uppzy, Operation: "closeSession", Kind: sandbox.FaultForeign404})
	e.nextRun(box.config())
	if left, p := e.destroy(o); left.state.IsNull() || !p.errors().has("", id) {
		t.Errorf("the open session has left the state: %v", p)
	}
}

// A list that is no evidence does not make another key a known credential.
func TestEvidence_uppzyEmptyArray(t *testing.T) {
	t.Parallel()
	box := startUncheckedBox(t)
	e := configured(t, box.config())
	o := e.open(values{"vendor": "uppzy"})
	id := e.text(o.state, "session_id")
	box.Seed(sandbox.Uppzy, sandbox.Seed{ID: id})
	other := with(box.config(), values{"uppzy": with(box.config()["uppzy"].(values), values{"api_key": "another-key-of-another-tenant"})})
	remove := box.Inject(sandbox.Fault{Vendor: sandbox.Uppzy, Operation: "listSessions", Kind: sandbox.FaultStatus, Status: 200, Body: `[]`})
	e.nextRun(other)
	o, p := e.read(o)
	if len(p) != 1 || !p.warnings().has("", id) {
		t.Errorf("read: %v", p)
	}
	remove()
	for _, operation := range []string{"listSessions", "closeSession"} {
		box.Inject(sandbox.Fault{Vendor: sandbox.Uppzy, Operation: operation, Kind: sandbox.FaultStatus, Status: 404, Body: `{"error":"site not found"}`})
	}
	e.nextRun(other)
	if left, p := e.destroy(o); left.state.IsNull() || !p.errors().has("", id) {
		t.Errorf("the open session has left the state: %v", p)
	}
}

// An import into an account that cannot be confirmed is refused, and so is a teardown of
// one; each error says how to go on.
func TestEvidence_accountNotConfirmed(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	box.refuseMe(http.StatusForbidden)
	e := configured(t, box.tokenConfig(sandbox.SiteAssistToken))
	id := box.Seed(sandbox.SiteAssist, sandbox.Seed{}).ID
	account := sandbox.SiteAssistAccount(sandbox.SiteAssistVisitorID)
	if _, p := e.importBy("siteassist/"+account+"/"+id, nil); !p.errors().has("", "Session not imported", account, "Leave the account out") {
		t.Errorf("import: %v", p)
	}
	teardown := e.of("chat_session_teardown").open(sweeping(sandbox.SiteAssist, nil))
	e.nextRun(box.tokenConfig(box.visitorToken(t, sandbox.SiteAssistOtherVisitorID)))
	if _, p := e.of("chat_session_teardown").destroy(teardown); !p.errors().has("", "Account not confirmed", "terraform state rm") {
		t.Errorf("teardown: %v", p)
	}
	config := values{"vendor": "siteassist", "session_id": id, "account": account}
	if _, p := e.invoke(t.Context(), closeOne, config); !p.errors().has("", "Account not confirmed", "Leave account out") {
		t.Errorf("action: %v", p)
	}
	if s, _ := box.Session(sandbox.SiteAssist, id); !s.Open {
		t.Error("the session is closed")
	}
}

// A gateway's refusal of TalkifAI's end says nothing of the session's token, and an error
// of other credentials names them.
func TestEvidence_advice(t *testing.T) {
	t.Parallel()
	box := startUncheckedBox(t)
	e := configured(t, box.config())
	info, _ := client.Lookup(sandbox.TalkifAI)
	o := e.open(leastArguments(info))
	box.Inject(sandbox.Fault{Vendor: sandbox.TalkifAI, Kind: sandbox.FaultGateway, Shape: "simplejwt-401"})
	_, p := e.destroy(o)
	if !p.errors().has("", "TALKIFAI_BASE_URL", "24 hours", "terraform state rm") || p.errors().has("", "Set session_token") {
		t.Errorf("TalkifAI: %v", p)
	}

	box.SetVariants(sandbox.Variants{SiteAssist: sandbox.SiteAssistVariants{ForeignID: 404}})
	box.refuseMe(http.StatusForbidden)
	e.nextRun(box.tokenConfig(sandbox.SiteAssistToken))
	o = e.open(values{"vendor": "siteassist"})
	e.nextRun(box.tokenConfig(box.visitorToken(t, sandbox.SiteAssistOtherVisitorID)))
	words := []string{"not those that the session was last seen with", "visitor"}
	if _, p := e.read(o); !p.warnings().has("", words...) {
		t.Errorf("SiteAssist, read: %v", p)
	}
	if _, p := e.destroy(o); !p.errors().has("", words...) {
		t.Errorf("SiteAssist, destroy: %v", p)
	}
}

// startUncheckedBox is startBox for responses that the contracts do not have.
func startUncheckedBox(t *testing.T) *testBox {
	t.Helper()
	return newFaultTable(t, sandbox.Uppzy).box
}
