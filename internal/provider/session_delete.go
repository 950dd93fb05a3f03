package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// Delete closes the session. What is not confirmed to be closed stays in the state.
func (r *sessionResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state sessionModel
	resp.Diagnostics.Append(getSession(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	private, diags := readPrivate(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	timeout, diags := state.Timeouts.Delete(ctx, defaultDeleteTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	vendor, err := r.vendors.get(state.Vendor.ValueString())
	if err != nil {
		resp.Diagnostics.Append(stateVendorDiagnostic(&state, err))
		return
	}
	result, err := closeSession(ctx, vendor, state.Account.ValueString(), state.ref(private), state.CloseReason.ValueString())
	if err != nil {
		resp.Diagnostics.Append(stateDiagnostic("Session not closed", &state, err,
			"The session stays in the state until it is confirmed to be closed. Run Terraform again once the cause is gone."))
		return
	}
	if result.Warning != "" {
		resp.Diagnostics.AddWarning(named("Session not confirmed closed", state.ID.ValueString()), result.Warning)
	}
}

// closeSession closes the session of an account, unless the provider is configured
// for another one.
func closeSession(ctx context.Context, vendor client.Vendor, account string, ref client.Ref, reason string) (client.CloseResult, error) {
	if err := client.CheckAccount(ctx, vendor, ref.ID, account); err != nil {
		return client.CloseResult{}, err
	}
	return vendor.Close(ctx, ref, reason)
}
