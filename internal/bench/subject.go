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
	return subject{name: vendor, program: chatProgram, vendor: vendor, body: body(vendor)}
}

// body is a usual session at the vendor.
func body(vendor string) string {
	if agent := sandbox.Agent(vendor); agent != "" {
		return fmt.Sprintf("  agent_id = %q\n", agent) + usual[vendor]
	}
	return usual[vendor]
}

// usual is what a session has that could do without. At Uppzy a session begins with its
// first message, and only then is in the list.
var usual = map[string]string{
	sandbox.Uppzy:      "  session_id_prefix = \"bench-\"\n  opening_message = \"Hello!\"\n",
	sandbox.TalkifAI:   "  user_identifier = \"bench@example.com\"\n",
	sandbox.SiteAssist: "  page_url = \"https://example.com/contact\"\n",
	sandbox.UponAI:     "  metadata = { source = \"bench\" }\n",
}

// The providers that do nothing take the configuration of UponAI.
func same() subject   { return idle("same schema", sameProgram) }
func twelve() subject { return idle("twelve attributes", twelveProgram) }

func idle(name, program string) subject {
	return subject{name: name, program: program, vendor: sandbox.UponAI, body: body(sandbox.UponAI)}
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
