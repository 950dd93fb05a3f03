package provider

import (
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// isGiven is false for a value that is not known yet: it may turn out to be null.
func isGiven(value attr.Value) bool { return !value.IsNull() && !value.IsUnknown() }

// place is where a diagnostic about an argument points. Terraform shows the line of
// the configuration there, so that one about a secret points beside it.
func place(name client.Argument) path.Path {
	if name == client.SessionToken {
		return path.Root("vendor")
	}
	return path.Root(string(name))
}

// argumentSet is a row of the table of arguments, for one kind of object.
type argumentSet struct {
	info client.Info
	// uses has what the vendor takes, order has all that any vendor takes.
	uses  map[client.Argument]client.Use
	order []client.Argument
	// purpose ends the sentence "… needs x to".
	purpose string
}

// validate checks each argument by itself. A value that is not known yet passes.
func (s argumentSet) validate(value func(client.Argument) attr.Value) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, name := range s.order {
		diags.Append(s.validateOne(name, value(name))...)
	}
	return diags
}

func (s argumentSet) validateOne(name client.Argument, value attr.Value) diag.Diagnostics {
	var diags diag.Diagnostics
	at := place(name)
	use, taken := s.uses[name]
	switch {
	case value.IsNull() && use.Required:
		doc := ""
		if use.Doc != "" {
			doc = ": " + use.Doc
		}
		diags.AddAttributeError(at, "Missing argument", fmt.Sprintf("%s needs %s to %s%s.", s.info.Title, name, s.purpose, doc))
	case value.IsNull(), value.IsUnknown():
	case !taken:
		text := fmt.Sprintf("%s takes no %s.", s.info.Title, name)
		if taken := s.takenNames(); taken != "" {
			text += " It takes " + taken + "."
		}
		diags.AddAttributeError(at, "Argument not taken by this vendor", text)
	default:
		diags.Append(validateValue(name, use, value)...)
	}
	return diags
}

// validateCompany refuses an argument that needs another one beside it.
func (s argumentSet) validateCompany(value func(client.Argument) attr.Value) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, name := range s.order {
		if with := s.uses[name].With; with != "" && isGiven(value(name)) && value(with).IsNull() {
			diags.AddAttributeError(place(name), "Argument alone",
				fmt.Sprintf("%s needs %s beside it at %s.", name, with, s.info.Title))
		}
	}
	return diags
}

// takenNames lists what the vendor takes.
func (s argumentSet) takenNames() string {
	var names []string
	for _, name := range s.order {
		if _, ok := s.uses[name]; ok {
			names = append(names, string(name))
		}
	}
	return strings.Join(names, ", ")
}

func validateValue(name client.Argument, use client.Use, value attr.Value) diag.Diagnostics {
	var diags diag.Diagnostics
	at := place(name)
	switch value := value.(type) {
	case types.String:
		if value.ValueString() == "" {
			diags.AddAttributeError(at, "Empty argument", emptyText(name, use))
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

func emptyText(name client.Argument, use client.Use) string {
	text := fmt.Sprintf("%s must not be empty.", name)
	if !use.Required {
		text += " Leave it out instead."
	}
	return text
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
