package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// Open opens a session of its own. Terraform forgets the session of an Open that
// fails, so that what is open by then is closed here.
func (e *sessionEphemeral) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var model sessionEphemeralModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	timeout, diags := model.Timeouts.Open(ctx, defaultCreateTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	name := model.Vendor.ValueString()
	vendor, err := e.vendors.get(name)
	if err != nil {
		resp.Diagnostics.Append(vendorDiagnostic(err))
		return
	}
	opening, cancel := client.Operation(ctx, timeout)
	defer cancel()
	session, err := vendor.Open(opening, model.session().openRequest())
	if session == nil {
		resp.Diagnostics.Append(openDiagnostic(name, err))
		return
	}
	tflog.Info(ctx, "opened an ephemeral session", map[string]any{
		"vendor": name, "session_id": session.ID, "account": session.Account,
	})
	opened := model.flatten(session)
	private := newEphemeralPrivate(opened, e.vendors.openedPrivate(vendor, session))
	resp.Diagnostics.Append(writePrivateAs(ctx, resp.Private, ephemeralPrivateKey, private)...)
	resp.Diagnostics.Append(resp.Result.Set(ctx, &model)...)
	switch {
	case err != nil:
		resp.Diagnostics.Append(openDiagnostic(name, err))
	case ctx.Err() != nil:
		// Terraform stops, and may not come to closing it.
		resp.Diagnostics.AddError("Session not opened", fmt.Sprintf(
			"The run was interrupted while the session %q at %s was opened.", session.ID, client.Title(name)))
	default:
		resp.Diagnostics.Append(differingDiagnostics(opened, session, session.DifferingMetadata)...)
		resp.Diagnostics.Append(noteDiagnostics(opened, session)...)
		resp.Diagnostics.Append(e.vendors.accountWarning(ctx, vendor)...)
	}
	if resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(closeHalfOpen(ctx, vendor, private))
	}
}

// closeHalfOpen closes the session of an Open that has failed, and tells what came
// of it.
func closeHalfOpen(ctx context.Context, vendor client.Vendor, private ephemeralPrivate) diag.Diagnostic {
	result, err := closeEphemeral(ctx, vendor, private)
	if err != nil {
		return leftOpenDiagnostic(private, err)
	}
	text := result.Warning
	if text == "" {
		text = fmt.Sprintf("The session %q at %s, which Terraform could not use, was closed.", private.SessionID, client.Title(private.Vendor))
	}
	return diag.NewWarningDiagnostic(named("Session of a failed opening", sessionAddress(private.Vendor, private.SessionID)), text)
}
