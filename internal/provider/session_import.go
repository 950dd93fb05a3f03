package provider

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// importTarget names the session to import; Account is empty where the user
// leaves it to the provider's configuration.
type importTarget struct{ Vendor, Account, SessionID string }

// ImportState reads the session and stores all that its vendor tells of it.
func (r *sessionResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	target, diags := importTargetOf(ctx, req)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	vendor, err := r.vendors.get(target.Vendor)
	if err != nil {
		resp.Diagnostics.Append(vendorDiagnostic(err))
		return
	}
	ctx, cancel := client.Operation(ctx, defaultReadTimeout)
	defer cancel()
	session, err := r.readForImport(ctx, vendor, target)
	if err != nil {
		resp.Diagnostics.Append(importDiagnostic(target, err))
		return
	}

	model := importedModel(target.Vendor, session)
	resp.Diagnostics.Append(setSession(ctx, &resp.State, &model)...)
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, &model)...)
	private := r.vendors.openedPrivate(vendor, session)
	private.Imported = true
	resp.Diagnostics.Append(writePrivate(ctx, resp.Private, private)...)
	resp.Diagnostics.Append(r.vendors.accountWarning(ctx, vendor)...)
}

// importedModel is a session of which nothing but its vendor's word is known, with
// the defaults of the schema.
func importedModel(vendor string, session *client.Session) sessionModel {
	model := sessionModel{
		Vendor:             types.StringValue(vendor),
		RecreateWhenClosed: types.BoolValue(true),
		Timeouts: timeouts.Value{Object: types.ObjectNull(map[string]attr.Type{
			"create": types.StringType, "read": types.StringType, "update": types.StringType, "delete": types.StringType,
		})},
	}
	model.flattenImport(session)
	return model
}

// notShownError is a session to import of which nobody knows whether it exists.
type notShownError struct{ vendor, sessionID, note string }

func (e *notShownError) Error() string {
	return fmt.Sprintf("%s does not show the session %q: %s", client.Title(e.vendor), e.sessionID, strings.TrimSuffix(e.note, "."))
}

// importDiagnostic has its own way out of an import from another account: there is
// no state yet that could be kept or given up.
func importDiagnostic(target importTarget, err error) diag.Diagnostic {
	const summary = "Session not imported"
	var account *client.AccountError
	var unknown *unconfirmedAccountError
	switch {
	case errors.As(err, &unknown):
		return diag.NewErrorDiagnostic(summary, sentence(err)+"\n\nLeave the account out of the import to import the session of the configured credentials.")
	case !errors.As(err, &account):
		return sessionDiagnostic(summary, target.Vendor, err)
	}
	info, _ := client.Lookup(target.Vendor)
	return diag.NewErrorDiagnostic(summary, fmt.Sprintf("%s\n\nNothing was imported. Configure the provider for the %s %q, "+
		"or leave the account out of the import to take the session of the configured one.%s",
		sentence(err), info.Account, account.Session, accountNote(info)))
}

// readForImport refuses a session that its vendor does not show: only an id that
// Terraform reserved itself may be waiting for its first message.
func (r *sessionResource) readForImport(ctx context.Context, vendor client.Vendor, target importTarget) (*client.Session, error) {
	confirmed, err := client.CheckAccount(ctx, vendor, target.SessionID, target.Account)
	if err == nil && target.Account != "" && !confirmed {
		err = unconfirmed(ctx, vendor, target.Account)
	}
	if err != nil {
		return nil, err
	}
	session, err := vendor.Read(ctx, client.Ref{ID: target.SessionID, AccountConfirmed: accountKnown(ctx, vendor)})
	if err != nil {
		return nil, err
	}
	info, _ := client.Lookup(vendor.Name())
	switch {
	case session.Status == client.StatusNotStarted:
		return nil, &client.NotFoundError{Vendor: vendor.Name(), SessionID: target.SessionID}
	case session.Status == client.StatusUnknown && info.Facts[client.CreatedAt] && session.CreatedAt.IsZero():
		// Not shown, by a vendor that tells of each session when it was opened.
		return nil, &notShownError{vendor: vendor.Name(), sessionID: target.SessionID, note: session.Note}
	}
	return session, nil
}

// importTargetOf reads the identity of an import block, or else the import id.
func importTargetOf(ctx context.Context, req resource.ImportStateRequest) (importTarget, diag.Diagnostics) {
	var diags diag.Diagnostics
	var target importTarget
	var err error
	if req.ID != "" || req.Identity == nil || req.Identity.Raw.IsNull() {
		target, err = parseImportID(req.ID)
	} else {
		var identity sessionIdentity
		diags = req.Identity.Get(ctx, &identity)
		target = importTarget{
			Vendor:    identity.Vendor.ValueString(),
			Account:   identity.Account.ValueString(),
			SessionID: identity.SessionID.ValueString(),
		}
		if !diags.HasError() {
			err = target.check()
		}
	}
	if err != nil {
		diags.AddError("Invalid import", sentence(err))
	}
	return target, diags
}

// parseImportID reads vendor/session_id or vendor/account/session_id. Each part
// is percent-decoded, so that an id with a slash can be given.
func parseImportID(id string) (importTarget, error) {
	parts := strings.Split(id, "/")
	for i, part := range parts {
		decoded, err := url.PathUnescape(part)
		if err != nil {
			return importTarget{}, fmt.Errorf("the import id %q has a percent sign that begins no escape; write a percent sign as %%25", id)
		}
		parts[i] = decoded
	}
	var target importTarget
	switch len(parts) {
	case 2:
		target = importTarget{Vendor: parts[0], SessionID: parts[1]}
	case 3:
		if parts[1] == "" {
			return importTarget{}, fmt.Errorf("the import id %q has an empty account", id)
		}
		target = importTarget{Vendor: parts[0], Account: parts[1], SessionID: parts[2]}
	default:
		return importTarget{}, fmt.Errorf("the import id must be vendor/session_id or vendor/account/session_id, "+
			"such as uppzy/ticket-48291, with a slash within an id written as %%2F; it is %q", id)
	}
	return target, target.check()
}

func (t importTarget) check() error {
	info, ok := client.Lookup(t.Vendor)
	if !ok {
		return fmt.Errorf("there is no vendor %q; known are %s", t.Vendor, strings.Join(client.Names(), ", "))
	}
	if err := client.CheckID(t.SessionID); err != nil {
		return fmt.Errorf("the session id %w", err)
	}
	if t.Account == "" {
		return nil
	}
	if info.Account == "" {
		return fmt.Errorf("the account %q is given, and %s has none; leave it out, as in %s",
			t.Account, info.Title, sessionAddress(t.Vendor, "session_id"))
	}
	if err := client.CheckID(t.Account); err != nil {
		return fmt.Errorf("the %s %w", info.Account, err)
	}
	return nil
}
