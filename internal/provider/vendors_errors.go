package provider

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// notConfiguredError is a vendor that is used and lacks credentials.
type notConfiguredError struct {
	info    client.Info
	missing [][]client.Field
}

func (e *notConfiguredError) Error() string {
	var ways []string
	for _, kind := range e.missing {
		var fields, variables []string
		for _, f := range kind {
			fields = append(fields, f.Name)
			variables = append(variables, f.Env)
		}
		ways = append(ways, fmt.Sprintf("%s in the provider's %s block, or %s in the environment",
			strings.Join(fields, " and "), e.info.Name, strings.Join(variables, " and ")))
	}
	return fmt.Sprintf("%s is not configured. Set %s.", e.info.Title, strings.Join(ways, "; or "))
}

// isNotKnown finds a *notKnownError.
func isNotKnown(err error) bool {
	var notKnown *notKnownError
	return errors.As(err, &notKnown)
}

// notKnownError is a vendor whose settings depend on something that is only
// known after an apply.
type notKnownError struct{ info client.Info }

func (e *notKnownError) Error() string {
	return fmt.Sprintf("the provider's settings for %s are not known yet", e.info.Title)
}

// settingError is a vendor whose settings cannot work.
type settingError struct {
	info    client.Info
	fromEnv map[string]string
	err     error
}

func (e *settingError) Error() string {
	text := fmt.Sprintf("The provider's settings for %s cannot be used: %s.", e.info.Title, strings.TrimSuffix(e.err.Error(), "."))
	if len(e.fromEnv) == 0 {
		return text
	}
	var variables []string
	for _, variable := range e.fromEnv {
		variables = append(variables, variable)
	}
	slices.Sort(variables)
	return text + " Part of them comes from the environment: " + strings.Join(variables, ", ") + "."
}

func (e *settingError) Unwrap() error { return e.err }
