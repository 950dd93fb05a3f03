package provider

import (
	"net/url"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// oddIDs are session ids that need care in an import id, a path or an identity.
var oddIDs = []string{
	"plain", "a/b", "/a", "a/", "50%", "%2F", "u@example.com", "two words", "a+b&c=d?e#f", "ü ✓", "...", "..%2F..", "a:b;c,d", `"quoted"`,
}

func TestSessionImport_roundTrip(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	e := configured(t, box.config())
	for _, id := range oddIDs {
		box.Seed(sandbox.Uppzy, sandbox.Seed{ID: id})
		box.Seed(sandbox.UponAI, sandbox.Seed{ID: id, AgentID: sandbox.UponAIAgentID})
	}
	for _, id := range oddIDs {
		for vendor, account := range map[string]string{sandbox.Uppzy: sandbox.UppzySiteID, sandbox.UponAI: "42"} {
			t.Run(vendor+" "+id, func(t *testing.T) {
				config := values{"vendor": vendor, "session_id": id}
				adopted := e.open(config)
				address := e.text(adopted.state, "id")
				if strings.Count(address, "/") != 1 {
					t.Errorf("%q is not of two parts", address)
				}
				for _, form := range []string{address, strings.Replace(address, "/", "/"+account+"/", 1)} {
					imported, p := e.importBy(form, nil)
					e.mustSucceed(p)
					if got := e.text(imported.state, "session_id"); got != id {
						t.Errorf("%q imports %q", form, got)
					}
					if plan, p := e.plan(imported, config); len(p) > 0 || !e.state(plan.PlannedState).Equal(imported.state) {
						t.Errorf("the plan after the import of %q is not empty: %v", form, p)
					}
				}
				byIdentity, p := e.importBy("", values{"vendor": vendor, "session_id": id})
				e.mustSucceed(p)
				if got := e.text(byIdentity.state, "id"); got != address {
					t.Errorf("the identity imports %q, not %q", got, address)
				}
			})
		}
	}
}

func TestSessionImport_refused(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	box.Seed(sandbox.Uppzy, sandbox.Seed{ID: "mine"})
	box.Seed(sandbox.Uppzy, sandbox.Seed{ID: "theirs", Account: sandbox.UppzyOtherSiteID})
	box.Seed(sandbox.UponAI, sandbox.Seed{ID: "theirs", Account: "43", AgentID: sandbox.UponAIAgentID})
	e := configured(t, box.config())
	tests := []struct {
		name, id string
		identity values
		words    []string
	}{
		{"nothing", "", nil, []string{"vendor/session_id"}},
		{"unknown vendor", "acme/mine", nil, []string{`"acme"`, "uppzy, talkifai, siteassist, uponai"}},
		{"vendor in capitals", "Uppzy/mine", nil, []string{"no vendor"}},
		{"no vendor", "/mine", nil, []string{"no vendor"}},
		{"vendor alone", "uppzy", nil, []string{"vendor/session_id", `"uppzy"`}},
		{"too many parts", "uppzy/a/b/c", nil, []string{"vendor/account/session_id", "%2F"}},
		{"no session", "uppzy/", nil, []string{"session id", "empty"}},
		{"account and no session", "uppzy/" + sandbox.UppzySiteID + "/", nil, []string{"session id", "empty"}},
		{"empty account", "uppzy//mine", nil, []string{"empty account"}},
		{"bare percent sign", "uppzy/50%", nil, []string{"%25"}},
		{"no escape", "uppzy/%zz", nil, []string{"%25"}},
		{"path that climbs", "uppzy/..", nil, []string{"relative"}},
		{"path that climbs, escaped", "uppzy/%2e%2e", nil, []string{"relative"}},
		{"path that stays", "uponai/.", nil, []string{"relative"}},
		{"line end", "uppzy/a%0Ab", nil, []string{"control"}},
		{"zero byte", "uppzy/a%00", nil, []string{"control"}},
		{"delete", "uponai/a%7F", nil, []string{"control"}},
		{"other site", "uppzy/" + sandbox.UppzyOtherSiteID + "/theirs", nil, []string{"site", sandbox.UppzyOtherSiteID, sandbox.UppzySiteID}},
		{"other workspace", "uponai/43/theirs", nil, []string{"workspace", `"43"`, `"42"`}},
		{"other visitor", "siteassist/somebody/" + aUUID, nil, []string{"visitor", `"somebody"`, sandbox.SiteAssistAccount(sandbox.SiteAssistVisitorID)}},
		{"account where there are none", "talkifai/acct/chat_1", nil, []string{"TalkifAI", "talkifai/session_id"}},
		{"not in the list", "uppzy/never-seen", nil, []string{`Uppzy knows no session "never-seen"`}},
		{"of another site", "uppzy/theirs", nil, []string{`Uppzy knows no session "theirs"`}},
		{"not at SiteAssist", "siteassist/" + aUUID, nil, []string{"SiteAssist knows no session"}},
		{"not at UponAI", "uponai/never-seen", nil, []string{"UponAI knows no session"}},
		{"of another workspace", "uponai/theirs", nil, []string{"UponAI knows no session"}},
		{"identity without a vendor", "", values{"vendor": "", "session_id": "mine"}, []string{"no vendor"}},
		{"identity without a session", "", values{"vendor": "uppzy", "session_id": ""}, []string{"empty"}},
		{"identity that climbs", "", values{"vendor": "uppzy", "session_id": ".."}, []string{"relative"}},
		{"identity of another site", "", values{"vendor": "uppzy", "session_id": "theirs", "account": sandbox.UppzyOtherSiteID}, []string{sandbox.UppzyOtherSiteID, sandbox.UppzySiteID}},
		{"identity with an account where there are none", "", values{"vendor": "talkifai", "session_id": "chat_1", "account": "acct"}, []string{"TalkifAI"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			box.ResetRequests()
			imported, got := e.importBy(test.id, test.identity)
			if !got.errors().has("", test.words...) || len(got) != 1 {
				t.Errorf("want one error with %q, got: %v", test.words, got)
			}
			if imported != nil && !imported.state.IsNull() {
				t.Errorf("imported %v", imported.state)
			}
			box.expectOnlyReads(t)
		})
	}
}

// What does not show the session is no proof of it: an import needs one.
func TestSessionImport_notProven(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		site  string
		fault *sandbox.Fault
		words []string
	}{
		"no such site":         {site: "site_deleted", words: []string{"not imported", "site_deleted", "site_id"}},
		"list that is no list": {site: sandbox.UppzySiteID, fault: &sandbox.Fault{Vendor: sandbox.Uppzy, Operation: "listSessions", Kind: sandbox.FaultNotJSON}, words: []string{"not imported", "list could not be read"}},
	} {
		t.Run(name, func(t *testing.T) {
			box := startBox(t, sandbox.Variants{})
			box.Seed(sandbox.Uppzy, sandbox.Seed{ID: "mine"})
			config := box.config()
			config["uppzy"] = with(config["uppzy"].(values), values{"site_id": test.site})
			if test.fault != nil {
				box.Inject(*test.fault)
			}
			if _, got := configured(t, config).importBy("uppzy/mine", nil); !got.errors().has("", test.words...) {
				t.Errorf("want an error with %q, got: %v", test.words, got)
			}
		})
	}
}

// Whatever the id is: what is accepted names a vendor and a session, is found
// again by the id that the state would have, and cannot climb out of a path.
func FuzzParseImportID(f *testing.F) {
	for _, id := range oddIDs {
		f.Add("uppzy/" + url.PathEscape(id))
		f.Add("uponai/42/" + url.PathEscape(id))
		f.Add("siteassist/" + id)
	}
	for _, id := range []string{"", "/", "//", "///", "uppzy", "uppzy/", "uppzy//x", "uppzy/%", "uppzy/%2", "uppzy/%2E%2e", "talkifai/a/b", "uppzy/\x00", "acme/x"} {
		f.Add(id)
	}
	f.Fuzz(func(t *testing.T, id string) {
		target, err := parseImportID(id)
		if err != nil {
			return
		}
		info, ok := client.Lookup(target.Vendor)
		if !ok {
			t.Fatalf("%q names the vendor %q", id, target.Vendor)
		}
		if target.Account != "" && info.Account == "" {
			t.Errorf("%q names an account, and %s has none", id, info.Title)
		}
		for _, part := range []string{target.SessionID, target.Account} {
			if part == "." || part == ".." || strings.ContainsFunc(part, func(r rune) bool { return r < ' ' || r == 0x7f }) {
				t.Errorf("%q is accepted with the part %q", id, part)
			}
		}
		again, err := parseImportID(sessionAddress(target.Vendor, target.SessionID))
		if err != nil || again.SessionID != target.SessionID || again.Vendor != target.Vendor {
			t.Errorf("%q leads to %+v, and its id to %+v, %v", id, target, again, err)
		}
	})
}
