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

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// goodSelectors has a value for each selector.
var goodSelectors = map[client.Selector]string{
	client.ByUserIdentifier: `"user@example.com"`, client.ByStatus: `"open"`, client.BySessionIDPrefix: `"a"`,
	client.ByAgentID: `"agent"`, client.ByMetadata: `{ k = "v" }`, client.ByInactiveFor: `"24h"`,
	client.ByCreatedAfter: `"2026-01-31T08:00:00Z"`, client.ByCreatedBefore: `"2026-01-31T08:00:00Z"`,
}

// Every selector that the table lacks is refused on its argument, and every one in
// it is accepted.
func TestAccSessions_theTable(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	w := startWorkspace(t, "")
	accepted := box.provider()
	refused := box.provider()
	var words [][]string
	for _, info := range client.All() {
		for _, name := range client.Selectors() {
			block := fmt.Sprintf("data \"chat_sessions\" \"%s_%s\" {\n  vendor = %q\n  %s = %s\n}\n",
				info.Name, name, info.Name, name, goodSelectors[name])
			switch _, answers := info.Selectors[name]; {
			case answers:
				accepted += block
			case info.NoList == "":
				refused += block
				words = append(words, []string{"data.chat_sessions." + info.Name + "_" + string(name), info.Title, string(name)})
			}
		}
	}
	w.configure(accepted)
	w.plan().mustSucceed(t)
	box.ResetRequests()
	w.configure(refused + `
data "chat_sessions" "talkifai" { vendor = "talkifai" }
data "chat_sessions" "negative" {
  vendor       = "uppzy"
  inactive_for = "-1h"
}
data "chat_sessions" "everything" {
  vendor   = "uponai"
  metadata = {}
}
data "chat_sessions" "variable_not_set" {
  vendor   = "uponai"
  metadata = { team = null }
}
`)
	w.plan().mustFail(t, append(words,
		[]string{"data.chat_sessions.talkifai", "TalkifAI", "no call lists"},
		[]string{"data.chat_sessions.negative", "greater than zero"},
		[]string{"data.chat_sessions.everything", "selects every session"},
		[]string{"data.chat_sessions.variable_not_set", "team", "null"})...)
	if n := len(box.Requests()); n > 0 {
		t.Errorf("%d requests were sent although the configuration is refused", n)
	}
}

// The time of the last interaction has two spellings at SiteAssist.
func TestAccSessions_bothSpellings(t *testing.T) {
	t.Parallel()
	for _, spelling := range []string{sandbox.InteractionAt, sandbox.InterationAt} {
		box := startBox(t, sandbox.Variants{SiteAssist: sandbox.SiteAssistVariants{Interaction: spelling}})
		idle := box.Seed(sandbox.SiteAssist, sandbox.Seed{CreatedAt: box.Now().AddDate(0, 0, -2)})
		box.Seed(sandbox.SiteAssist, sandbox.Seed{})
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: factories(),
			Steps: []resource.TestStep{{
				Config: box.provider() + `
data "chat_sessions" "idle" {
  vendor       = "siteassist"
  inactive_for = "24h"
  limit        = 1
}
`,
				ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue("data.chat_sessions.idle",
					tfjsonpath.New("ids"), knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact(idle.ID)}))},
			}},
		})
	}
}

// Values that are only known after the apply put the reading off to it.
func TestAccSessions_unknown(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	box.Seed(sandbox.UponAI, sandbox.Seed{AgentID: "agent", Metadata: map[string]any{"environment": "agent"}})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{{
			Config: box.provider() + `
resource "terraform_data" "later" { input = { vendor = "uponai", agent = "agent", after = "2020-01-01T00:00:00Z", idle = null } }
data "chat_sessions" "later" {
  vendor        = terraform_data.later.output.vendor
  agent_id      = terraform_data.later.output.agent
  created_after = terraform_data.later.output.after
  inactive_for  = terraform_data.later.output.idle
  metadata      = { environment = terraform_data.later.output.agent }
}
data "chat_session" "later" {
  vendor        = terraform_data.later.output.vendor
  session_id    = data.chat_sessions.later.ids[0]
  session_token = terraform_data.later.output.idle
}
`,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction("data.chat_sessions.later", plancheck.ResourceActionRead),
			}},
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue("data.chat_session.later", tfjsonpath.New("status"), knownvalue.StringExact("open")),
			},
		}},
	})
}

func TestAccSessionData_badInput(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	for config, text := range map[string]string{
		`vendor = "talkifai", session_id = "chat_1"`:                     "session_token",
		`vendor = "uppzy", session_id = "a", session_token = "t"`:        "takes no",
		`vendor = "siteassist", session_id = "no-uuid"`:                  "UUID",
		`vendor = "acme", session_id = "a"`:                              "uppzy",
		`vendor = "uponai", session_id = "."`:                            "relative",
		`vendor = "talkifai", session_id = "chat_1", session_token = ""`: "at least 1",
	} {
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: factories(),
			Steps: []resource.TestStep{{
				Config:      box.provider() + "data \"chat_session\" \"bad\" {\n" + strings.ReplaceAll(config, ", ", "\n") + "\n}\n",
				ExpectError: regexp.MustCompile(text),
				PlanOnly:    true,
			}},
		})
	}
	if n := len(box.Requests()); n > 0 {
		t.Errorf("%d requests were sent although the configuration is refused", n)
	}
}
