package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// Create opens or adopts the session. What the vendor says is open is saved, also
// beside an error: Terraform then holds it as tainted and destroy closes it.
func (r *sessionResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan sessionModel
	resp.Diagnostics.Append(getSession(ctx, req.Plan, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	timeout, diags := plan.Timeouts.Create(ctx, defaultCreateTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := client.Operation(ctx, timeout)
	defer cancel()

	vendor, err := r.vendors.get(plan.Vendor.ValueString())
	if err != nil {
		resp.Diagnostics.Append(vendorDiagnostic(err))
		return
	}
	// What is not known now is not configured either.
	if isGiven(plan.SessionToken) && !isGiven(plan.SessionID) {
		resp.Diagnostics.Append(tokenWithoutSessionError())
		return
	}
	session, err := vendor.Open(ctx, plan.openRequest())
	if session != nil {
		plan.flattenPlanned(session)
		resp.Diagnostics.Append(setSession(ctx, &resp.State, &plan)...)
		resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, &plan)...)
		resp.Diagnostics.Append(writePrivate(ctx, resp.Private, r.vendors.openedPrivate(vendor, session))...)
		resp.Diagnostics.Append(r.vendors.accountWarning(ctx, vendor)...)
		resp.Diagnostics.Append(differingDiagnostics(&plan, session, session.DifferingMetadata)...)
		resp.Diagnostics.Append(noteDiagnostics(&plan, session)...)
	}
	if err != nil {
		failed := openDiagnostic(plan.Vendor.ValueString(), err)
		if session != nil {
			failed = diag.NewErrorDiagnostic(failed.Summary(), failed.Detail()+fmt.Sprintf(
				"\n\nThe session %q may be open. It is in the state as tainted: the next apply replaces it, and a destroy closes it.", plan.ID.ValueString()))
		}
		resp.Diagnostics.Append(failed)
	}
}
