package provider

import (
	"context"
	"errors"
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
			resp.Diagnostics.Append(r.planDestroy(ctx, &state)...)
		}
		return
	}
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if req.State.Raw.IsNull() {
		if info, ok := client.Lookup(plan.Vendor.ValueString()); ok {
			resp.Diagnostics.Append(r.checkUsable(info.Name)...)
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

// planDestroy counts what matches now. A vendor that cannot be asked now may answer
// when it is applied, where the same is checked again.
func (r *teardownResource) planDestroy(ctx context.Context, state *teardownModel) diag.Diagnostics {
	if r.vendors == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, defaultListTimeout)
	defer cancel()
	vendor, err := r.vendors.get(state.Vendor.ValueString())
	if isNotKnown(err) {
		return diag.Diagnostics{notCountedDiagnostic(state, err)}
	}
	if err != nil {
		return diag.Diagnostics{vendorDiagnostic(err)}
	}
	found, err := state.find(ctx, vendor)
	var account *client.AccountError
	var tooMany *tooManyError
	var noScope *noScopeError
	switch {
	case errors.As(err, &account), errors.As(err, &tooMany), errors.As(err, &noScope):
		return diag.Diagnostics{teardownDiagnostic(state, err)}
	case err != nil:
		return diag.Diagnostics{notCountedDiagnostic(state, err)}
	}
	diags := undecidedDiagnostics(state, found.Undecided)
	if n := len(found.Sessions); n > 0 {
		diags.AddWarning(named(fmt.Sprintf("%s will be closed", counted(n)), state.title()), fmt.Sprintf(
			"Destroying this chat_session_teardown closes the open sessions at %s that its selectors match when it is destroyed. Now these are: %s.",
			client.Title(state.Vendor.ValueString()), firstOf(sessionIDs(found.Sessions))))
	}
	return diags
}

func notCountedDiagnostic(m *teardownModel, err error) diag.Diagnostic {
	return diag.NewWarningDiagnostic(named("Sessions not counted", m.title()), fmt.Sprintf(
		"How many sessions at %s the chat_session_teardown would close is not known now: %v. "+
			"It is counted again when it is destroyed, and more than max_sessions = %d are not closed.",
		client.Title(m.Vendor.ValueString()), err, m.MaxSessions.ValueInt64()))
}

// undecidedDiagnostics names sessions that stay open since nobody can tell whether
// they are meant.
func undecidedDiagnostics(m *teardownModel, ids []string) diag.Diagnostics {
	if len(ids) == 0 {
		return nil
	}
	return diag.Diagnostics{diag.NewWarningDiagnostic(named(counted(len(ids))+" left open", m.title()), fmt.Sprintf(
		"%s does not tell a time that the selectors need of these open sessions, so that they are left open: %s. Close them there if they are meant.",
		client.Title(m.Vendor.ValueString()), firstOf(ids)))}
}
