package provider

import (
	"fmt"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// A trigger of a resource closes its session when the resource was made, at every
// vendor, with a token that no plan shows.
func TestAccCloseSession_trigger(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	config := box.provider()
	for _, vendor := range sandbox.Vendors() {
		config += fmt.Sprintf(`
resource "terraform_data" %[1]q {
  input = %[1]q
  lifecycle {
    action_trigger {
      events  = [after_create]
      actions = [action.chat_close_session.%[1]s]
    }
  }
}
`, vendor)
	}
	seeded := map[string]sandbox.Session{}
	for _, vendor := range sandbox.Vendors() {
		seeded[vendor] = box.Seed(vendor, sandbox.Seed{})
		token := ""
		if seeded[vendor].Token != "" {
			token = fmt.Sprintf("session_token = sensitive(%q)", seeded[vendor].Token)
		}
		config += fmt.Sprintf("action \"chat_close_session\" %q {\n  config {\n    vendor = %q\n    session_id = %q\n    %s\n  }\n}\n",
			vendor, vendor, seeded[vendor].ID, token)
	}
	resource.Test(t, resource.TestCase{
		TerraformVersionChecks:   fromTerraform114,
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{{
			Config: config,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction("terraform_data.uponai", plancheck.ResourceActionCreate),
			}},
			PostApplyFunc: func() {
				for vendor, session := range seeded {
					if now, _ := box.Session(vendor, session.ID); now.Open {
						t.Errorf("the session at %s is open", vendor)
					}
				}
			},
		}},
	})
}

// The session of a resource is closed by the command line, and the next plan sees it.
func TestAccCloseSession_invoke(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	w := startWorkspace(t, box.provider()+fmt.Sprintf(`
resource "chat_session" "s" {
  vendor   = "talkifai"
  agent_id = %q
}
action "chat_close_session" "s" {
  config {
    vendor        = chat_session.s.vendor
    session_id    = chat_session.s.session_id
    session_token = chat_session.s.session_token
  }
}
`, sandbox.TalkifAIAgentID))
	w.skipBelow114()
	w.apply().mustSucceed(t)
	run := w.apply("-invoke=action.chat_close_session.s").mustSucceed(t)
	expectProgress(t, run, "talkifai/"+w.sessionID("chat_session.s")+" is closed")
	if n := box.open(""); n != 0 {
		t.Errorf("%d sessions are open", n)
	}
	run = w.apply("-invoke=action.chat_close_session.s", "-refresh=false").mustSucceed(t)
	expectProgress(t, run, "talkifai/"+w.sessionID("chat_session.s")+" was closed already, or does not exist")
	if plan := w.plan().mustSucceed(t); plan.planned["chat_session.s"] != "replace" && plan.planned["chat_session.s"] != "create" {
		t.Errorf("planned: %v", plan.planned)
	}
}

// Many are closed by a trigger and by the command line; what the plan refuses closes
// nothing.
func TestAccCloseSessions(t *testing.T) {
	t.Parallel()
	for vendor := range narrow {
		t.Run(vendor, func(t *testing.T) {
			t.Parallel()
			box := startBox(t, sandbox.Variants{})
			s := box.stray(vendor, 6, 2)
			config := func(input, limit int) string {
				return box.provider() + fmt.Sprintf(`
action "chat_close_sessions" "app" {
  config {
    vendor       = %q
    max_sessions = %d
    %s
  }
}
resource "terraform_data" "deployment" {
  input = %d
  lifecycle {
    action_trigger {
      events  = [before_update]
      actions = [action.chat_close_sessions.app]
    }
  }
}
`, vendor, limit, narrow[vendor].selector, input)
			}
			w := startWorkspace(t, config(1, 5))
			w.skipBelow114()
			w.apply().mustSucceed(t).expectWarnings(t)
			box.mustBeOpen(t, vendor, s.matching, s.others)
			tooMany := []string{"More sessions than max_sessions", "6 open sessions", "max_sessions = 5"}
			w.apply("-invoke=action.chat_close_sessions.app").mustFail(t, tooMany)
			w.configure(config(2, 5))
			w.apply().mustFail(t, tooMany)
			box.mustBeOpen(t, vendor, s.matching, s.others)
			w.configure(config(2, 6))
			run := w.apply().mustSucceed(t).expectWarnings(t, []string{"6 sessions will be closed"})
			expectProgress(t, run, "6 closed, 0 closed already, 0 failed, 0 not begun")
			box.mustBeOpen(t, vendor, s.others)
			more := box.stray(vendor, 3, 0)
			box.Inject(sandbox.Fault{Vendor: vendor, Operation: callsOf[vendor].closing, Contains: more.matching[0], Kind: sandbox.FaultStatus, Status: 403, Body: ownRefusal[vendor]})
			w.apply("-invoke=action.chat_close_sessions.app").mustFail(t, []string{"Sessions not closed", "1 of 3 sessions", more.matching[0], "status 403"})
			box.mustBeOpen(t, vendor, s.others, more.matching[:1])
			box.ClearFaults()
			run = w.apply("-invoke=action.chat_close_sessions.app").mustSucceed(t)
			expectProgress(t, run, "1 closed, 0 closed already, 0 failed, 0 not begun")
			box.mustBeOpen(t, vendor, s.others)
		})
	}
}

// The value of a variable is not known when Terraform validates an action, and never
// validated afterwards.
func TestAccCloseSessions_variable(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	s := box.stray(sandbox.SiteAssist, 2, 0)
	w := startWorkspace(t, box.provider()+`
variable "idle" { type = string }
action "chat_close_sessions" "idle" {
  config {
    vendor       = "siteassist"
    inactive_for = var.idle
  }
}
`)
	w.skipBelow114()
	w.apply("-invoke=action.chat_close_sessions.idle", "-var=idle=a day").mustFail(t, []string{"duration", "a day"})
	box.mustBeOpen(t, sandbox.SiteAssist, s.matching)
	w.apply("-invoke=action.chat_close_sessions.idle", "-var=idle=24h").mustSucceed(t)
	box.mustBeOpen(t, sandbox.SiteAssist, s.matching)
}

// expectProgress wants an action of the run to have told the text.
func expectProgress(t *testing.T, run outcome, text string) {
	t.Helper()
	if !slices.Contains(run.progress, text) {
		t.Errorf("not told: %q, but %q", text, run.progress)
	}
}
