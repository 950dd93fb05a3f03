package provider

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// ValidateConfig checks the arguments against the table of the chosen vendor. A
// value that is not known yet passes: Terraform validates again once it is.
func (r *sessionResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config sessionModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(validateTimeouts(config.Timeouts.Attributes())...)
	info, ok := client.Lookup(config.Vendor.ValueString())
	if !ok {
		return
	}
	for _, name := range client.Arguments() {
		resp.Diagnostics.Append(validateArgument(info, &config, name)...)
	}
	if isGiven(config.SessionID) && isGiven(config.SessionIDPrefix) {
		resp.Diagnostics.AddAttributeError(path.Root("session_id_prefix"), "Two ids",
			"session_id fixes the id, session_id_prefix makes a fresh one for each session. Set one of them.")
	}
}

// isGiven is false for a value that is not known yet: it may turn out to be null.
func isGiven(value attr.Value) bool { return !value.IsNull() && !value.IsUnknown() }

// validateArgument checks one argument against the vendor's row of the table.
func validateArgument(info client.Info, config *sessionModel, name client.Argument) diag.Diagnostics {
	var diags diag.Diagnostics
	at := path.Root(string(name))
	value := config.argument(name)
	use, taken := info.Arguments[name]
	switch {
	case value.IsNull() && use.Required && config.SessionID.IsNull():
		diags.AddAttributeError(at, "Missing argument",
			fmt.Sprintf("%s needs %s to open a session: %s.", info.Title, name, use.Doc))
	case value.IsNull(), value.IsUnknown():
	case !taken:
		diags.AddAttributeError(at, "Argument not taken by this vendor",
			fmt.Sprintf("%s takes no %s. It takes %s.", info.Title, name, takenNames(info)))
	default:
		diags.Append(validateValue(name, use, value)...)
	}
	return diags
}

func validateValue(name client.Argument, use client.Use, value attr.Value) diag.Diagnostics {
	var diags diag.Diagnostics
	at := path.Root(string(name))
	switch value := value.(type) {
	case types.String:
		if value.ValueString() == "" {
			diags.AddAttributeError(at, "Empty argument", fmt.Sprintf("%s must not be empty. Leave it out instead.", name))
			break
		}
		if use.Format == nil {
			break
		}
		if err := use.Format(value.ValueString()); err != nil {
			diags.AddAttributeError(at, "Invalid "+string(name), fmt.Sprintf("%s %s.", name, err))
		}
	case types.Map:
		for key, element := range value.Elements() {
			if key == client.MarkerKey && name == client.Metadata {
				diags.AddAttributeError(at.AtMapKey(key), "Reserved key",
					fmt.Sprintf("The provider keeps the value by which it finds a session again under the key %q. Use another key.", key))
			}
			if element.IsNull() {
				diags.AddAttributeError(at.AtMapKey(key), "Empty value",
					fmt.Sprintf("The value of %q is null. Leave the key out instead.", key))
			}
		}
	}
	return diags
}

// validateTimeouts refuses what parses as a duration and cannot be a timeout.
func validateTimeouts(values map[string]attr.Value) diag.Diagnostics {
	var diags diag.Diagnostics
	for name, value := range values {
		text, ok := value.(types.String)
		if !ok || text.IsNull() || text.IsUnknown() {
			continue
		}
		if duration, err := time.ParseDuration(text.ValueString()); err == nil && duration <= 0 {
			diags.AddAttributeError(path.Root("timeouts").AtName(name), "Invalid timeout",
				fmt.Sprintf("A timeout must be greater than zero; it is %s.", text.ValueString()))
		}
	}
	return diags
}

// takenNames lists what a vendor takes.
func takenNames(info client.Info) string {
	var names []string
	for _, name := range client.Arguments() {
		if info.Takes(name) {
			names = append(names, string(name))
		}
	}
	return strings.Join(names, ", ")
}
