package provider

import (
	"context"
	"errors"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// Delete closes the session. A session that is not confirmed to be closed remains in state.
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
	ctx, cancel := client.Operation(ctx, timeout)
	defer cancel()

	vendor, err := r.vendors.get(state.Vendor.ValueString())
	if err != nil {
		resp.Diagnostics.Append(stateVendorDiagnostic(&state, err))
		return
	}
	resp.Diagnostics.Append(r.vendors.accountWarning(ctx, vendor)...)
	confirmed, err := client.CheckAccount(ctx, vendor, state.SessionID.ValueString(), state.Account.ValueString())
	var result client.CloseResult
	hint := notClosedHint
	if err == nil {
		ref := state.ref(vendor, private, confirmed)
		result, err = vendor.Close(ctx, ref, state.CloseReason.ValueString())
		hint = strings.TrimSpace(otherCredentialsNote(vendor, ref) + " " + hint + tokenLifeNote(vendor, ref))
	}
	if err != nil {
		var account *client.AccountError
		if errors.As(err, &account) {
			hint = ""
		}
		resp.Diagnostics.Append(stateDiagnostic("Session not closed", &state, err, hint))
		return
	}
	if result.Warning != "" {
		resp.Diagnostics.AddWarning(named("Session not confirmed closed", state.ID.ValueString()), result.Warning)
	}
}

// notClosedHint is the way out of a session that the vendor does not confirm to be closed.
const notClosedHint = "The session remains in state until it is confirmed to be closed. Fix the cause and run Terraform again. " +
	"If the session no longer needs closing, remove it from state with a removed block with lifecycle { destroy = false }, or with terraform state rm."

// tokenLifeNote says when the destroy succeeds without the vendor, whose own tokens
// expire.
func tokenLifeNote(vendor client.Vendor, ref client.Ref) string {
	if info, _ := client.Lookup(vendor.Name()); !info.Takes(client.SessionToken) || ref.Token == "" {
		return ""
	}
	return " If the vendor gives no documented response, the destroy succeeds 24 hours after the session was opened or imported."
}
