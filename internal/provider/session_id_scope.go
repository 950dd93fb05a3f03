package provider

import (
	"errors"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// readScope reads the first argument of session_id in either of its forms. Its
// errors do not repeat a value: it could be the salt in the wrong place.
func readScope(given attr.Value) (scope client.Scope, salt string, err error) {
	fields := map[string]attr.Value{"scope": given}
	switch v := given.(type) {
	case types.Object:
		fields = v.Attributes()
	case types.Map:
		fields = v.Elements()
	}
	for name := range fields {
		if name != "scope" && name != "salt" {
			return "", "", errors.New("an object for the scope has scope and salt, and nothing else")
		}
	}
	word, _ := fields["scope"].(types.String)
	scope = client.Scope(word.ValueString())
	if !slices.Contains(client.Scopes(), scope) {
		return "", "", errors.New("the scope must be " + listed(scopeWords()) + ", or an object with one of them as scope, and a salt")
	}
	if value, ok := fields["salt"]; ok && !value.IsNull() {
		text, _ := value.(types.String)
		if salt = text.ValueString(); salt == "" {
			return "", "", errors.New("the salt must be text that is not empty, or null for none")
		}
	}
	return scope, salt, nil
}

// scopeWords are the scopes as a user writes them.
func scopeWords() []string {
	var words []string
	for _, scope := range client.Scopes() {
		words = append(words, string(scope))
	}
	return words
}
