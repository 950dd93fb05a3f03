package provider

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// Create touches no session. It asks the vendor for its time, which proves the
// credentials as well.
func (r *teardownResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan teardownModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(r.begin(ctx, &plan, resp.Private)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	}
}

// Update stores the arguments; a change of vendor begins anew there.
func (r *teardownResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state teardownModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	info, _ := client.Lookup(plan.Vendor.ValueString())
	if !plan.Vendor.Equal(state.Vendor) {
		resp.Diagnostics.Append(r.begin(ctx, &plan, resp.Private)...)
	} else {
		if err := plan.checkScope(info); err != nil {
			resp.Diagnostics.Append(teardownWords.diagnostic(&plan.closeModel, &noScopeError{err}))
		}
		// The vendor may not have been known in the plan, and be the same.
		plan.Account = state.Account
		if plan.CreatedAfter.IsUnknown() {
			begun, diags := state.begun(ctx, req.Private)
			plan.CreatedAfter = begun
			resp.Diagnostics.Append(diags...)
		}
	}
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	}
}

// begin completes a plan with the account and, where none is configured, the time
// from which on sessions count.
func (r *teardownResource) begin(ctx context.Context, plan *teardownModel, private privateWriter) diag.Diagnostics {
	timeout, diags := plan.Timeouts.Create(ctx, defaultTeardownCreateTimeout)
	if diags.HasError() {
		return diags
	}
	ctx, cancel := client.Operation(ctx, timeout)
	defer cancel()

	vendor, err := r.vendors.get(plan.Vendor.ValueString())
	if err != nil {
		return diag.Diagnostics{vendorDiagnostic(err)}
	}
	info, _ := client.Lookup(vendor.Name())
	if err := plan.checkScope(info); err != nil {
		return diag.Diagnostics{teardownWords.diagnostic(&plan.closeModel, &noScopeError{err})}
	}
	account, err := vendor.Account(ctx)
	var unknown *client.AccountUnknownError
	switch {
	case errors.As(err, &unknown):
		plan.Account = types.StringNull()
		diags.Append(r.vendors.accountWarning(ctx, vendor)...)
	case err != nil:
		return diag.Diagnostics{notPreparedDiagnostic(vendor, err)}
	default:
		plan.Account = types.StringValue(account)
	}
	begun, err := plan.begin(ctx, vendor)
	if err != nil {
		return diag.Diagnostics{notPreparedDiagnostic(vendor, err)}
	}
	if plan.CreatedAfter.IsUnknown() {
		if begun.IsZero() {
			diags.AddError("Vendor tells no time", fmt.Sprintf(
				"The answer of %s has no Date header, so that the provider cannot tell which sessions were there before. Set created_after.", info.Title))
			return diags
		}
		plan.CreatedAfter = timetypes.NewRFC3339TimeValue(begun)
	}
	return append(diags, writePrivateAs(ctx, private, teardownPrivateKey, teardownPrivate{Begun: begun, Credential: r.vendors.fingerprint(vendor)})...)
}

// notPreparedDiagnostic is a teardown that could not be created.
func notPreparedDiagnostic(vendor client.Vendor, err error) diag.Diagnostic {
	failed := sessionDiagnostic("Teardown not prepared", vendor.Name(), err)
	return diag.NewErrorDiagnostic(failed.Summary(), failed.Detail()+timeoutNote(err))
}

// begin asks the vendor for its time, and waits until that is over where it counts
// from now on.
func (m *teardownModel) begin(ctx context.Context, vendor client.Vendor) (time.Time, error) {
	if m.CreatedAfter.IsUnknown() {
		begun, err := client.Since(ctx, vendor)
		return begun.UTC(), err
	}
	now, err := client.Now(ctx, vendor)
	if err != nil || now.IsZero() {
		return time.Time{}, err
	}
	// What was opened in this second may have been there before.
	return now.UTC().Truncate(time.Second).Add(time.Second), nil
}

// Delete closes what matches, several at a time. While something is left, the
// teardown stays in the state.
func (r *teardownResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state teardownModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	timeout, diags := state.Timeouts.Delete(ctx, defaultTeardownDeleteTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := client.Operation(ctx, timeout)
	defer cancel()

	vendor, err := r.vendors.get(state.Vendor.ValueString())
	if err != nil {
		resp.Diagnostics.Append(vendorDiagnostic(err))
		return
	}
	private, diags := readPrivateAs[teardownPrivate](ctx, req.Private, teardownPrivateKey)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	found, err := state.find(ctx, vendor, private.trusts(vendor))
	if err != nil {
		resp.Diagnostics.Append(teardownWords.diagnostic(&state.closeModel, err))
		return
	}
	resp.Diagnostics.Append(leftOpen(&state.closeModel, found.Undecided)...)
	resp.Diagnostics.Append(state.closeFound(ctx, vendor, found.Sessions, closeParallel, teardownWords, func(tally) {})...)
}
