package provider

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// requiringChat is the block without which Terraform has no functions of a provider.
const requiringChat = `
terraform {
  required_providers {
    chat = { source = "hashicorp/chat" }
  }
}
`

func TestAccSessionIDFunction(t *testing.T) {
	t.Parallel()
	id := statecheck.ExpectKnownOutputValue
	unknown := func(names ...string) (checks []plancheck.PlanCheck) {
		for _, name := range names {
			checks = append(checks, plancheck.ExpectUnknownOutputValue(name))
		}
		return checks
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{{
			Config: requiringChat + `
variable "salt" {
  default   = "pepper and salt"
  sensitive = true
}
variable "none" {
  type    = string
  default = null
}
resource "terraform_data" "later" {
  input = "acme"
}
output "plain" { value = provider::chat::session_id("thread", "acme", "T-1") }
output "null_salt" { value = provider::chat::session_id({ scope = "thread", salt = var.none }, ["acme", "T-1"]...) }
output "written_null" { value = provider::chat::session_id({ scope = "thread", salt = null }, "acme", "T-1") }
output "later" { value = provider::chat::session_id("thread", terraform_data.later.output, "T-1") }
output "later_scope" { value = provider::chat::session_id({ scope = "thread", salt = terraform_data.later.output }, "T-1") }
output "number" { value = provider::chat::session_id("user", 7) == provider::chat::session_id("user", "7") }
output "composed" { value = provider::chat::session_id("user", "Zo\u00eb") == provider::chat::session_id("user", "Zoe\u0308") }
output "salted" { value = nonsensitive(provider::chat::session_id({ scope = "user", salt = var.salt }, "jane@example.com")) }
output "salted_sensitive" { value = issensitive(provider::chat::session_id({ scope = "user", salt = var.salt }, "a")) }
output "part_sensitive" { value = issensitive(provider::chat::session_id("user", var.salt)) }
output "plain_sensitive" { value = issensitive(provider::chat::session_id("user", "a")) }
`,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: unknown("later", "later_scope")},
			ConfigStateChecks: []statecheck.StateCheck{
				id("plain", knownvalue.StringExact("thread-f646d2ddb18c058d8eeb0749d9d96dcb")),
				id("null_salt", knownvalue.StringExact("thread-f646d2ddb18c058d8eeb0749d9d96dcb")),
				id("written_null", knownvalue.StringExact("thread-f646d2ddb18c058d8eeb0749d9d96dcb")),
				id("later", knownvalue.StringExact("thread-f646d2ddb18c058d8eeb0749d9d96dcb")),
				id("salted", knownvalue.StringExact("user-986c689b0ec24057c00aac6116aef0d1")),
				id("number", knownvalue.Bool(true)),
				id("composed", knownvalue.Bool(true)),
				id("salted_sensitive", knownvalue.Bool(true)),
				id("part_sensitive", knownvalue.Bool(true)),
				id("plain_sensitive", knownvalue.Bool(false)),
			},
		}},
	})
}

// Each wrong argument is named at validate, before anything is planned.
func TestAccSessionIDFunction_refused(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	w := startWorkspace(t, requiringChat+box.provider()+`
output "scope" { value = provider::chat::session_id("ticket", "T-1") }
output "null_scope" { value = provider::chat::session_id(null, "T-1") }
output "no_part" { value = provider::chat::session_id("thread") }
output "empty_part" { value = provider::chat::session_id("thread", "acme", "") }
output "null_part" { value = provider::chat::session_id("thread", null) }
output "list" { value = provider::chat::session_id("thread", ["acme"]) }
`)
	w.plan().mustFail(t,
		[]string{`"scope" parameter`, "user, thread or channel"},
		[]string{`"scope" parameter`, "must not be null"},
		[]string{"at least one part that names the thread"},
		[]string{`"parts" parameter`, "part 2 must not be empty"},
		[]string{`"parts" parameter`, "must not be null"},
		[]string{`"parts" parameter`, "string required"})
}

// Two configurations that know nothing of each other have one session, by its name.
func TestAccSessionIDFunction_adopt(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	config := func(more string) string {
		return requiringChat + box.provider() + fmt.Sprintf(`
resource "chat_session" "ticket" {
  vendor     = "uppzy"
  session_id = provider::chat::session_id("thread", "acme", "T-1")
  %s
}
`, more)
	}
	const id = "thread-f646d2ddb18c058d8eeb0749d9d96dcb"
	first := startWorkspace(t, config(`opening_message = "Where is my order?"`))
	first.apply().mustSucceed(t).expectWarnings(t)
	if plan := first.plan().mustSucceed(t); len(plan.planned) > 0 {
		t.Errorf("the next plan is not empty: %v", plan.planned)
	}
	second := startWorkspace(t, config("")+`
data "chat_sessions" "threads" {
  vendor            = "uppzy"
  session_id_prefix = "thread-"
  depends_on        = [chat_session.ticket]

  lifecycle {
    postcondition {
      condition     = self.ids == tolist([chat_session.ticket.session_id])
      error_message = "The prefix does not find the session."
    }
  }
}
`)
	second.apply().mustSucceed(t)
	if got := second.sessionID("chat_session.ticket"); got != id || first.sessionID("chat_session.ticket") != id {
		t.Errorf("the second configuration has the session %s", got)
	}
	box.mustBeOpen(t, sandbox.Uppzy, []string{id})
	if n := len(box.Sessions("")); n != 1 {
		t.Errorf("%d sessions were opened for one ticket", n)
	}
	second.destroy().mustSucceed(t)
	first.destroy().mustSucceed(t)
	box.mustBeOpen(t, sandbox.Uppzy, nil)
}
