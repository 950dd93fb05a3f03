package provider

import (
	"cmp"
	"context"
	"errors"
	"reflect"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// Read refreshes the state. A response that proves nothing is a warning and no error,
// since terraform destroy reads first.
func (r *sessionResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state sessionModel
	resp.Diagnostics.Append(getSession(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	// First of all, since the framework wants an identity also of a session that
	// is removed below, and an older Terraform sends none.
	resp.Diagnostics.Append(keepIdentity(ctx, resp.Identity, &state)...)
	private, diags := readPrivate(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	timeout, diags := state.Timeouts.Read(ctx, 0)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}

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
	session, err := r.readWithin(ctx, timeout, vendor, &state, private)
	var notFound *client.NotFoundError
	switch {
	case errors.As(err, &notFound):
		tflog.Info(ctx, "the session is gone", map[string]any{"id": state.ID.ValueString()})
		resp.State.RemoveResource(ctx)
		return
	case client.Report(err):
		resp.Diagnostics.Append(notReadDiagnostic(&state, err))
		return
	case err != nil:
		resp.Diagnostics.Append(stateFailure("Session not read", &state, err, notReadHint))
		return
	}
	shown := isShown(session)
	if !shown {
		session.Account = ""
	}
	before := state
	state.flatten(session)
	state.flattenDrift(session, private)
	// Nothing new is the rule, and to write the state is half of what a read costs.
	if !reflect.DeepEqual(before, state) {
		resp.Diagnostics.Append(setSession(ctx, &resp.State, &state)...)
	}
	changed := private.see(vendor, session)
	if shown && !sameCredential(vendor, private.Credential) {
		private.Credential, changed = r.vendors.fingerprint(vendor), true
	}
	if changed {
		resp.Diagnostics.Append(writePrivate(ctx, resp.Private, private)...)
	}
	resp.Diagnostics.Append(noteDiagnostics(&state, session)...)
	ctx, cancel := client.Operation(ctx, defaultReadTimeout)
	defer cancel()
	resp.Diagnostics.Append(r.vendors.accountWarning(ctx, vendor)...)
}

// notReadHint is for a destroy, which ends where its refresh fails.
const notReadHint = "If this has stopped a destroy, terraform destroy -refresh=false goes on without reading: it closes the other sessions, and this one where that can be confirmed."

// longestDelay is the longest delay that a refresh without a timeout waits for. SiteAssist
// documents 60 seconds.
const longestDelay = time.Minute

// readWithin is read with the configured timeout, or with the default where that is 0. The
// default does not include a delay that the vendor asks for, which is waited for once.
func (r *sessionResource) readWithin(
	ctx context.Context, timeout time.Duration, vendor client.Vendor, state *sessionModel, private sessionPrivate,
) (*client.Session, error) {
	limited, cancel := client.Operation(ctx, cmp.Or(timeout, defaultReadTimeout))
	defer cancel()
	session, err := r.read(limited, vendor, state, private)
	var failed *client.Error
	if timeout != 0 || !errors.As(err, &failed) || failed.Answered().RetryAfter == 0 || failed.Answered().RetryAfter > longestDelay {
		return session, err
	}
	longer, stop := client.Operation(ctx, failed.Answered().RetryAfter+defaultReadTimeout)
	defer stop()
	return r.read(longer, vendor, state, private)
}

// read reads a session of the configured account.
func (r *sessionResource) read(ctx context.Context, vendor client.Vendor, state *sessionModel, private sessionPrivate) (*client.Session, error) {
	confirmed, err := client.CheckAccount(ctx, vendor, state.SessionID.ValueString(), state.Account.ValueString())
	if unproven(err) {
		return unknownSession(state.SessionID.ValueString(), err), nil
	}
	if err != nil {
		return nil, err
	}
	ref := state.ref(vendor, private, confirmed)
	session, err := readSession(ctx, vendor, ref)
	if err == nil && session.Status == client.StatusUnknown {
		session.Note = stopped(session.Note) + otherCredentialsNote(vendor, ref)
	}
	return session, err
}
