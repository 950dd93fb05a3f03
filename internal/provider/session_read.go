package provider

import (
	"context"
	"errors"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// Read refreshes the state. It fails only where Delete would fail as well, since
// terraform destroy reads first.
func (r *sessionResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state sessionModel
	resp.Diagnostics.Append(getSession(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	// First of all, since the framework wants an identity also of a session that
	// is removed below, and an older Terraform sends none.
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, &state)...)
	private, diags := readPrivate(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	timeout, diags := state.Timeouts.Read(ctx, defaultReadTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	vendor, err := r.vendors.get(state.Vendor.ValueString())
	var notKnown *notKnownError
	if errors.As(err, &notKnown) {
		resp.Diagnostics.Append(notCheckedDiagnostic(&state, notKnown))
		return
	}
	if err != nil {
		resp.Diagnostics.Append(stateVendorDiagnostic(&state, err))
		return
	}
	session, err := r.read(ctx, vendor, &state, private)
	var notFound *client.NotFoundError
	switch {
	case errors.As(err, &notFound):
		tflog.Info(ctx, "the session is gone", map[string]any{"id": state.ID.ValueString()})
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		resp.Diagnostics.Append(stateDiagnostic("Session not read", &state, err, notReadHint))
		return
	}
	before := state
	state.flatten(session)
	state.flattenDrift(session)
	// Nothing new is the rule, and to write the state is half of what a read costs.
	if !reflect.DeepEqual(before, state) {
		resp.Diagnostics.Append(setSession(ctx, &resp.State, &state)...)
	}
	resp.Diagnostics.Append(noteDiagnostics(&state, session)...)
}

// notReadHint is for a destroy, which ends where its refresh fails.
const notReadHint = "If this has stopped a destroy, terraform destroy -refresh=false goes on without reading: it closes the other sessions, and this one where that can be confirmed."

func (r *sessionResource) read(ctx context.Context, vendor client.Vendor, state *sessionModel, private sessionPrivate) (*client.Session, error) {
	if err := client.CheckAccount(ctx, vendor, state.SessionID.ValueString(), state.Account.ValueString()); err != nil {
		return nil, err
	}
	return vendor.Read(ctx, state.ref(private))
}
