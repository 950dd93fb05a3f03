package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// ValidateConfig refuses selectors that the vendor's list cannot answer, and a
// teardown without one where that would close what others have opened.
func (r *teardownResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config teardownModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(validateTimeouts(config.Timeouts.Attributes())...)
	info, ok := client.Lookup(config.Vendor.ValueString())
	if !ok {
		return
	}
	diags := validateSelectors(info.Name, config.selectors(), append(narrowing(), client.ByCreatedAfter))
	if info.NoList == "" && !diags.HasError() {
		if err := config.checkScope(info); err != nil {
			diags.AddAttributeError(path.Root("vendor"), "Missing selector", sentence(err))
		}
	}
	resp.Diagnostics.Append(diags...)
	reason := argumentSet{info: info, uses: info.Arguments, order: []client.Argument{client.CloseReason}}
	resp.Diagnostics.Append(reason.validateOne(client.CloseReason, config.CloseReason)...)
}
