package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// ModifyPlan keeps what creation has found out, and counts in the plan of a destroy
// what that would close.
func (r *teardownResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var plan, state teardownModel
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if req.Plan.Raw.IsNull() {
		if !resp.Diagnostics.HasError() {
			private, diags := readPrivateAs[teardownPrivate](ctx, req.Private, teardownPrivateKey)
			resp.Diagnostics.Append(diags...)
			resp.Diagnostics.Append(state.count(ctx, r.vendors, private.trusts, teardownWords)...)
		}
		return
	}
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if req.State.Raw.IsNull() {
		if info, ok := client.Lookup(plan.Vendor.ValueString()); ok {
			resp.Diagnostics.Append(r.vendors.checkUsable(info.Name)...)
		}
	} else {
		resp.Diagnostics.Append(planTeardown(ctx, req, &plan, &state)...)
	}
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
	}
}

// planTeardown keeps what creation has found out. At another vendor it begins anew.
func planTeardown(ctx context.Context, req resource.ModifyPlanRequest, plan, state *teardownModel) diag.Diagnostics {
	var configured timetypes.RFC3339
	diags := req.Config.GetAttribute(ctx, path.Root("created_after"), &configured)
	if plan.Vendor.Equal(state.Vendor) {
		plan.Account = state.Account
		if configured.IsNull() {
			begun, d := state.begun(ctx, req.Private)
			plan.CreatedAfter = begun
			diags.Append(d...)
		}
		return diags
	}
	plan.Account = types.StringUnknown()
	if configured.IsNull() {
		plan.CreatedAfter = timetypes.NewRFC3339Unknown()
	}
	if !plan.Vendor.IsUnknown() {
		diags.AddAttributeWarning(path.Root("vendor"), named("Sessions left to themselves", state.title()), fmt.Sprintf(
			"This teardown no longer closes sessions at %s: those that its selectors match there stay open. To close them, destroy it before you change its vendor.",
			client.Title(state.Vendor.ValueString())))
	}
	return diags
}
