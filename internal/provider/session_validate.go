package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// ValidateConfig checks the arguments against the table of the chosen vendor. A
// value that is not known yet passes: Terraform validates again once it is.
func (r *sessionResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config sessionModel
	resp.Diagnostics.Append(getSession(ctx, req.Config, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(validateTimeouts(config.Timeouts.Attributes())...)
	info, ok := client.Lookup(config.Vendor.ValueString())
	if !ok {
		return
	}
	resp.Diagnostics.Append(sessionArguments(info, &config).validate(config.argument)...)
	if isGiven(config.SessionID) && isGiven(config.SessionIDPrefix) {
		resp.Diagnostics.AddAttributeError(path.Root("session_id_prefix"), "Two ids",
			"session_id fixes the id, session_id_prefix makes a fresh one for each session. Set one of them.")
	}
}

// sessionArguments is the vendor's row. What is needed to open a session is not
// needed to adopt one.
func sessionArguments(info client.Info, config *sessionModel) argumentSet {
	uses := map[client.Argument]client.Use{}
	for name, use := range info.Arguments {
		use.Required = use.Required && config.SessionID.IsNull()
		uses[name] = use
	}
	return argumentSet{info: info, uses: uses, order: client.Arguments(), purpose: "open a session"}
}
