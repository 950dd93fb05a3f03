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
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// ModifyPlan decides between replacing a session, changing it in place and
// leaving it alone. It raises errors only for a session that is to be created or
// replaced: terraform destroy plans as well, and an error on a session that is
// unchanged or changed in place would stand in its way. Terraform plans a
// replacement a second time as a creation, without a prior state.
func (r *sessionResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	if unchanged, diags := unchangedAndOpen(ctx, req); unchanged || diags.HasError() {
		resp.Diagnostics.Append(diags...)
		return
	}
	var config, plan sessionModel
	resp.Diagnostics.Append(getSession(ctx, req.Config, &config)...)
	resp.Diagnostics.Append(getSession(ctx, req.Plan, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if req.State.Raw.IsNull() {
		resp.Diagnostics.Append(r.planCreate(&config, &plan)...)
	} else {
		var state sessionModel
		resp.Diagnostics.Append(getSession(ctx, req.State, &state)...)
		private, diags := readPrivate(ctx, req.Private)
		resp.Diagnostics.Append(diags...)
		if resp.Diagnostics.HasError() {
			return
		}
		replace, diags := planChange(&config, &state, &plan, private)
		resp.RequiresReplace = append(resp.RequiresReplace, replace...)
		resp.Diagnostics.Append(diags...)
		if len(replace) > 0 {
			resp.Diagnostics.Append(r.checkReplaceable(ctx, &state)...)
			resp.Diagnostics.Append(checkPinned(&config, &state, replace)...)
		}
	}
	resp.Diagnostics.Append(setSession(ctx, &resp.Plan, &plan)...)
}

// unchangedAndOpen reports a plan in which there is nothing to decide. It is that of
// most sessions in most runs, and to take a session apart and put it together again is
// a good part of what a plan costs.
func unchangedAndOpen(ctx context.Context, req resource.ModifyPlanRequest) (bool, diag.Diagnostics) {
	if !req.Plan.Raw.Equal(req.State.Raw) {
		return false, nil
	}
	var status types.String
	diags := req.State.GetAttribute(ctx, path.Root("status"), &status)
	return client.Status(status.ValueString()) != client.StatusClosed, diags
}

// planCreate fails now for what would fail in the apply, and says of each
// attribute that the vendor never tells that it stays empty.
func (r *sessionResource) planCreate(config, plan *sessionModel) diag.Diagnostics {
	var diags diag.Diagnostics
	info, ok := client.Lookup(plan.Vendor.ValueString())
	if !ok {
		return nil
	}
	diags.Append(r.vendors.checkUsable(info.Name)...)
	diags.Append(checkOpening(info, config)...)
	if tokenWithoutSession(config) {
		failed := tokenWithoutSessionError()
		diags.AddAttributeWarning(failed.Path(), failed.Summary(), failed.Detail()+" The apply will refuse to open it.")
	}
	if !plan.SessionID.IsUnknown() && !plan.SessionID.IsNull() {
		plan.ID = types.StringValue(sessionAddress(info.Name, plan.SessionID.ValueString()))
	}
	plan.emptyUntold(info)
	return diags
}

// planChange returns the paths for which the session has to be replaced, and
// completes the plan otherwise.
func planChange(config, state, plan *sessionModel, private sessionPrivate) (path.Paths, diag.Diagnostics) {
	if !plan.Vendor.Equal(state.Vendor) {
		return path.Paths{path.Root("vendor")}, nil
	}
	info, _ := client.Lookup(state.Vendor.ValueString())
	var replace path.Paths
	callsVendor := false
	for _, name := range client.Arguments() {
		before, after := state.argument(name), plan.argument(name)
		if isSame(before, after) {
			continue
		}
		switch info.Arguments[name].Change {
		case client.Replace:
			// An imported session may have been opened with just this value, and a
			// configuration without a value wants no other. See usesImport.
			if !private.Imported || !isUnset(before) && !isUnset(after) {
				replace = append(replace, path.Root(string(name)))
			}
		case client.Call:
			callsVendor = true
		case client.Keep:
		}
	}
	if len(replace) > 0 {
		return replace, nil
	}
	var diags diag.Diagnostics
	if client.Status(state.Status.ValueString()) == client.StatusClosed && recreates(plan) {
		if config.SessionID.IsNull() && config.SessionToken.IsNull() {
			plan.Status = types.StringUnknown()
			return path.Paths{path.Root("status")}, nil
		}
		diags.Append(closedPinnedDiagnostic(info, state))
	}
	plan.keepFacts(state, callsVendor)
	return nil, diags
}

// isSame reports whether two values of an argument mean the same to every vendor: they
// are equal, or one is an empty map and the other is none.
func isSame(before, after attr.Value) bool {
	had, known := knownMap(before)
	wanted, both := knownMap(after)
	return after.Equal(before) || known && both && maps.Equal(had, wanted)
}

// isUnset reports whether the value of an argument is null or an empty map.
func isUnset(value attr.Value) bool {
	elements, known := knownMap(value)
	return value.IsNull() || known && len(elements) == 0
}

// knownMap returns the elements of a map of which all is known.
func knownMap(value attr.Value) (map[string]string, bool) {
	m, ok := value.(types.Map)
	if !ok || m.IsUnknown() {
		return nil, false
	}
	for _, element := range m.Elements() {
		if element.IsUnknown() {
			return nil, false
		}
	}
	return stringMap(m), true
}

// usesImport reports whether a change in place stores or removes an argument that no call
// changes. That is possible once, after an import.
func usesImport(state, plan *sessionModel) bool {
	info, _ := client.Lookup(state.Vendor.ValueString())
	return slices.ContainsFunc(client.Arguments(), func(name client.Argument) bool {
		return info.Arguments[name].Change == client.Replace && !isSame(state.argument(name), plan.argument(name))
	})
}

// recreates says whether a session that was closed elsewhere is opened anew. While
// that is not known, it is: a replacement can be planned beforehand, and what was
// planned as a change in place must not become one.
func recreates(plan *sessionModel) bool {
	return plan.RecreateWhenClosed.IsUnknown() || plan.RecreateWhenClosed.ValueBool()
}

// closedPinnedDiagnostic is a closed session whose id the configuration fixes: no
// vendor opens a closed session again.
func closedPinnedDiagnostic(info client.Info, state *sessionModel) diag.Diagnostic {
	token := ""
	if info.Takes(client.SessionToken) {
		token = " and session_token"
	}
	return diag.NewAttributeWarningDiagnostic(path.Root("session_id"), named("Session is closed", state.ID.ValueString()), fmt.Sprintf(
		"The session %q at %s was closed, elsewhere or by a replacement under its own id. It takes no messages and cannot be opened again, "+
			"and the configuration names this very session, so that it is kept as it is. Set another session_id for a new session, or remove it%s; "+
			"or set recreate_when_closed = false to accept this one as closed.", state.SessionID.ValueString(), info.Title, token))
}

// keepFacts carries over what the vendor told. What moves by itself is unknown
// only when a call to the vendor is planned, which tells it anew.
func (m *sessionModel) keepFacts(state *sessionModel, callsVendor bool) {
	m.Status = state.Status
	if callsVendor {
		m.Status = types.StringUnknown()
	}
	if !callsVendor || !state.CreatedAt.IsNull() {
		m.CreatedAt = state.CreatedAt
	}
}

// emptyUntold makes null what this vendor never tells, so that the plan does not
// promise it.
func (m *sessionModel) emptyUntold(info client.Info) {
	if info.Account == "" {
		m.Account = types.StringNull()
	}
	if !info.Takes(client.AgentID) && m.AgentID.IsUnknown() {
		m.AgentID = types.StringNull()
	}
	if !info.Takes(client.SessionToken) && m.SessionToken.IsUnknown() {
		m.SessionToken = types.StringNull()
	}
	if !info.Facts[client.CreatedAt] {
		m.CreatedAt = timetypes.NewRFC3339Null()
	}
	if !info.Facts[client.OpeningRequestID] || m.OpeningMessage.IsNull() {
		m.OpeningRequestID = types.StringNull()
	}
}
