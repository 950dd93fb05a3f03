package provider

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// checkReplaceable refuses to replace a session of another account. Delete refuses
// as well, but with create_before_destroy only after another session was opened;
// and Read, but not where the refresh is left out.
func (r *sessionResource) checkReplaceable(ctx context.Context, state *sessionModel) diag.Diagnostics {
	if r.vendors == nil {
		return nil
	}
	vendor, err := r.vendors.get(state.Vendor.ValueString())
	if err != nil {
		return nil
	}
	timeout, diags := state.Timeouts.Read(ctx, defaultReadTimeout)
	if diags.HasError() {
		return diags
	}
	ctx, cancel := client.Operation(ctx, timeout)
	defer cancel()
	_, err = client.CheckAccount(ctx, vendor, state.SessionID.ValueString(), state.Account.ValueString())
	var account *client.AccountError
	if errors.As(err, &account) {
		return diag.Diagnostics{sessionDiagnostic("Session not replaced", state.Vendor.ValueString(), err)}
	}
	return nil
}

// checkPinned refuses to replace a session by one of the same id: no vendor opens a
// closed session again, so that destroy would close it and create would fail. It
// is the same for an id that is only reserved: with create_before_destroy, destroy
// would close the session that create has just begun.
func checkPinned(config, state *sessionModel, replace path.Paths) diag.Diagnostics {
	if !isGiven(config.SessionID) || !config.Vendor.Equal(state.Vendor) || !config.SessionID.Equal(state.SessionID) {
		return nil
	}
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(replace[0], "Session cannot be replaced under its own id", fmt.Sprintf(
		"This change needs a new session, and session_id fixes the id of the present one, %q. Once closed, that cannot be opened again at %s. "+
			"Set another session_id as well, or undo the change. To destroy the session as it is, use terraform destroy -refresh=false.",
		state.SessionID.ValueString(), client.Title(state.Vendor.ValueString())))}
}
