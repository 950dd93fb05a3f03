package provider

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// Create sends the rating.
func (r *feedbackResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	resp.Diagnostics.Append(r.send(ctx, "Answer not rated", req.Plan, &resp.State)...)
}

// Update sends the changed rating; everything else replaces.
func (r *feedbackResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.Diagnostics.Append(r.send(ctx, "Rating not changed", req.Plan, &resp.State)...)
}

// send rates as planned and saves what it has rated. The plan of a creation does not
// know the account yet.
func (r *feedbackResource) send(ctx context.Context, summary string, from tfsdk.Plan, to *tfsdk.State) diag.Diagnostics {
	var plan feedbackModel
	diags := from.Get(ctx, &plan)
	if diags.HasError() {
		return diags
	}
	ctx, cancel := client.Operation(ctx, feedbackTimeout)
	defer cancel()

	vendor, err := r.vendors.get(plan.Vendor.ValueString())
	if err != nil {
		return append(diags, vendorDiagnostic(err))
	}
	if err := rate(ctx, vendor, &plan); err != nil {
		return append(diags, feedbackDiagnostic(summary, &plan, err))
	}
	return append(diags, to.Set(ctx, &plan)...)
}

func rate(ctx context.Context, vendor client.Vendor, m *feedbackModel) error {
	rater, err := client.Ability[client.Rater](vendor, "take ratings")
	if err != nil {
		return err
	}
	if m.Account.IsUnknown() {
		account, err := vendor.Account(ctx)
		var unknown *client.AccountUnknownError
		if err != nil && !errors.As(err, &unknown) {
			return err
		}
		m.Account = textOr(account, types.StringNull())
	} else if _, err := client.CheckAccount(ctx, vendor, m.SessionID.ValueString(), m.Account.ValueString()); err != nil {
		return err
	}
	return rater.Rate(ctx, m.answer(), client.Rating(m.Rating.ValueString()))
}

// Read sees a rating that was changed elsewhere, where the vendor tells it. A rating
// is no reason to fail a refresh, and with it a destroy: what cannot be read stays
// as it is, with a warning, unless it belongs to another account.
func (r *feedbackResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state feedbackModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := client.Operation(ctx, feedbackTimeout)
	defer cancel()

	vendor, err := r.vendors.get(state.Vendor.ValueString())
	if err != nil {
		resp.Diagnostics.Append(ratingNotCheckedDiagnostic(&state, err))
		return
	}
	_, err = client.CheckAccount(ctx, vendor, state.SessionID.ValueString(), state.Account.ValueString())
	var account *client.AccountError
	if errors.As(err, &account) {
		resp.Diagnostics.Append(feedbackDiagnostic("Rating not read", &state, err))
		return
	}
	reader, unsupported := client.Ability[client.RatingReader](vendor, "tell ratings")
	if err == nil && unsupported != nil {
		return
	}
	var rating client.Rating
	if err == nil {
		rating, err = reader.ReadRating(ctx, state.answer())
	}
	var notFound *client.NotFoundError
	switch {
	case errors.As(err, &notFound):
		tflog.Info(ctx, "the rated answer is gone", map[string]any{"session_id": state.SessionID.ValueString()})
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		resp.Diagnostics.Append(ratingNotCheckedDiagnostic(&state, err))
		return
	}
	state.Rating = textOr(string(rating), types.StringNull())
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

// Delete takes the rating back where the vendor can, and else says that it stays.
func (r *feedbackResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state feedbackModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := client.Operation(ctx, feedbackTimeout)
	defer cancel()

	// Where nothing could be done, it does not matter whether the vendor is configured.
	if info, _ := client.Lookup(state.Vendor.ValueString()); info.KeepsRatings {
		resp.Diagnostics.AddWarning(named("Rating stays", state.what()), fmt.Sprintf(
			"%s has no call that takes a rating back, so that the rating of %s stays there. Terraform forgets it.",
			info.Title, state.what()))
		return
	}
	vendor, err := r.vendors.get(state.Vendor.ValueString())
	if err != nil {
		resp.Diagnostics.Append(vendorDiagnostic(err))
		return
	}
	clearer, err := client.Ability[client.RatingClearer](vendor, "take ratings back")
	if err == nil {
		_, err = client.CheckAccount(ctx, vendor, state.SessionID.ValueString(), state.Account.ValueString())
	}
	if err == nil {
		err = clearer.ClearRating(ctx, state.answer())
	}
	if err != nil {
		resp.Diagnostics.Append(feedbackDiagnostic("Rating not taken back", &state, err))
	}
}

// feedbackDiagnostic names the answer, which the error may not.
func feedbackDiagnostic(summary string, m *feedbackModel, err error) diag.Diagnostic {
	return sessionDiagnostic(summary, m.Vendor.ValueString(), about(m.what(), m.answerID(), err))
}

// ratingNotCheckedDiagnostic is a warning, since an error here would stop a destroy as well.
func ratingNotCheckedDiagnostic(m *feedbackModel, err error) diag.Diagnostic {
	return diag.NewWarningDiagnostic(named("Rating not checked", m.what()), sentence(fmt.Errorf("the rating of %s was not read: %w", m.what(), err))+
		"\n\nThe state keeps it as it was; the next plan reads it again.")
}
