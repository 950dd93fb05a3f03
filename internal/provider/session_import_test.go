package provider

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// imported is a session that is open already, and the configuration for it.
type imported struct {
	name, vendor, sessionID, account string
	// arguments belong to the configuration; no vendor call tells those of unread.
	arguments, unread string
}

// seedForImport opens sessions behind Terraform's back: one of each vendor that
// is configured with what can be read alone, and one with all that cannot.
func seedForImport(box *testBox) []imported {
	uppzy := func(id string) string {
		box.Seed(sandbox.Uppzy, sandbox.Seed{ID: id, UserIdentifier: "user@example.com", Messages: []sandbox.Message{{Content: "Hi"}}})
		return id
	}
	siteassist := func() string { return box.Seed(sandbox.SiteAssist, sandbox.Seed{PageURL: "https://example.com"}).ID }
	uponai := func() string {
		return box.Seed(sandbox.UponAI, sandbox.Seed{
			AgentID: sandbox.UponAIAgentID, Metadata: map[string]any{"k": "v"}, DynamicVariables: map[string]any{"tier": "gold"},
		}).ID
	}
	talkifai := box.Seed(sandbox.TalkifAI, sandbox.Seed{AgentID: sandbox.TalkifAIAgentID})
	visitor := sandbox.SiteAssistAccount(sandbox.SiteAssistVisitorID)
	const agent = "agent_id = %q\nmetadata = { k = \"v\" }\ndynamic_variables = { tier = \"gold\" }\n"
	return []imported{
		{name: "uppzy", vendor: sandbox.Uppzy, sessionID: uppzy("u-1")},
		{
			name: "uppzy_all", vendor: sandbox.Uppzy, sessionID: uppzy("u-2/50% off @home"), account: sandbox.UppzySiteID,
			unread: `
  session_id_prefix = "acc-"
  user_identifier   = "user@example.com"
  opening_message   = "Hello"
  response_language = "en"`,
		},
		{
			name: "uppzy_pinned", vendor: sandbox.Uppzy, sessionID: uppzy("u-3"), account: sandbox.UppzySiteID,
			arguments: `session_id = "u-3"`,
		},
		{name: "siteassist", vendor: sandbox.SiteAssist, sessionID: siteassist()},
		{
			name: "siteassist_all", vendor: sandbox.SiteAssist, sessionID: siteassist(), account: visitor,
			unread: `
  page_url             = "https://example.com"
  close_reason         = "over"
  recreate_when_closed = false
  timeouts { delete = "1m" }`,
		},
		{name: "uponai", vendor: sandbox.UponAI, sessionID: uponai(), arguments: fmt.Sprintf(agent, sandbox.UponAIAgentID)},
		{
			name: "uponai_all", vendor: sandbox.UponAI, sessionID: uponai(), account: "42", arguments: fmt.Sprintf(agent, sandbox.UponAIAgentID),
			unread: `timeouts { read = "1m" }`,
		},
		{
			name: "talkifai", vendor: sandbox.TalkifAI, sessionID: talkifai.ID,
			unread: fmt.Sprintf("agent_id = %q\nuser_identifier = \"user@example.com\"\nmetadata = { k = \"v\" }\nsession_token = %q\n",
				sandbox.TalkifAIAgentID, talkifai.Token),
		},
	}
}

func (i imported) address() string { return "chat_session." + i.name }

// id is the import id, with the account where the case has one.
func (i imported) id() string {
	id := sessionAddress(i.vendor, i.sessionID)
	if i.account != "" {
		id = strings.Replace(id, "/", "/"+i.account+"/", 1)
	}
	return id
}

func (i imported) resource() string {
	return fmt.Sprintf("resource \"chat_session\" %q {\n  vendor = %q\n%s\n%s\n}\n", i.name, i.vendor, i.arguments, i.unread)
}

// planned is what an import comes to with the case's configuration.
func (i imported) planned() plancheck.PlanCheck {
	if i.unread == "" {
		return plancheck.ExpectResourceAction(i.address(), plancheck.ResourceActionNoop)
	}
	return plancheck.ExpectResourceAction(i.address(), plancheck.ResourceActionUpdate)
}

// expectOnlyReads fails for each call that could change something at a vendor.
func (b *testBox) expectOnlyReads(t *testing.T) {
	t.Helper()
	for _, request := range b.Requests() {
		// The visitor's token is fetched by a POST that changes nothing.
		if request.Method != "GET" && request.Path != "/identity/init" {
			t.Errorf("%s %s %s was sent", request.Vendor, request.Method, request.Path)
		}
	}
}

// An import is followed by an empty plan, or by one update in place that stores
// what no vendor call tells, sends nothing and is then followed by an empty plan.
// From then on those arguments count as those of any other session.
func TestAccSession_importBlock(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	cases := seedForImport(box)
	var resources, blocks strings.Builder
	var planned []plancheck.PlanCheck
	var states []statecheck.StateCheck
	for _, c := range cases {
		resources.WriteString(c.resource())
		fmt.Fprintf(&blocks, "import {\n  to = %s\n  id = %q\n}\n", c.address(), c.id())
		planned = append(planned, c.planned())
		states = append(states,
			statecheck.ExpectKnownValue(c.address(), tfjsonpath.New("session_id"), knownvalue.StringExact(c.sessionID)),
			statecheck.ExpectKnownValue(c.address(), tfjsonpath.New("id"), knownvalue.StringExact(sessionAddress(c.vendor, c.sessionID))),
		)
	}
	states = append(states,
		statecheck.ExpectKnownValue("chat_session.uppzy_all", tfjsonpath.New("opening_message"), knownvalue.StringExact("Hello")),
		statecheck.ExpectKnownValue("chat_session.siteassist_all", tfjsonpath.New("page_url"), knownvalue.StringExact("https://example.com")),
		statecheck.ExpectKnownValue("chat_session.talkifai", tfjsonpath.New("session_token"), knownvalue.NotNull()),
		statecheck.ExpectKnownValue("chat_session.talkifai", tfjsonpath.New("status"), knownvalue.StringExact("unknown")),
	)
	changed := strings.NewReplacer(`page_url             = "https://example.com"`, `page_url = "https://example.com/2"`,
		`opening_message   = "Hello"`, `opening_message = "Good morning"`)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{
			{
				Config: box.provider() + resources.String() + blocks.String(),
				ConfigPlanChecks: resource.ConfigPlanChecks{
					PreApply:             planned,
					PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
				},
				ConfigStateChecks: states,
			},
			{
				PreConfig: func() {
					box.expectOnlyReads(t)
					if n := box.open(""); n != len(cases) {
						t.Errorf("%d sessions are open, not %d", n, len(cases))
					}
				},
				Config: box.provider() + changed.Replace(resources.String()),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction("chat_session.uppzy_all", plancheck.ResourceActionReplace),
					plancheck.ExpectResourceAction("chat_session.siteassist_all", plancheck.ResourceActionReplace),
					plancheck.ExpectResourceAction("chat_session.talkifai", plancheck.ResourceActionNoop),
				}},
				// A refresh with the token has found out by now.
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue("chat_session.talkifai", tfjsonpath.New("status"), knownvalue.StringExact("open")),
				},
			},
		},
	})
	if n := box.open(""); n != 0 {
		t.Errorf("%d sessions are still open", n)
	}
}

// The command: what it imports is what an apply has stored.
func TestAccSession_importCommand(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	config := box.provider() + fourSessions + `
resource "chat_session" "odd" {
  vendor          = "uppzy"
  session_id      = "a/b 50%@ü"
  opening_message = "Hello"
}`
	unread := map[string][]string{
		"chat_session.uppzy":      {"created_at", "opening_message", "opening_request_id", "response_language", "session_id_prefix", "user_identifier"},
		"chat_session.odd":        {"created_at", "opening_message", "opening_request_id"},
		"chat_session.siteassist": {"close_reason", "page_url"},
		"chat_session.uponai":     {},
		"chat_session.talkifai": {
			"agent_id", "metadata", "session_token", "status", "user_identifier",
		},
	}
	steps := []resource.TestStep{{Config: config}}
	for name, ignored := range unread {
		steps = append(steps, resource.TestStep{
			ResourceName: name, ImportState: true, ImportStateVerify: true,
			ImportStateVerifyIgnore: ignored,
		})
	}
	steps = append(steps, resource.TestStep{
		ResourceName: "chat_session.uppzy", ImportState: true, ImportStateId: "uppzy/nobody-has-seen-this",
		ExpectError: regexp.MustCompile(`Uppzy\s+knows\s+no\s+session\s+"nobody-has-seen-this"`),
	})
	resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: factories(), Steps: steps})
}
