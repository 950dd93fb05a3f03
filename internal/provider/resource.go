package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// vendorResource is what all resources have in common: the configured vendors.
type vendorResource struct {
	vendors *vendors
}

func (r *vendorResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	configured, diags := vendorsOf(req.ProviderData)
	resp.Diagnostics.Append(diags...)
	r.vendors = configured
}
