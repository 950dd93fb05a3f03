package provider

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// fourSessions has one session at each vendor.
var fourSessions = fmt.Sprintf(`
resource "chat_session" "uppzy" {
  vendor            = "uppzy"
  session_id_prefix = "acc-"
  user_identifier   = "user@example.com"
  opening_message   = "Hello from a test environment"
  response_language = "en"
}

resource "chat_session" "talkifai" {
  vendor          = "talkifai"
  agent_id        = %q
  user_identifier = "user@example.com"
  metadata        = { source = "acceptance" }
}

resource "chat_session" "siteassist" {
  vendor       = "siteassist"
  page_url     = "https://example.com/contact"
  close_reason = "the environment is torn down"
}

resource "chat_session" "uponai" {
  vendor            = "uponai"
  agent_id          = %q
  metadata          = { source = "acceptance" }
  dynamic_variables = { customer_tier = "enterprise" }
}
`, sandbox.TalkifAIAgentID, sandbox.UponAIAgentID)

var fourAddresses = map[string]string{
	sandbox.Uppzy: "chat_session.uppzy", sandbox.TalkifAI: "chat_session.talkifai",
	sandbox.SiteAssist: "chat_session.siteassist", sandbox.UponAI: "chat_session.uponai",
}

// accountInBox is what account is for the vendor in a sandbox.
func accountInBox(vendor string) knownvalue.Check {
	if account := sandbox.Account(vendor); account != "" {
		return knownvalue.StringExact(account)
	}
	return knownvalue.Null()
}

func TestAccSession_lifecycle(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	var open []statecheck.StateCheck
	for vendor, address := range fourAddresses {
		open = append(open,
			statecheck.ExpectKnownValue(address, tfjsonpath.New("vendor"), knownvalue.StringExact(vendor)),
			statecheck.ExpectKnownValue(address, tfjsonpath.New("status"), knownvalue.StringExact("open")),
			statecheck.ExpectKnownValue(address, tfjsonpath.New("session_id"), knownvalue.NotNull()),
			statecheck.ExpectKnownValue(address, tfjsonpath.New("id"), knownvalue.StringRegexp(regexp.MustCompile("^"+vendor+"/."))),
			statecheck.ExpectKnownValue(address, tfjsonpath.New("account"), accountInBox(vendor)),
		)
	}
	for name, check := range map[string]knownvalue.Check{
		"session_token": knownvalue.StringRegexp(regexp.MustCompile(".")),
		"created_at":    knownvalue.Null(),
	} {
		open = append(open, statecheck.ExpectKnownValue(fourAddresses[sandbox.TalkifAI], tfjsonpath.New(name), check))
	}
	open = append(open,
		statecheck.ExpectSensitiveValue(fourAddresses[sandbox.TalkifAI], tfjsonpath.New("session_token")),
		statecheck.ExpectKnownValue(fourAddresses[sandbox.Uppzy], tfjsonpath.New("opening_request_id"), knownvalue.NotNull()),
		statecheck.ExpectKnownValue(fourAddresses[sandbox.Uppzy], tfjsonpath.New("session_id"), knownvalue.StringRegexp(regexp.MustCompile("^acc-."))),
		statecheck.ExpectKnownValue(fourAddresses[sandbox.SiteAssist], tfjsonpath.New("created_at"), knownvalue.NotNull()),
		statecheck.ExpectKnownValue(fourAddresses[sandbox.UponAI], tfjsonpath.New("created_at"), knownvalue.NotNull()),
	)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		CheckDestroy: func(*terraform.State) error {
			if n := box.open(""); n != 0 {
				return fmt.Errorf("%d sessions are still open", n)
			}
			return nil
		},
		Steps: []resource.TestStep{
			{
				Config: box.provider() + fourSessions,
				ConfigPlanChecks: resource.ConfigPlanChecks{
					PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
				},
				ConfigStateChecks: open,
			},
			{
				PreConfig: func() {
					for vendor := range fourAddresses {
						if n := box.open(vendor); n != 1 {
							t.Errorf("%s has %d open sessions, not 1", vendor, n)
						}
					}
				},
				RefreshState: true,
			},
		},
	})
	for vendor := range fourAddresses {
		if n := len(box.Sessions(vendor)); n != 1 {
			t.Errorf("%s has seen %d sessions, not 1", vendor, n)
		}
		if answers := box.answers(vendor); len(answers) != 1 || answers[0] >= 300 {
			t.Errorf("%s was asked to close with the answers %v, want one success", vendor, answers)
		}
	}
	agent := regexp.MustCompile(`^Terraform/\d+\.\S+ \(\+https://www\.terraform\.io\) terraform-provider-chat/test$`)
	for _, request := range box.Requests() {
		if got := request.Header.Get("User-Agent"); !agent.MatchString(got) {
			t.Errorf("%s %s comes from %q", request.Vendor, request.Operation, got)
		}
	}
	closed := box.Sessions(sandbox.SiteAssist)
	if len(closed) == 1 && closed[0].CloseReason != "the environment is torn down" {
		t.Errorf("close reason is %q", closed[0].CloseReason)
	}
}
