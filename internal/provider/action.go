package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/action"
)

// vendorAction is what all actions have in common: the configured vendors.
type vendorAction struct {
	vendors *vendors
}

func (a *vendorAction) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	configured, diags := vendorsOf(req.ProviderData)
	resp.Diagnostics.Append(diags...)
	a.vendors = configured
}

// progress is what tells Terraform how an action gets on. Once ctx is cancelled nobody
// listens any more, and to send would be to wait for ever.
func progress(ctx context.Context, resp *action.InvokeResponse) func(format string, values ...any) {
	return func(format string, values ...any) {
		if ctx.Err() == nil {
			resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf(format, values...)})
		}
	}
}
