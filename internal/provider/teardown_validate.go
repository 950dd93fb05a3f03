package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
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
	resp.Diagnostics.Append(config.validate()...)
}
