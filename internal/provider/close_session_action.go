package provider

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/action/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

var (
	_ action.Action                   = (*closeSessionAction)(nil)
	_ action.ActionWithConfigure      = (*closeSessionAction)(nil)
	_ action.ActionWithModifyPlan     = (*closeSessionAction)(nil)
	_ action.ActionWithValidateConfig = (*closeSessionAction)(nil)
)

// closeSessionAction is the action chat_close_session: closes one session, whoever
// opened it.
type closeSessionAction struct {
	vendorAction
}

// NewCloseSessionAction returns the action chat_close_session.
func NewCloseSessionAction() action.Action { return &closeSessionAction{} }

func (a *closeSessionAction) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_close_session"
}

// closeSessionModel is the configuration of a chat_close_session.
type closeSessionModel struct {
	Vendor       types.String   `tfsdk:"vendor"`
	Account      types.String   `tfsdk:"account"`
	SessionID    types.String   `tfsdk:"session_id"`
	SessionToken types.String   `tfsdk:"session_token"`
	CloseReason  types.String   `tfsdk:"close_reason"`
	Timeouts     timeouts.Value `tfsdk:"timeouts"`
}

// argument is the value of an argument by its name in the table.
func (m *closeSessionModel) argument(name client.Argument) attr.Value {
	switch name {
	case client.SessionID:
		return m.SessionID
	case client.SessionToken:
		return m.SessionToken
	case client.CloseReason:
		return m.CloseReason
	default:
		return types.StringNull()
	}
}

// validate holds the arguments against the table: what names a session to close is
// what names one to write to.
func (m *closeSessionModel) validate() diag.Diagnostics {
	diags := validateTimeouts(m.Timeouts.Attributes())
	info, ok := client.Lookup(m.Vendor.ValueString())
	if !ok {
		return diags
	}
	if info.Account == "" && isGiven(m.Account) {
		diags.AddAttributeError(path.Root("account"), "Argument not taken by this vendor", info.Title+" has no accounts. Leave account out.")
	}
	set := argumentSet{
		info: info, uses: map[client.Argument]client.Use{},
		order: []client.Argument{client.SessionID, client.SessionToken, client.CloseReason}, purpose: "close a session",
	}
	for _, name := range set.order {
		if use, takes := info.Message[name]; takes {
			set.uses[name] = use
		} else if use, takes := info.Arguments[name]; takes {
			set.uses[name] = use
		}
	}
	diags.Append(set.validate(m.argument)...)
	return append(diags, m.validateID()...)
}

// validateID refuses the id of an object in place of that of its session: the vendor
// would know no such session, and so take it for closed.
func (m *closeSessionModel) validateID() diag.Diagnostics {
	rest, found := strings.CutPrefix(m.SessionID.ValueString(), m.Vendor.ValueString()+"/")
	if !found {
		return nil
	}
	id, err := url.PathUnescape(rest)
	if err != nil {
		id = rest
	}
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("session_id"), "Not the id of a session", fmt.Sprintf(
		"%s is the attribute id of a chat_session, which has the vendor before the session's own id. Set session_id to its attribute session_id, which is %q.",
		m.SessionID, id))}
}

func (a *closeSessionAction) ValidateConfig(ctx context.Context, req action.ValidateConfigRequest, resp *action.ValidateConfigResponse) {
	var config closeSessionModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(config.validate()...)
	}
}

// ModifyPlan fails now for what would fail when the action is invoked. Of the session it
// asks the vendor nothing: that it is open now says nothing of then.
func (a *closeSessionAction) ModifyPlan(ctx context.Context, req action.ModifyPlanRequest, resp *action.ModifyPlanResponse) {
	var config closeSessionModel
	resp.Diagnostics.Append(readAction(ctx, req.Config, &config)...)
	if resp.Diagnostics.HasError() || config.Vendor.IsUnknown() {
		return
	}
	resp.Diagnostics.Append(a.vendors.checkUsable(config.Vendor.ValueString())...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(config.planAccount(ctx, a.vendors)...)
	}
}

// planAccount refuses the sessions of another account, where both are known by now. A
// vendor that does not answer now may answer when the action is invoked, where the same
// is checked again.
func (m *closeSessionModel) planAccount(ctx context.Context, from *vendors) diag.Diagnostics {
	if from == nil || !isGiven(m.Account) {
		return nil
	}
	vendor, err := from.get(m.Vendor.ValueString())
	if err != nil {
		return nil
	}
	ctx, cancel := client.Operation(ctx, defaultReadTimeout)
	defer cancel()
	var account *client.AccountError
	if _, err := client.CheckAccount(ctx, vendor, "", m.Account.ValueString()); errors.As(err, &account) {
		return diag.Diagnostics{m.diagnostic(err)}
	}
	return nil
}

// Invoke closes the session. One that is closed already, or does not exist, is no error.
func (a *closeSessionAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var config closeSessionModel
	resp.Diagnostics.Append(readInvoked(ctx, req.Config, &config)...)
	timeout, diags := config.Timeouts.Invoke(ctx, defaultDeleteTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	vendor, err := a.vendors.get(config.Vendor.ValueString())
	if err != nil {
		resp.Diagnostics.Append(vendorDiagnostic(err))
		return
	}
	tell, done := progress(ctx, resp)
	defer done()
	ctx, cancel := client.Operation(ctx, timeout)
	defer cancel()

	address := sessionAddress(vendor.Name(), config.SessionID.ValueString())
	result, err := config.close(ctx, vendor)
	switch {
	case err != nil:
		resp.Diagnostics.Append(config.diagnostic(err))
	case result.Warning != "":
		resp.Diagnostics.AddWarning(named("Session not confirmed closed", address), result.Warning)
	case result.Already:
		tell("%s was closed already, or does not exist%s", address, forAccount(vendor))
	default:
		tell("%s is closed", address)
	}
}

// forAccount names the account that a session does not exist for.
func forAccount(vendor client.Vendor) string {
	if info, _ := client.Lookup(vendor.Name()); info.Account != "" {
		return " for the configured " + info.Account
	}
	return ""
}

// close closes the session. An account that is given has to be confirmed. Where an id may
// be reserved without a session (Uppzy), the session counts as seen: its absence from the
// list does not prove that it was never there.
func (m *closeSessionModel) close(ctx context.Context, vendor client.Vendor) (client.CloseResult, error) {
	confirmed, err := client.CheckAccount(ctx, vendor, m.SessionID.ValueString(), m.Account.ValueString())
	switch {
	case err != nil:
		return client.CloseResult{}, err
	case m.Account.IsNull():
		confirmed = accountKnown(ctx, vendor)
	case !confirmed:
		return client.CloseResult{}, unconfirmed(ctx, vendor, m.Account.ValueString())
	}
	info, _ := client.Lookup(vendor.Name())
	ref := client.Ref{
		ID: m.SessionID.ValueString(), Token: m.SessionToken.ValueString(), Seen: info.ClientChoosesID, AccountConfirmed: confirmed,
	}
	return vendor.Close(ctx, ref, m.CloseReason.ValueString())
}

func (m *closeSessionModel) diagnostic(err error) diag.Diagnostic {
	vendor := m.Vendor.ValueString()
	var account *client.AccountError
	if errors.As(err, &account) {
		info, _ := client.Lookup(vendor)
		return otherAccount(info, account)
	}
	if refused := closeSessionsWords.refused(&closeModel{}, err); refused != nil {
		return refused
	}
	err = about(fmt.Sprintf("the session %q", sessionAddress(vendor, m.SessionID.ValueString())), m.SessionID.ValueString(), err)
	failed := statelessDiagnostic("Session not closed", vendor, err)
	return diag.NewErrorDiagnostic(failed.Summary(), failed.Detail()+timeoutNote(err)+"\n\nInvoke the action again once the cause is gone.")
}
