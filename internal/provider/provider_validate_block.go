package provider

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// leastRate keeps a typo from becoming a provider that waits for hours.
const leastRate = 0.01

// validateBlock checks each value of a vendor's block by itself, as far as it is known.
// No error repeats a value that may be a credential.
func validateBlock(info client.Info, object types.Object) diag.Diagnostics {
	attributes := object.Attributes()
	var diags diag.Diagnostics
	refuse := func(name string, secret bool, problem string) {
		const summary = "Invalid provider setting"
		detail := fmt.Sprintf("`%s` in the provider's `%s` block %s.", name, info.Name, problem)
		if secret {
			diags.AddError(summary, detail)
			return
		}
		diags.AddAttributeError(path.Root(info.Name).AtName(name), summary, detail)
	}
	for _, kind := range info.Credentials {
		for _, field := range kind {
			value := attributes[field.Name]
			if problem := fieldProblem(field, value); problem != "" {
				text, _ := value.(types.String)
				// A value of another format may be a URL with a password.
				refuse(field.Name, field.Secret || field.Format != nil && mayHoldSecret(text.ValueString()), problem)
			}
		}
	}
	if url, ok := attributes["base_url"].(types.String); ok && isGiven(url) {
		insecure, _ := attributes["allow_insecure_http"].(types.Bool)
		if url.ValueString() == "" {
			refuse("base_url", false, "must not be empty. Remove it to use "+info.BaseURL)
		} else if _, err := client.ParseBaseURL(url.ValueString(), insecure.ValueBool() || insecure.IsUnknown()); err != nil {
			refuse("base_url", mayHoldSecret(url.ValueString()), err.Error())
		}
	}
	if rate, ok := attributes["requests_per_second"].(types.Float64); ok && isGiven(rate) && rate.ValueFloat64() < leastRate {
		refuse("requests_per_second", false, fmt.Sprintf("must be at least %v, got %v. Remove it for no limit", leastRate, rate.ValueFloat64()))
	}
	return diags
}

// mayHoldSecret reports whether a URL has a part in which a password or a key may be
// written: user information, a query or a fragment. The URL may be malformed.
func mayHoldSecret(url string) bool { return strings.ContainsAny(url, "@?#") }

// fieldProblem says what is wrong with a credential; empty: nothing, as far as is known.
func fieldProblem(field client.Field, value any) string {
	switch value := value.(type) {
	case types.String:
		switch length := utf8.RuneCountInString(value.ValueString()); {
		case !isGiven(value):
		case length == 0:
			return "must not be empty. Remove it to use the environment variable " + field.Env
		case field.MaxLength > 0 && length > field.MaxLength:
			return fmt.Sprintf("must have at most %d characters, got %d", field.MaxLength, length)
		case field.Format != nil:
			if err := field.Format(value.ValueString()); err != nil {
				return err.Error()
			}
		}
	case types.Number:
		if isGiven(value) && !value.ValueBigFloat().IsInt() {
			return "must be a whole number"
		}
	}
	return ""
}
