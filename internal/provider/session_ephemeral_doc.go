package provider

import (
	"fmt"
	"strings"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// sessionEphemeralDescription says what no attribute can: when a session is opened
// and closed, and what is left when it is not.
func sessionEphemeralDescription() string {
	return "A chat session for one phase of a run: Terraform opens it, lends its id and token to what takes ephemeral values " +
		"(provider blocks, write-only arguments, provisioners, other ephemeral resources), and closes it. " +
		"Nothing of it is in a plan file or in the state. It needs Terraform 1.10 or OpenTofu 1.11, or newer.\n\n" +
		"**Each phase opens a session of its own**, which the vendor may bill: `terraform plan` one, `terraform apply` one when it plans and another when it applies, " +
		"`terraform destroy` one when it refreshes, and another when what it destroys needs it. " +
		"While an argument of it is known only after the apply, a plan opens none; OpenTofu may open none in the first plan either where `depends_on` names something that is not created yet. " +
		"While a setting of the provider is, a plan fails, since there is no one to ask: apply what the setting depends on first.\n\n" +
		"**Terraform closes it at the end of a phase that succeeds.** Neither Terraform nor OpenTofu does (seen with Terraform 1.11 and 1.15, OpenTofu 1.12), and no later run does either,\n\n" +
		"- when something that refers to the session fails, or a postcondition of the session does,\n" +
		"- when the run is interrupted while the session is open, even once,\n" +
		"- when Terraform or the provider's process is killed.\n\n" +
		"The session is then named nowhere but in the log. What ends it:\n\n" +
		lingering() + "\n" +
		"**To find it later**, log the id of each session that is opened, with `TF_LOG_PROVIDER=INFO` and `TF_LOG_PATH`, and give the session something to be found by: " +
		"`session_id_prefix` at Uppzy, `metadata` at UponAI; at SiteAssist it is among those of the provider's visitor. " +
		"The data source `chat_sessions` lists it by that, and a `chat_session_teardown` with the same selector closes it when that is destroyed: " +
		"one that was created before the session, or has a `created_after` from before it. So does a `chat_session` into which it is imported by its id. " +
		"What must be closed also after a run that has failed is better the resource `chat_session`.\n\n" +
		"An opening that fails half-way, or is interrupted, closes what it has opened. Closing a session that is already closed, or no longer exists, succeeds. Once begun, it goes on after an interrupt " +
		fmt.Sprintf("and takes at most %d minutes; a session that is not confirmed to be closed is named in an error. ", int(ephemeralCloseTimeout.Minutes())) +
		"But OpenTofu waits only 10 seconds for it: after that it reports a timeout, without the id of the session, which may or may not be closed.\n\n" +
		"A session is not kept alive: at a vendor that ends idle ones, only a message would do that."
}

// lingering is a list of what ends a session that Terraform did not close.
func lingering() string {
	var b strings.Builder
	for _, info := range client.All() {
		fmt.Fprintf(&b, "- %s: %s\n", info.Title, strings.ToLower(ending(info)[:1])+ending(info)[1:])
	}
	return b.String()
}
