package provider

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// selectorModel are the arguments that pick sessions from a list.
type selectorModel struct {
	UserIdentifier  types.String         `tfsdk:"user_identifier"`
	Status          types.String         `tfsdk:"status"`
	SessionIDPrefix types.String         `tfsdk:"session_id_prefix"`
	AgentID         types.String         `tfsdk:"agent_id"`
	Metadata        types.Map            `tfsdk:"metadata"`
	InactiveFor     timetypes.GoDuration `tfsdk:"inactive_for"`
	CreatedAfter    timetypes.RFC3339    `tfsdk:"created_after"`
	CreatedBefore   timetypes.RFC3339    `tfsdk:"created_before"`
}

// selector is the value of a selector by its name in the table.
func (m selectorModel) selector(name client.Selector) attr.Value {
	switch name {
	case client.ByUserIdentifier:
		return m.UserIdentifier
	case client.ByStatus:
		return m.Status
	case client.BySessionIDPrefix:
		return m.SessionIDPrefix
	case client.ByAgentID:
		return m.AgentID
	case client.ByMetadata:
		return m.Metadata
	case client.ByInactiveFor:
		return m.InactiveFor
	case client.ByCreatedAfter:
		return m.CreatedAfter
	case client.ByCreatedBefore:
		return m.CreatedBefore
	}
	return types.StringNull()
}

// filter has the selectors as of now; all of them are known.
func (m selectorModel) filter(now time.Time) client.Filter {
	f := client.Filter{
		UserIdentifier:  m.UserIdentifier.ValueString(),
		Status:          client.Status(m.Status.ValueString()),
		SessionIDPrefix: m.SessionIDPrefix.ValueString(),
		AgentID:         m.AgentID.ValueString(),
		Metadata:        stringMap(m.Metadata),
	}
	if !m.InactiveFor.IsNull() {
		if idle, diags := m.InactiveFor.ValueGoDuration(); !diags.HasError() {
			f.InactiveSince = now.Add(-idle)
		}
	}
	if !m.CreatedAfter.IsNull() {
		f.CreatedAfter, _ = m.CreatedAfter.ValueRFC3339Time()
	}
	if !m.CreatedBefore.IsNull() {
		f.CreatedBefore, _ = m.CreatedBefore.ValueRFC3339Time()
	}
	return f
}

// vendorTime is the time from which idle time counts back: the vendor's own, since a
// clock here that is wrong would take sessions in use for idle ones.
func (m selectorModel) vendorTime(ctx context.Context, vendor client.Vendor) (time.Time, error) {
	if m.InactiveFor.IsNull() {
		return time.Time{}, nil
	}
	now, err := client.Now(ctx, vendor)
	if err == nil && now.IsZero() {
		err = fmt.Errorf("the answer of %s has no Date header, so that nobody can tell which sessions are idle", client.Title(vendor.Name()))
	}
	return now, err
}

// validateSelectors refuses a vendor without a list, and selectors that its list
// cannot answer, of those that the object knows. What is not known yet passes.
func validateSelectors(vendor string, m selectorModel, known []client.Selector) diag.Diagnostics {
	var diags diag.Diagnostics
	info, ok := client.Lookup(vendor)
	if !ok {
		return nil
	}
	if info.NoList != "" {
		diags.AddAttributeError(path.Root("vendor"), "Vendor without a list",
			fmt.Sprintf("The sessions of %s cannot be listed: %s.", info.Title, info.NoList))
		return diags
	}
	for _, name := range known {
		value := m.selector(name)
		if _, answers := info.Selectors[name]; !answers && isGiven(value) {
			diags.AddAttributeError(path.Root(string(name)), "Selector not answered by this vendor",
				fmt.Sprintf("The list of %s cannot be narrowed by %s. It can be by %s.", info.Title, name, answeredNames(info, known)))
		}
	}
	if use, ok := info.Arguments[client.UserIdentifier]; ok && isGiven(m.UserIdentifier) {
		// The vendor alone picks by it, and may ignore what it cannot read.
		diags.Append(validateValue(client.UserIdentifier, use, m.UserIdentifier)...)
	}
	if isGiven(m.Metadata) && len(m.Metadata.Elements()) == 0 {
		diags.AddAttributeError(path.Root(string(client.ByMetadata)), "Empty selector",
			"An empty map selects every session. Leave it out, or give it a key.")
	}
	for key, element := range m.Metadata.Elements() {
		if element.IsNull() {
			diags.AddAttributeError(path.Root(string(client.ByMetadata)).AtMapKey(key), "Empty value",
				fmt.Sprintf("The value of %q is null and selects nothing. Leave the key out instead.", key))
		}
	}
	if idle := m.InactiveFor; isGiven(idle) {
		if duration, d := idle.ValueGoDuration(); !d.HasError() && duration <= 0 {
			diags.AddAttributeError(path.Root(string(client.ByInactiveFor)), "Invalid duration",
				fmt.Sprintf("The duration must be greater than zero; it is %s.", idle.ValueString()))
		}
	}
	return diags
}

// answeredNames lists what a vendor's list can be narrowed by.
func answeredNames(info client.Info, known []client.Selector) string {
	var names []string
	for _, name := range known {
		if _, ok := info.Selectors[name]; ok {
			names = append(names, string(name))
		}
	}
	return strings.Join(names, ", ")
}
