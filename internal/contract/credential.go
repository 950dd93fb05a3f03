package contract

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
)

// checkCredential wants the header of a security scheme to be there and to have
// its form. Whether the credential opens anything is the server's to say.
func checkCredential(_ context.Context, input *openapi3filter.AuthenticationInput) error {
	header := input.RequestValidationInput.Request.Header
	scheme := input.SecurityScheme
	value := header.Get(credentialHeader(scheme))
	switch {
	case value == "":
		return fmt.Errorf("header %s is missing", credentialHeader(scheme))
	case scheme.Type == "http":
		kind, token, _ := strings.Cut(value, " ")
		if !strings.EqualFold(kind, scheme.Scheme) || strings.TrimSpace(token) == "" {
			return errors.New("header Authorization is not a bearer token")
		}
	}
	return nil
}

// foreignCredentials names the credential headers that a request carries although
// its operation does not ask for them: a key in a place where it has no business
// is a leak, even when the vendor shrugs it off.
func foreignCredentials(route *routers.Route, header http.Header) []string {
	requirements := route.Spec.Security
	if route.Operation.Security != nil {
		requirements = *route.Operation.Security
	}
	wanted := map[string]bool{}
	for _, requirement := range requirements {
		for name := range requirement {
			wanted[credentialHeader(route.Spec.Components.SecuritySchemes[name].Value)] = true
		}
	}
	var foreign []string
	for _, name := range []string{"Authorization", "X-Api-Key", "X-Studio-Token", "Cookie"} {
		if header.Get(name) != "" && !wanted[name] {
			foreign = append(foreign, name)
		}
	}
	return foreign
}

// credentialHeader is the canonical name of the header that carries the scheme.
func credentialHeader(scheme *openapi3.SecurityScheme) string {
	if scheme.Type == "apiKey" {
		return http.CanonicalHeaderKey(scheme.Name)
	}
	return "Authorization"
}
