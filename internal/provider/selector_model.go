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

// title names what has the selectors by the names of those that are set.
func (m selectorModel) title(what string, known []client.Selector) string {
	parts := []string{what}
	for _, name := range known {
		if selects(m.selector(name)) {
			parts = append(parts, string(name))
		}
	}
	return strings.Join(parts, ", ")
}

// filter has the selectors as of now. A value that is not known, or cannot be read, is an
// error: without it the filter would pick too much.
func (m selectorModel) filter(ctx context.Context, vendor client.Vendor) (client.Filter, error) {
	now, err := m.vendorTime(ctx, vendor)
	if err != nil {
		return client.Filter{}, err
	}
	f := client.Filter{
		UserIdentifier:  m.UserIdentifier.ValueString(),
		Status:          client.Status(m.Status.ValueString()),
		SessionIDPrefix: m.SessionIDPrefix.ValueString(),
		AgentID:         m.AgentID.ValueString(),
		Metadata:        stringMap(m.Metadata),
	}
	var diags diag.Diagnostics
	if !m.InactiveFor.IsNull() {
		idle, d := m.InactiveFor.ValueGoDuration()
		f.InactiveSince = now.Add(-idle)
		diags.Append(d...)
	}
	if !m.CreatedAfter.IsNull() {
		at, d := m.CreatedAfter.ValueRFC3339Time()
		f.CreatedAfter = at
		diags.Append(d...)
	}
	if !m.CreatedBefore.IsNull() {
		at, d := m.CreatedBefore.ValueRFC3339Time()
		f.CreatedBefore = at
		diags.Append(d...)
	}
	for _, failed := range diags.Errors() {
		return client.Filter{}, fmt.Errorf("a selector cannot be read: %s", failed.Detail())
	}
	return f, nil
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
	for _, name := range []client.Selector{client.ByCreatedAfter, client.ByCreatedBefore} {
		value, ok := m.selector(name).(timetypes.RFC3339)
		if !ok || !isGiven(value) {
			continue
		}
		// A filter takes this time for none.
		if at, d := value.ValueRFC3339Time(); !d.HasError() && at.IsZero() {
			diags.AddAttributeError(path.Root(string(name)), "Invalid time",
				fmt.Sprintf("%s is the first moment of the year 1, which selects nothing that another time would not. Set a later time.", name))
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
