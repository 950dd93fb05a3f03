package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// Close closes the session. Terraform calls it once and keeps nothing for another
// run, so that what is not confirmed to be closed is named in an error.
func (e *sessionEphemeral) Close(ctx context.Context, req ephemeral.CloseRequest, resp *ephemeral.CloseResponse) {
	private, diags := readPrivateAs[ephemeralPrivate](ctx, req.Private, ephemeralPrivateKey)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	vendor, err := e.vendors.get(private.Vendor)
	if err != nil {
		resp.Diagnostics.Append(leftOpenDiagnostic(private, err))
		return
	}
	result, err := closeEphemeral(ctx, vendor, private)
	if err != nil {
		resp.Diagnostics.Append(leftOpenDiagnostic(private, err))
		return
	}
	if result.Warning != "" {
		resp.Diagnostics.AddWarning(named("Session not confirmed closed", sessionAddress(private.Vendor, private.SessionID)), result.Warning)
	}
}

// closeEphemeral closes the session also after an interrupt: there is no later run
// that could. A deadline of the caller's is kept.
func closeEphemeral(ctx context.Context, vendor client.Vendor, private ephemeralPrivate) (client.CloseResult, error) {
	lasting, cancel := client.LastOperation(context.WithoutCancel(ctx), ephemeralCloseTimeout)
	defer cancel()
	if deadline, ok := ctx.Deadline(); ok {
		lasting, cancel = context.WithDeadline(lasting, deadline)
		defer cancel()
	}
	confirmed, err := client.CheckAccount(lasting, vendor, private.SessionID, private.Account)
	if err != nil {
		return client.CloseResult{}, err
	}
	return vendor.Close(lasting, private.ref(vendor, confirmed), private.CloseReason)
}

// leftOpenDiagnostic is a session that may be open although its run is over.
func leftOpenDiagnostic(private ephemeralPrivate, err error) diag.Diagnostic {
	address := sessionAddress(private.Vendor, private.SessionID)
	info, _ := client.Lookup(private.Vendor)
	detail := sentence(about(fmt.Sprintf("the session %q", address), private.SessionID, err))
	var failed *client.Error
	if errors.As(err, &failed) && !info.Takes(client.SessionToken) {
		detail = strings.TrimSpace(detail + "\n\n" + credentialAdvice(info, failed))
	}
	detail += "\n\nThe session may still be open, and Terraform does not close it any more: nothing of it is in the state. " + ending(info)
	if !info.Takes(client.SessionToken) {
		detail += fmt.Sprintf(" To close it, import %q into a chat_session and destroy that.", address)
	}
	return diag.NewErrorDiagnostic("Session not closed", detail)
}

// ending says in a sentence when a session that nobody closes ends.
func ending(info client.Info) string {
	if strings.HasPrefix(info.Ends, "never") {
		return "By itself it is never closed" + strings.TrimPrefix(info.Ends, "never") + "."
	}
	return "It ends by itself " + info.Ends + "."
}
