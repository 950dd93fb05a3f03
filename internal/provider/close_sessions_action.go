package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/action/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

var (
	_ action.Action                   = (*closeSessionsAction)(nil)
	_ action.ActionWithConfigure      = (*closeSessionsAction)(nil)
	_ action.ActionWithModifyPlan     = (*closeSessionsAction)(nil)
	_ action.ActionWithValidateConfig = (*closeSessionsAction)(nil)
)

// defaultCloseSessionsTimeout is that of a teardown, which does the same.
const defaultCloseSessionsTimeout = defaultTeardownDeleteTimeout

// closeSessionsAction is the action chat_close_sessions: closes what its selectors
// match.
type closeSessionsAction struct {
	vendorAction
}

// NewCloseSessionsAction returns the action chat_close_sessions.
func NewCloseSessionsAction() action.Action { return &closeSessionsAction{} }

func (a *closeSessionsAction) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_close_sessions"
}

// closeSessionsModel is the configuration of a chat_close_sessions.
type closeSessionsModel struct {
	closeModel
	Concurrency types.Int64    `tfsdk:"concurrency"`
	Timeouts    timeouts.Value `tfsdk:"timeouts"`
}

// closeSessionsWords is how messages speak of the action.
var closeSessionsWords = closeWords{
	object: "chat_close_sessions", moment: "invoked",
	tooMany:      "If all are meant, raise max_sessions and invoke the action again. Otherwise narrow the selectors.",
	left:         "Invoke the action again once the cause is gone: it closes what is left.",
	unconfirmed:  "Leave account out to close the sessions of the configured credentials, or configure those of the account.",
	failed:       statelessDiagnostic,
	otherAccount: otherAccount,
}

func (m *closeSessionsModel) validate() diag.Diagnostics {
	return append(validateTimeouts(m.Timeouts.Attributes()), m.closeModel.validate()...)
}

// trusts reports whether the account need not be confirmed: an action has no state, so
// that only an account which is given is held against the provider's.
func (m *closeSessionsModel) trusts(client.Vendor) bool { return m.Account.IsNull() }

func (m *closeSessionsModel) parallel() int {
	if m.Concurrency.IsNull() {
		return closeParallel
	}
	return int(m.Concurrency.ValueInt64())
}

func (a *closeSessionsAction) ValidateConfig(ctx context.Context, req action.ValidateConfigRequest, resp *action.ValidateConfigResponse) {
	var config closeSessionsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(config.validate()...)
	}
}

// ModifyPlan counts what would be closed now, and refuses what would be refused when
// the action is invoked.
func (a *closeSessionsAction) ModifyPlan(ctx context.Context, req action.ModifyPlanRequest, resp *action.ModifyPlanResponse) {
	var config closeSessionsModel
	resp.Diagnostics.Append(readAction(ctx, req.Config, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if names := config.unknown(ctx); len(names) > 0 {
		if !config.Vendor.IsUnknown() {
			resp.Diagnostics.Append(a.vendors.checkUsable(config.Vendor.ValueString())...)
		}
		resp.Diagnostics.Append(closeSessionsWords.notCounted(&config.closeModel, fmt.Errorf("a part of the configuration is not known yet: %s", strings.Join(names, ", "))))
		return
	}
	resp.Diagnostics.Append(config.count(ctx, a.vendors, config.trusts, closeSessionsWords)...)
}

// Invoke closes what matches, several at a time, and tells how it gets on. What is
// left is named in an error.
func (a *closeSessionsAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var config closeSessionsModel
	resp.Diagnostics.Append(readInvoked(ctx, req.Config, &config)...)
	timeout, diags := config.Timeouts.Invoke(ctx, defaultCloseSessionsTimeout)
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

	found, err := config.find(ctx, vendor, config.trusts(vendor))
	if err != nil {
		resp.Diagnostics.Append(closeSessionsWords.diagnostic(&config.closeModel, err))
		return
	}
	resp.Diagnostics.Append(leftOpen(&config.closeModel, found.Undecided)...)
	if len(found.Sessions) == 0 {
		tell("no open session at %s matches", client.Title(vendor.Name()))
		return
	}
	tell("%s at %s to close, %d at a time", counted(len(found.Sessions)), client.Title(vendor.Name()), config.parallel())
	resp.Diagnostics.Append(config.closeFound(ctx, vendor, found.Sessions, config.parallel(), closeSessionsWords, everyTwentieth(tell))...)
}

// everyTwentieth tells some of the counts, the last one always.
func everyTwentieth(tell func(format string, values ...any)) func(tally) {
	return func(n tally) {
		if n.done() == n.total || n.done()%max(1, n.total/20) == 0 {
			tell("%s", n)
		}
	}
}
