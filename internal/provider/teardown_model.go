package provider

import (
	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// teardownModel is a chat_session_teardown in configuration, plan and state.
type teardownModel struct {
	closeModel
	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

// teardownWords is how messages speak of a teardown.
var teardownWords = closeWords{
	object: "chat_session_teardown", moment: "destroyed",
	tooMany: "If all are meant, raise max_sessions, apply, and destroy again. " +
		"Otherwise narrow the selectors and apply, or let Terraform forget the teardown without closing anything: " + forget + ".",
	left:        "The teardown stays in the state. Run Terraform again once the cause is gone: the next destroy closes what is left.",
	unconfirmed: "Configure the credentials that created the teardown. Or remove it from state without closing anything, with " + forget + " or with terraform state rm.",
	failed:      sessionDiagnostic,
	otherAccount: func(info client.Info, err *client.AccountError) diag.Diagnostic {
		return sessionDiagnostic("Teardown of another "+info.Account, info.Name, err)
	},
}
