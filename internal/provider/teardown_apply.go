package provider

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

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
			resp.Diagnostics.Append(teardownDiagnostic(&plan, &noScopeError{err}))
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
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	vendor, err := r.vendors.get(plan.Vendor.ValueString())
	if err != nil {
		return diag.Diagnostics{vendorDiagnostic(err)}
	}
	info, _ := client.Lookup(vendor.Name())
	if err := plan.checkScope(info); err != nil {
		return diag.Diagnostics{teardownDiagnostic(plan, &noScopeError{err})}
	}
	account, err := vendor.Account(ctx)
	if err != nil {
		return diag.Diagnostics{notPreparedDiagnostic(vendor, err)}
	}
	plan.Account = types.StringValue(account)
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
	return append(diags, writePrivateAs(ctx, private, teardownPrivateKey, teardownPrivate{Begun: begun})...)
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
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	vendor, err := r.vendors.get(state.Vendor.ValueString())
	if err != nil {
		resp.Diagnostics.Append(vendorDiagnostic(err))
		return
	}
	found, err := state.find(ctx, vendor)
	if err != nil {
		resp.Diagnostics.Append(teardownDiagnostic(&state, err))
		return
	}
	resp.Diagnostics.Append(undecidedDiagnostics(&state, found.Undecided)...)
	resp.Diagnostics.Append(closeFound(ctx, vendor, &state, found.Sessions)...)
}

// closeFound closes the sessions. The diagnostics name those that are left, and what
// a vendor has not confirmed.
func closeFound(ctx context.Context, vendor client.Vendor, m *teardownModel, sessions []*client.Session) diag.Diagnostics {
	var diags diag.Diagnostics
	var left, because []string
	already := 0
	client.CloseAll(ctx, vendor, sessions, client.Filter{UserIdentifier: m.UserIdentifier.ValueString()}, m.CloseReason.ValueString(), teardownParallel, func(c client.Closing) {
		switch {
		case c.Err != nil:
			left = append(left, c.Session.ID)
			because = append(because, reasonOf(c))
		case c.Result.Warning != "":
			diags.AddWarning(named("Session not confirmed closed", sessionAddress(vendor.Name(), c.Session.ID)), c.Result.Warning)
		case c.Result.Already:
			already++
		}
	})
	tflog.Info(ctx, "closed sessions", map[string]any{
		"vendor": vendor.Name(), "closed": len(sessions) - len(left) - already, "closed_before": already, "left": len(left),
	})
	if len(left) > 0 {
		slices.Sort(left)
		slices.Sort(because)
		diags.AddError("Sessions not closed", fmt.Sprintf(
			"%d of %d sessions at %s were not closed: %s.\n\nWhy: %s\n\nThe teardown stays in the state. Run Terraform again once the cause is gone: the next destroy closes what is left.",
			len(left), len(sessions), client.Title(vendor.Name()), idList(left), strings.Join(slices.Compact(because), "\n")+timeoutNote(ctx.Err())))
	}
	return diags
}

// reasonOf says why a session is left, without its id: the same reason often holds
// for many.
func reasonOf(c client.Closing) string {
	var failed *client.Error
	if errors.As(c.Err, &failed) {
		return stopped(failed.Reason())
	}
	if errors.Is(c.Err, context.DeadlineExceeded) {
		return "The time for the destroy was over before they were begun."
	}
	return stopped(c.Err.Error())
}
