package provider

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// settings are one vendor's values after the environment has filled the nulls.
type settings struct {
	// values has the credentials and base_url by their attribute's name.
	values            map[string]string
	requestsPerSecond float64
	allowInsecureHTTP bool
	// missing are the fields without which the vendor cannot be used. Each
	// inner list is one kind of credentials.
	missing [][]client.Field
	// unknown is set when a value that decides where or with what a request
	// goes is not known yet.
	unknown bool
	// fromEnv are the variables that were used, by attribute.
	fromEnv map[string]string
}

// resolve reads a vendor's block. A variable fills a null,
// never an unknown, and no other kind of credentials than the configured one.
func resolve(info client.Info, object types.Object, getenv func(string) string) settings {
	s := settings{values: map[string]string{}, fromEnv: map[string]string{}}
	if object.IsUnknown() {
		s.unknown = true
		return s
	}
	attributes := object.Attributes()
	lookup := func(name, variable string) bool {
		value := attributes[name]
		switch {
		case value != nil && value.IsUnknown():
			s.unknown = true
			return true
		case value != nil && !value.IsNull():
			s.values[name] = plainText(value)
			return true
		}
		if text := getenv(variable); text != "" {
			s.values[name] = text
			s.fromEnv[name] = variable
			return true
		}
		return false
	}

	// Which kind of credentials it is may depend on a field that is not known yet.
	s.unknown = len(configuredKinds(info, object, attr.Value.IsUnknown)) > 0
	candidates := configuredKinds(info, object, isGiven)
	if len(candidates) == 0 {
		candidates = info.Credentials
	}
	for _, kind := range candidates {
		var missing []client.Field
		for _, f := range kind {
			if !lookup(f.Name, f.Env) && !f.Optional {
				missing = append(missing, f)
			}
		}
		if len(missing) == 0 {
			s.missing = nil
			break
		}
		s.missing = append(s.missing, missing)
		for _, f := range kind {
			delete(s.values, f.Name)
			delete(s.fromEnv, f.Name)
		}
	}

	lookup("base_url", baseURLVariable(info.Name))
	if limit, ok := attributes["requests_per_second"].(types.Float64); ok {
		s.requestsPerSecond = limit.ValueFloat64()
	}
	if insecure, ok := attributes["allow_insecure_http"].(types.Bool); ok {
		s.unknown = s.unknown || insecure.IsUnknown()
		s.allowInsecureHTTP = insecure.ValueBool()
	}
	return s
}

// plainText is a known value as an environment variable would hold it.
func plainText(value attr.Value) string {
	switch value := value.(type) {
	case types.String:
		return value.ValueString()
	case types.Number:
		return value.ValueBigFloat().Text('f', -1)
	}
	return value.String()
}

func baseURLVariable(vendor string) string {
	return strings.ToUpper(vendor) + "_BASE_URL"
}
