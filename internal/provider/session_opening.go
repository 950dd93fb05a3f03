package provider

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// checkOpening refuses combinations of arguments that mean nothing when a session
// is opened or adopted. It is asked when a creation is planned, and not at validate:
// beside a session that exists, as after an import with a generated configuration,
// the same arguments do no harm.
func checkOpening(info client.Info, config *sessionModel) diag.Diagnostics {
	var diags diag.Diagnostics
	adopts := !info.ClientChoosesID && isGiven(config.SessionID)
	for _, name := range client.Arguments() {
		if adopts && info.Arguments[name].Opening && isGiven(config.argument(name)) {
			diags.AddAttributeError(place(name), "Argument of a new session", fmt.Sprintf(
				"%s is sent when a session is opened, and session_id adopts one that is open already. Remove one of them.", name))
		}
	}
	diags.Append(sessionArguments(info, config).validateCompany(config.argument)...)
	return diags
}

// tokenWithoutSession is a token in the configuration for a session that is to be
// opened. After an import the configuration of a session looks so; when that session
// is gone, a creation is planned with it. To fail in the plan would stand in the way
// of a destroy, which plans as well.
func tokenWithoutSession(config *sessionModel) bool {
	return isGiven(config.SessionToken) && config.SessionID.IsNull()
}

func tokenWithoutSessionError() diag.DiagnosticWithPath {
	return diag.NewAttributeErrorDiagnostic(place(client.SessionToken), "Token without its session",
		"session_token belongs to one session that exists, and a new session is to be opened. "+
			"Set session_id to adopt the token's session, or remove session_token: a new session comes with its own.")
}
