package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// ValidateConfig refuses an address that credentials must not be sent to, and
// two kinds of credentials for one vendor.
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
		attributes := object.Attributes()
		if raw, ok := attributes["base_url"].(types.String); ok && !raw.IsNull() && !raw.IsUnknown() && raw.ValueString() != "" {
			insecure, _ := attributes["allow_insecure_http"].(types.Bool)
			if _, err := client.ParseBaseURL(raw.ValueString(), insecure.ValueBool() || insecure.IsUnknown()); err != nil {
				resp.Diagnostics.AddAttributeError(path.Root(info.Name).AtName("base_url"), "Invalid base URL",
					fmt.Sprintf("The base_url of %s %s.", info.Title, err))
			}
		}
		if kinds := configuredKinds(info, object, isGiven); len(kinds) > 1 {
			// No attribute: Terraform prints the line of the one that an error points at.
			resp.Diagnostics.AddError("Two kinds of credentials",
				fmt.Sprintf("%s takes either %s, and not both. Remove one of them.", info.Title, kindNames(kinds)))
		}
	}
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

// kindNames says "token, or publishable_key with visitor_id".
func kindNames(kinds [][]client.Field) string {
	var all []string
	for _, kind := range kinds {
		var names []string
		for _, f := range kind {
			names = append(names, f.Name)
		}
		all = append(all, strings.Join(names, " with "))
	}
	return strings.Join(all, ", or ")
}
