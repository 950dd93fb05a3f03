package bench

import (
	"fmt"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// The programs that Start builds.
const (
	chatProgram   = "chat"
	sameProgram   = "same"
	twelveProgram = "twelve"
)

// subject is what Terraform is measured with.
type subject struct {
	name    string
	program string // empty: Terraform's own
	vendor  string // empty: none
	body    string // of the resource
}

// chat is the provider with sessions at the vendor.
func chat(vendor string) subject {
	return subject{name: vendor, program: chatProgram, vendor: vendor, body: bodies[vendor]}
}

// bodies are a usual session at each vendor. At Uppzy a session begins with its
// first message, and only then is in the list.
var bodies = map[string]string{
	sandbox.Uppzy:      "  session_id_prefix = \"bench-\"\n  opening_message = \"Hello!\"\n",
	sandbox.TalkifAI:   fmt.Sprintf("  agent_id = %q\n  user_identifier = \"bench@example.com\"\n", sandbox.TalkifAIAgentID),
	sandbox.SiteAssist: "  page_url = \"https://example.com/contact\"\n",
	sandbox.UponAI:     fmt.Sprintf("  agent_id = %q\n  metadata = { source = \"bench\" }\n", sandbox.UponAIAgentID),
}

// The providers that do nothing take the configuration of UponAI.
func same() subject   { return idle("same schema", sameProgram) }
func twelve() subject { return idle("twelve attributes", twelveProgram) }

func idle(name, program string) subject {
	return subject{name: name, program: program, vendor: sandbox.UponAI, body: bodies[sandbox.UponAI]}
}

// data is a resource that Terraform brings along and keeps to itself.
func data() subject { return subject{name: "terraform_data", body: "  input = \"bench\"\n"} }

// configuration has n resources.
func (s subject) configuration(n int) string {
	if s.program == "" {
		return fmt.Sprintf("resource \"terraform_data\" \"bench\" {\n  count = %d\n%s}\n", n, s.body)
	}
	return fmt.Sprintf(`terraform {
  required_providers {
    chat = {
      source = "terraform-provider-chat/chat"
    }
  }
}

provider "chat" {}

resource "chat_session" "bench" {
  count  = %d
  vendor = %q
%s}
`, n, s.vendor, s.body)
}
