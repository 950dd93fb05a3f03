package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
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

// checkUsable fails the plan of a creation whose vendor cannot be used. One whose
// settings are not known yet passes, and so does every one before the provider is
// configured.
func (r *vendorResource) checkUsable(vendor string) diag.Diagnostics {
	if r.vendors == nil {
		return nil
	}
	if _, err := r.vendors.get(vendor); err != nil && !isNotKnown(err) {
		return diag.Diagnostics{vendorDiagnostic(err)}
	}
	return nil
}
