package provider

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// teardownModel is a chat_session_teardown in configuration, plan and state.
type teardownModel struct {
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
	Timeouts        timeouts.Value       `tfsdk:"timeouts"`
}

// selectors are the arguments by which it picks sessions, as a list has them.
func (m *teardownModel) selectors() selectorModel {
	return selectorModel{
		UserIdentifier: m.UserIdentifier, SessionIDPrefix: m.SessionIDPrefix, AgentID: m.AgentID, Metadata: m.Metadata,
		InactiveFor: m.InactiveFor, CreatedAfter: m.CreatedAfter,
	}
}

// title names it in the title of a warning: by its vendor and the selectors that it
// has.
func (m *teardownModel) title() string {
	parts := []string{client.Title(m.Vendor.ValueString())}
	selectors := m.selectors()
	for _, name := range narrowing() {
		if value := selectors.selector(name); selects(value) {
			parts = append(parts, fmt.Sprintf("%s = %s", name, value))
		}
	}
	return strings.Join(parts, ", ")
}

// narrowing are the selectors one of which a vendor wants whose account alone is too
// wide. The time of creation is none: it is always there.
func narrowing() []client.Selector {
	return []client.Selector{client.ByUserIdentifier, client.BySessionIDPrefix, client.ByAgentID, client.ByMetadata, client.ByInactiveFor}
}

// checkScope refuses to close every session of an account whose vendor shows all
// that anybody opened there. An unknown selector may still become one, so this is
// asked again once all of them are known.
func (m *teardownModel) checkScope(info client.Info) error {
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
	return fmt.Errorf("without a selector it would close every session of the %s that is opened from now on; set one of %s",
		info.Account, listed(names))
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
