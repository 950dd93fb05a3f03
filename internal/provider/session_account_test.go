package provider

import (
	"fmt"
	"slices"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// otherAccounts is the configuration with another site, visitor and workspace,
// which the same credentials reach as well.
func (b *testBox) otherAccounts() values {
	config := b.config()
	for _, vendor := range sandbox.Vendors() {
		for _, c := range sandbox.OtherAccount(vendor) {
			config[vendor].(values)[c.Name] = c.Value
		}
	}
	return config
}

// bothAccounts are the words of the errors that must name both.
func bothAccounts(summary string) [][]string {
	return [][]string{
		{summary, "site", sandbox.UppzySiteID, sandbox.UppzyOtherSiteID, "shared"},
		{summary, "visitor", sandbox.SiteAssistAccount(sandbox.SiteAssistVisitorID), sandbox.SiteAssistAccount(sandbox.SiteAssistOtherVisitorID)},
		{summary, "workspace", `"42"`, `"43"`},
	}
}

// A provider that is pointed elsewhere does nothing: whatever the id means there,
// it is not this session. The state is kept for the account that it belongs to.
func TestAccSession_otherAccount(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	// The same id is somebody else's open session in the other site.
	box.Seed(sandbox.Uppzy, sandbox.Seed{ID: "shared", Account: sandbox.UppzyOtherSiteID})
	box.Seed(sandbox.UponAI, sandbox.Seed{Account: fmt.Sprint(sandbox.UponAIOtherWorkspaceID)})
	sessions := func(lifecycle, page string, recreate bool) string {
		return fmt.Sprintf(`
resource "chat_session" "uppzy" {
  vendor               = "uppzy"
  session_id           = "shared"
  opening_message      = "Hello"
  recreate_when_closed = %[2]t
}
resource "chat_session" "siteassist" {
  vendor               = "siteassist"
  page_url             = %[3]q
  recreate_when_closed = %[2]t
  lifecycle { %[1]s }
}
resource "chat_session" "uponai" {
  vendor               = "uponai"
  agent_id             = %[4]q
  metadata             = { recreate = %[2]t }
}
`, lifecycle, recreate, page, sandbox.UponAIAgentID)
	}
	const page = "https://example.com"
	own, other := providerBlock(box.config()), providerBlock(box.otherAccounts())
	w := startWorkspace(t, own+sessions("", page, true))
	w.apply().mustSucceed(t)
	saved, open := w.sessions(), box.open("")
	box.ResetRequests()

	tests := []struct {
		name   string
		config string
		run    []string
		errors [][]string
	}{
		{"plan", other + sessions("", page, true), []string{"plan"}, bothAccounts("Session not read")},
		{"update", other + sessions("", page, false), []string{"apply", "-auto-approve"}, bothAccounts("Session not read")},
		{"update without refresh", other + sessions("", page, false), []string{"apply", "-auto-approve", "-refresh=false"}, bothAccounts("Session not updated")},
		{"destroy", other + sessions("", page, true), []string{"destroy", "-auto-approve"}, bothAccounts("Session not read")},
		{"destroy without refresh", other + sessions("", page, true), []string{"destroy", "-auto-approve", "-refresh=false"}, bothAccounts("Session not closed")},
		{
			// Nothing may be opened in the other account before the old one is seen to be out of reach.
			"replacement without refresh", other + sessions("create_before_destroy = true", "https://example.com/2", true),
			[]string{"apply", "-auto-approve", "-refresh=false", "-target=chat_session.siteassist"},
			bothAccounts("Session not replaced")[1:2],
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w.configure(test.config)
			w.run(test.run[0], test.run[1:]...).mustFail(t, test.errors...)
			for address, session := range w.sessions() {
				if fmt.Sprint(session) != fmt.Sprint(saved[address]) {
					t.Errorf("the state of %s is now %v", address, session)
				}
			}
			w.expectState("chat_session.siteassist", "chat_session.uponai", "chat_session.uppzy")
		})
	}
	box.expectOnlyReads(t)
	if n := box.open(""); n != open {
		t.Errorf("%d sessions are open, not %d", n, open)
	}

	w.configure(own + sessions("", page, true))
	if planned := w.plan().mustSucceed(t).planned; len(planned) > 0 {
		t.Errorf("planned with the session's own account: %v", planned)
	}
	w.destroy().mustSucceed(t)
	accounts := []string{}
	for _, session := range box.Sessions("") {
		if session.Open {
			accounts = append(accounts, session.Vendor+" "+session.Account)
		}
	}
	slices.Sort(accounts)
	expectSame(t, "left open", accounts, []string{"uponai 43", "uppzy " + sandbox.UppzyOtherSiteID})
}

// The checks of each call by itself, with nothing of Terraform before it.
func TestSessionAccount_eachCall(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	box.Seed(sandbox.Uppzy, sandbox.Seed{ID: "shared", Account: sandbox.UppzyOtherSiteID})
	own, other := configured(t, box.config()), configured(t, box.otherAccounts())
	for i, vendor := range []string{sandbox.Uppzy, sandbox.SiteAssist, sandbox.UponAI} {
		t.Run(vendor, func(t *testing.T) {
			config := map[string]values{
				sandbox.Uppzy:      {"vendor": vendor, "session_id": "shared", "opening_message": "Hello"},
				sandbox.SiteAssist: {"vendor": vendor, "close_reason": "a"},
				sandbox.UponAI:     {"vendor": vendor, "agent_id": sandbox.UponAIAgentID, "metadata": values{"k": "v"}},
			}[vendor]
			changed := with(config, map[string]values{
				sandbox.Uppzy: {"recreate_when_closed": false}, sandbox.SiteAssist: {"close_reason": "b"}, sandbox.UponAI: {"metadata": values{"k": "w"}},
			}[vendor])
			session := own.open(config)
			box.ResetRequests()
			expect := func(summary string, o *object, p problems) {
				t.Helper()
				if !p.errors().has("", bothAccounts(summary)[i]...) || len(p) != 1 {
					t.Errorf("want one error with %q, got %v", bothAccounts(summary)[i], p)
				}
				if !o.state.Equal(session.state) {
					t.Errorf("the state is not kept: %s", o.state)
				}
			}
			o, p := other.read(session)
			expect("Session not read", o, p)
			plan, p := other.plan(session, changed)
			other.mustSucceed(p)
			o, p = other.apply(session, plan, changed)
			expect("Session not updated", o, p)
			o, p = other.destroy(session)
			expect("Session not closed", o, p)
			box.expectOnlyReads(t)

			o, p = own.destroy(session)
			own.mustSucceed(p)
			if !o.state.IsNull() {
				t.Errorf("still in the state: %s", o.state)
			}
		})
	}
	if n := box.open(""); n != 1 {
		t.Errorf("%d sessions are open, want the one of the other site alone", n)
	}
}
