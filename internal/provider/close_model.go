package provider

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// defaultMaxSessions is more than a test environment opens, and fewer than a selector
// that is too wide would close.
const defaultMaxSessions = 100

// closeModel is what a chat_session_teardown and a chat_close_sessions have in
// common: which sessions they close, within which guards.
type closeModel struct {
	Vendor          types.String         `tfsdk:"vendor"`
	Account         types.String         `tfsdk:"account"`
	UserIdentifier  types.String         `tfsdk:"user_identifier"`
	SessionIDPrefix types.String         `tfsdk:"session_id_prefix"`
	AgentID         types.String         `tfsdk:"agent_id"`
	Metadata        types.Map            `tfsdk:"metadata"`
	InactiveFor     timetypes.GoDuration `tfsdk:"inactive_for"`
	CreatedAfter    timetypes.RFC3339    `tfsdk:"created_after"`
	MaxSessions     types.Int64          `tfsdk:"max_sessions"`
	CloseReason     types.String         `tfsdk:"close_reason"`
}

// selectors are the arguments by which it picks sessions, as a list has them.
func (m *closeModel) selectors() selectorModel {
	return selectorModel{
		UserIdentifier: m.UserIdentifier, SessionIDPrefix: m.SessionIDPrefix, AgentID: m.AgentID, Metadata: m.Metadata,
		InactiveFor: m.InactiveFor, CreatedAfter: m.CreatedAfter,
	}
}

// most is max_sessions, or its default.
func (m *closeModel) most() int64 {
	if m.MaxSessions.IsNull() {
		return defaultMaxSessions
	}
	return m.MaxSessions.ValueInt64()
}

// title names it in the title of a warning: by its vendor and account, and the names of
// the selectors that it has. Their values may be marked as sensitive.
func (m *closeModel) title() string {
	what := m.vendorTitle()
	if isGiven(m.Account) {
		what += " " + client.AccountNoun(m.Vendor.ValueString()) + " " + m.Account.ValueString()
	}
	return m.selectors().title(what, closing())
}

// vendorTitle is the vendor in a sentence.
func (m *closeModel) vendorTitle() string {
	if m.Vendor.IsUnknown() {
		return "a vendor that is not known yet"
	}
	return client.Title(m.Vendor.ValueString())
}

// unknown names what is not known yet of that which selects sessions or guards them.
func (m *closeModel) unknown(ctx context.Context) []string {
	of := map[string]attr.Value{"vendor": m.Vendor, "account": m.Account, "max_sessions": m.MaxSessions}
	selectors := m.selectors()
	for _, name := range closing() {
		of[string(name)] = selectors.selector(name)
	}
	var names []string
	for _, name := range slices.Sorted(maps.Keys(of)) {
		if raw, err := of[name].ToTerraformValue(ctx); err != nil || !raw.IsFullyKnown() {
			names = append(names, name)
		}
	}
	return names
}

// narrowing are the selectors one of which a vendor wants whose account alone is too
// wide. The time of creation is none: it says nothing of whose sessions they are.
func narrowing() []client.Selector {
	return []client.Selector{client.ByUserIdentifier, client.BySessionIDPrefix, client.ByAgentID, client.ByMetadata, client.ByInactiveFor}
}

// closing are the selectors of what closes sessions.
func closing() []client.Selector { return append(narrowing(), client.ByCreatedAfter) }

// checkScope refuses to close every session of an account whose vendor shows all
// that anybody opened there. An unknown selector may still become one, so this is
// asked again once all of them are known.
func (m *closeModel) checkScope(info client.Info) error {
	if info.AccountIsScope {
		return nil
	}
	var names []string
	selectors := m.selectors()
	for _, name := range narrowing() {
		if _, answers := info.Selectors[name]; !answers {
			continue
		}
		names = append(names, string(name))
		if selects(selectors.selector(name)) {
			return nil
		}
	}
	return fmt.Errorf("without a selector it would close every session of the %s, whoever has opened it; set one of %s",
		info.Account, listed(names))
}

// validate refuses selectors that the vendor's list cannot answer, and none where that
// would close what others have opened.
func (m *closeModel) validate() diag.Diagnostics {
	info, ok := client.Lookup(m.Vendor.ValueString())
	if !ok {
		return nil
	}
	diags := validateSelectors(info.Name, m.selectors(), closing())
	if info.NoList == "" && !diags.HasError() {
		if err := m.checkScope(info); err != nil {
			diags.AddAttributeError(path.Root("vendor"), "Missing selector", sentence(err))
		}
	}
	reason := argumentSet{info: info, uses: info.Arguments, order: []client.Argument{client.CloseReason}}
	return append(diags, reason.validateOne(client.CloseReason, m.CloseReason)...)
}

// selects is false for what picks every session.
func selects(value attr.Value) bool {
	switch value := value.(type) {
	case types.String:
		return value.IsUnknown() || value.ValueString() != ""
	case types.Map:
		return value.IsUnknown() || len(value.Elements()) > 0
	}
	return !value.IsNull()
}
