package engine

import (
	"slices"
	"strings"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// foreign are the starts of variables that would get in: settings of Terraform, how the
// Go runtime of Terraform and of the provider collects garbage, and the vendors'
// credentials and addresses.
func foreign() []string {
	starts := []string{"TF_", "GOGC=", "GOMEMLIMIT=", "GODEBUG="}
	for _, vendor := range sandbox.Vendors() {
		starts = append(starts, sandbox.Variable(vendor, ""))
	}
	return starts
}

// neutral is the environment without the user's own settings.
func neutral(env []string) []string {
	starts := foreign()
	return slices.DeleteFunc(env, func(variable string) bool {
		return slices.ContainsFunc(starts, func(start string) bool { return strings.HasPrefix(variable, start) })
	})
}
