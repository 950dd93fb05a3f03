package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"

	actionschema "github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// readAction reads the configuration of an action for its plan and for its invocation,
// and validates it with the values that are known by now.
func readAction(ctx context.Context, config tfsdk.Config, model interface{ validate() diag.Diagnostics }) diag.Diagnostics {
	diags := config.Get(ctx, model)
	diags.Append(validateAgain(ctx, config)...)
	if diags.HasError() {
		return diags
	}
	return append(diags, model.validate()...)
}

// readInvoked is readAction for the invocation. A value that is not known would read as
// none there: a guard that is missing, or a selector that picks every session.
func readInvoked(ctx context.Context, config tfsdk.Config, model interface{ validate() diag.Diagnostics }) diag.Diagnostics {
	if diags := fullyKnown(config); diags.HasError() {
		return diags
	}
	return readAction(ctx, config, model)
}

// fullyKnown refuses a configuration that is to be carried out and has values that are
// not known.
func fullyKnown(config tfsdk.Config) diag.Diagnostics {
	var diags diag.Diagnostics
	if config.Raw.IsFullyKnown() {
		return nil
	}
	attributes := map[string]tftypes.Value{}
	if err := config.Raw.As(&attributes); err != nil {
		attributes = nil
	}
	var names []string
	for name, value := range attributes {
		if !value.IsFullyKnown() {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	diags.AddError("Configuration not known", fmt.Sprintf(
		"Nothing was done, since a part of the configuration is not known yet: %s. Apply what it depends on first.", strings.Join(names, ", ")))
	return diags
}

// validateAgain runs the validators of an action's schema on what is known by now.
// Terraform validates an action before it knows the values of variables and of other
// objects, and never again, unlike a resource.
func validateAgain(ctx context.Context, config tfsdk.Config) diag.Diagnostics {
	var diags diag.Diagnostics
	attributes := map[string]tftypes.Value{}
	if err := config.Raw.As(&attributes); err != nil {
		diags.AddError("Unreadable configuration", "This is a bug in the provider: please report it. "+err.Error())
		return diags
	}
	for name, attribute := range config.Schema.GetAttributes() {
		at := path.Root(name)
		value, err := attribute.GetType().ValueFromTerraform(ctx, attributes[name])
		if err != nil {
			diags.AddAttributeError(at, "Unreadable value", fmt.Sprintf("%s cannot be read: %v.", name, err))
			continue
		}
		if !isGiven(value) {
			continue
		}
		switch a := attribute.(type) {
		case actionschema.StringAttribute:
			diags.Append(validateText(ctx, at, value, a.Validators)...)
		case actionschema.Int64Attribute:
			for _, v := range a.Validators {
				var resp validator.Int64Response
				number, _ := value.(types.Int64)
				v.ValidateInt64(ctx, validator.Int64Request{Path: at, ConfigValue: number}, &resp)
				diags.Append(resp.Diagnostics...)
			}
		}
	}
	for name, block := range config.Schema.GetBlocks() {
		value, err := block.Type().ValueFromTerraform(ctx, attributes[name])
		nested, ok := value.(interface{ Attributes() map[string]attr.Value })
		if err != nil || !ok {
			diags.AddAttributeError(path.Root(name), "Unreadable value", fmt.Sprintf("%s cannot be read: %v.", name, err))
			continue
		}
		for key, attribute := range block.GetNestedObject().GetAttributes() {
			text, ok := attribute.(actionschema.StringAttribute)
			if given := nested.Attributes()[key]; ok && given != nil {
				diags.Append(validateText(ctx, path.Root(name).AtName(key), given, text.Validators)...)
			}
		}
	}
	return diags
}

func validateText(ctx context.Context, at path.Path, value attr.Value, validators []validator.String) diag.Diagnostics {
	var diags diag.Diagnostics
	valuable, ok := value.(basetypes.StringValuable)
	if !ok {
		return nil
	}
	text, d := valuable.ToStringValue(ctx)
	diags.Append(d...)
	for _, v := range validators {
		var resp validator.StringResponse
		v.ValidateString(ctx, validator.StringRequest{Path: at, ConfigValue: text}, &resp)
		diags.Append(resp.Diagnostics...)
	}
	return diags
}
