package engine

import (
	"fmt"
	"slices"
	"strings"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// foreign are the starts of variables that would get in: settings of Terraform,
// credentials of the vendors, and how the Go runtime of Terraform and of the provider
// collects garbage.
var foreign = []string{"TF_", "UPPZY_", "TALKIFAI_", "SITEASSIST_", "UPONAI_", "GOGC=", "GOMEMLIMIT=", "GODEBUG="}

// neutral is the environment without the user's own settings.
func neutral(env []string) []string {
	return slices.DeleteFunc(env, func(variable string) bool {
		return slices.ContainsFunc(foreign, func(start string) bool { return strings.HasPrefix(variable, start) })
	})
}

// Sandbox has the variables by which the provider finds the sandbox.
func Sandbox(box *sandbox.Sandbox) []string {
	return []string{
		"UPPZY_API_KEY=" + sandbox.UppzyAPIKey,
		"UPPZY_SITE_ID=" + sandbox.UppzySiteID,
		"UPPZY_BASE_URL=" + box.BaseURL(sandbox.Uppzy),
		"TALKIFAI_API_KEY=" + sandbox.TalkifAIAPIKey,
		"TALKIFAI_BASE_URL=" + box.BaseURL(sandbox.TalkifAI),
		"SITEASSIST_PUBLISHABLE_KEY=" + sandbox.SiteAssistPublishableKey,
		"SITEASSIST_VISITOR_ID=" + sandbox.SiteAssistVisitorID,
		"SITEASSIST_BASE_URL=" + box.BaseURL(sandbox.SiteAssist),
		"UPONAI_TOKEN=" + sandbox.UponAIToken,
		fmt.Sprintf("UPONAI_WORKSPACE_ID=%d", sandbox.UponAIWorkspaceID),
		"UPONAI_BASE_URL=" + box.BaseURL(sandbox.UponAI),
	}
}
