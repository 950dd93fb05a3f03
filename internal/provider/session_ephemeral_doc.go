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
		"While an argument of it is known only after the apply, a plan opens none. " +
		"While a setting of the provider is, a plan fails, since there is no one to ask: apply what the setting depends on first.\n\n" +
		"**Terraform closes it at the end of a phase that succeeds.** It does not when something that refers to the session fails, when a postcondition of the session does, " +
		"or when Terraform itself is killed, and no later run does either. What then ends it:\n\n" +
		lingering() + "\n" +
		"The id of each session that is opened is logged with `TF_LOG_PROVIDER=INFO`. " +
		"A `chat_session_teardown` with a fitting selector closes what was left since its `created_after`, and so does a `chat_session` into which it is imported, when that is destroyed. " +
		"What must be closed also after a run that has failed is better the resource `chat_session`.\n\n" +
		"An opening that fails half-way, or is interrupted, closes what it has opened. Closing ends well when the session is closed or gone already, goes on after an interrupt, " +
		fmt.Sprintf("and takes at most %d minutes (OpenTofu waits 10 seconds for it); ", int(ephemeralCloseTimeout.Minutes())) +
		"a session that is not confirmed to be closed is named in an error.\n\n" +
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
