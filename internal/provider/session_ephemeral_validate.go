package provider

import (
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// ValidateConfig checks the arguments against the table of the chosen vendor.
// Terraform asks again when all values are known, and opens only then.
func (e *sessionEphemeral) ValidateConfig(ctx context.Context, req ephemeral.ValidateConfigRequest, resp *ephemeral.ValidateConfigResponse) {
	var config sessionEphemeralModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(validateTimeouts(config.Timeouts.Attributes())...)
	info, ok := client.Lookup(config.Vendor.ValueString())
	if !ok {
		return
	}
	set, arguments := ephemeralArguments(info), config.session()
	resp.Diagnostics.Append(set.validate(arguments.argument)...)
	resp.Diagnostics.Append(set.validateCompany(arguments.argument)...)
}

// ephemeralArguments is the vendor's row without what names a session that exists:
// an ephemeral session is closed when its run ends, so that it has to be its own.
func ephemeralArguments(info client.Info) argumentSet {
	names := func(name client.Argument) bool { return name == client.SessionID || name == client.SessionToken }
	uses := maps.Clone(info.Arguments)
	maps.DeleteFunc(uses, func(name client.Argument, _ client.Use) bool { return names(name) })
	return argumentSet{info: info, uses: uses, order: slices.DeleteFunc(client.Arguments(), names), purpose: "open a session"}
}
