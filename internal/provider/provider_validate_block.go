package provider

import (
	"fmt"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// leastRate keeps a slip of the pen from becoming a provider that waits for ever.
const leastRate = 0.01

// validateBlock checks each value of a vendor's block by itself, as far as it is known.
// No error repeats a value that may be a credential.
func validateBlock(info client.Info, object types.Object) diag.Diagnostics {
	attributes := object.Attributes()
	var diags diag.Diagnostics
	refuse := func(name, problem string) {
		diags.AddError("Invalid "+name, fmt.Sprintf("%s.%s in the provider block %s.", info.Name, name, problem))
	}
	for _, kind := range info.Credentials {
		for _, field := range kind {
			if problem := fieldProblem(field, attributes[field.Name]); problem != "" {
				refuse(field.Name, problem)
			}
		}
	}
	if url, ok := attributes["base_url"].(types.String); ok && isGiven(url) {
		insecure, _ := attributes["allow_insecure_http"].(types.Bool)
		if url.ValueString() == "" {
			refuse("base_url", "must not be empty. Leave it out for "+info.BaseURL)
		} else if _, err := client.ParseBaseURL(url.ValueString(), insecure.ValueBool() || insecure.IsUnknown()); err != nil {
			refuse("base_url", err.Error())
		}
	}
	if rate, ok := attributes["requests_per_second"].(types.Float64); ok && isGiven(rate) && rate.ValueFloat64() < leastRate {
		refuse("requests_per_second", fmt.Sprintf("must be %v or more; it is %v. Leave it out for no limit", leastRate, rate.ValueFloat64()))
	}
	return diags
}

// fieldProblem says what is wrong with a credential; empty: nothing, as far as is known.
func fieldProblem(field client.Field, value any) string {
	switch value := value.(type) {
	case types.String:
		switch length := utf8.RuneCountInString(value.ValueString()); {
		case !isGiven(value):
		case length == 0:
			return "must not be empty. Leave it out to have it from the variable " + field.Env
		case field.MaxLength > 0 && length > field.MaxLength:
			return fmt.Sprintf("must have at most %d characters; it has %d", field.MaxLength, length)
		}
	case types.Number:
		if isGiven(value) && !value.ValueBigFloat().IsInt() {
			return "must be a whole number"
		}
	}
	return ""
}
