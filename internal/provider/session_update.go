package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// Update changes the metadata where the vendor has a call for it, and stores the
// arguments that mean nothing to an open session. ModifyPlan lets nothing else
// come here.
func (r *sessionResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state sessionModel
	resp.Diagnostics.Append(getSession(ctx, req.Plan, &plan)...)
	resp.Diagnostics.Append(getSession(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(keepIdentity(ctx, resp.Identity, &state)...)
	private, diags := readPrivate(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	timeout, diags := plan.Timeouts.Update(ctx, defaultUpdateTimeout)
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
	session, err := r.update(ctx, vendor, &state, &plan, private)
	if err != nil {
		var configured types.String
		resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(string(client.SessionID)), &configured)...)
		resp.Diagnostics.Append(stateDiagnostic("Session not updated", &state, err, closedHint(configured, &state)))
		return
	}
	used := private.Imported && usesImport(&state, &plan)
	private.Imported = private.Imported && !used
	if session != nil {
		plan.flattenPlanned(session)
		newly := private.store(session, stringMap(state.Metadata), stringMap(plan.Metadata))
		private.Credential = r.vendors.fingerprint(vendor)
		resp.Diagnostics.Append(differingDiagnostics(&plan, session, newly)...)
		resp.Diagnostics.Append(noteDiagnostics(&plan, session)...)
	}
	if session != nil || used {
		resp.Diagnostics.Append(writePrivate(ctx, resp.Private, private)...)
	}
	resp.Diagnostics.Append(setSession(ctx, &resp.State, &plan)...)
}

// closedHint is what to do where a session does not take a change for being closed.
func closedHint(configured types.String, state *sessionModel) string {
	switch {
	case client.Status(state.Status.ValueString()) != client.StatusClosed:
		return ""
	case configured.IsNull():
		return "The session is closed, and the vendor may refuse to change it for that. " +
			"Undo the change in the configuration, or set recreate_when_closed = true for a new session."
	}
	return "The session is closed, and the vendor may refuse to change it for that. " +
		"Undo the change in the configuration, or set another session_id for a new session."
}

// update returns nil where nothing at the vendor had to change.
func (r *sessionResource) update(ctx context.Context, vendor client.Vendor, state, plan *sessionModel, private sessionPrivate) (*client.Session, error) {
	confirmed, err := client.CheckAccount(ctx, vendor, state.SessionID.ValueString(), state.Account.ValueString())
	if err != nil {
		return nil, err
	}
	info, _ := client.Lookup(vendor.Name())
	if info.Arguments[client.Metadata].Change != client.Call || isSame(state.Metadata, plan.Metadata) {
		return nil, nil
	}
	updater, err := client.Ability[client.MetadataUpdater](vendor, "change the metadata of a session")
	if err != nil {
		return nil, err
	}
	return updater.UpdateMetadata(ctx, state.ref(vendor, private, confirmed), stringMap(state.Metadata), stringMap(plan.Metadata))
}
