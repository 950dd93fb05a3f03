package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// ValidateConfig refuses values of a vendor's block that cannot work, an address that
// credentials must not be sent to, and two kinds of credentials for one vendor. An error
// is on the attribute that it is about, except where that holds a secret: Terraform
// prints the line of the attribute.
func (p *chatProvider) ValidateConfig(ctx context.Context, req provider.ValidateConfigRequest, resp *provider.ValidateConfigResponse) {
	config, diags := readProvider(ctx, req.Config)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	for _, info := range client.All() {
		object := config.vendors[info.Name]
		if object.IsNull() || object.IsUnknown() {
			continue
		}
		resp.Diagnostics.Append(validateBlock(info, object)...)
		if kinds := configuredKinds(info, object, isGiven); len(kinds) > 1 {
			resp.Diagnostics.Append(conflictDiagnostic(info, object, kinds))
		}
	}
}

// conflictDiagnostic is the error for two kinds of credentials, on the first field of
// them that is set and no secret.
func conflictDiagnostic(info client.Info, object types.Object, kinds [][]client.Field) diag.Diagnostic {
	const summary = "Conflicting arguments"
	detail := fmt.Sprintf("%s accepts either %s, not both. Remove one of them from the provider's `%s` block.",
		info.Title, kindNames(kinds), info.Name)
	for _, field := range slices.Concat(kinds...) {
		if value := object.Attributes()[field.Name]; !field.Secret && value != nil && isGiven(value) {
			return diag.NewAttributeErrorDiagnostic(path.Root(info.Name).AtName(field.Name), summary, detail)
		}
	}
	return diag.NewErrorDiagnostic(summary, detail)
}

// configuredKinds has the kinds of credentials of which the object sets a field, as
// far as isSet has it.
func configuredKinds(info client.Info, object types.Object, isSet func(attr.Value) bool) [][]client.Field {
	var kinds [][]client.Field
	for _, kind := range info.Credentials {
		for _, f := range kind {
			if value := object.Attributes()[f.Name]; value != nil && isSet(value) {
				kinds = append(kinds, kind)
				break
			}
		}
	}
	return kinds
}

// kindNames lists the kinds as in "`token`, or `publishable_key` with `visitor_id`".
func kindNames(kinds [][]client.Field) string {
	var all []string
	for _, kind := range kinds {
		var required, optional []string
		for _, f := range kind {
			if f.Optional {
				optional = append(optional, " (optionally `"+f.Name+"`)")
			} else {
				required = append(required, "`"+f.Name+"`")
			}
		}
		all = append(all, strings.Join(required, " with ")+strings.Join(optional, ""))
	}
	return strings.Join(all, ", or ")
}
