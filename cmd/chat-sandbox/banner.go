package main

import (
	"fmt"
	"strings"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// banner tells everything that is needed to use the sandbox. The secrets in it are
// the sandbox's own, public ones.
func banner(box *sandbox.Sandbox) string {
	var out strings.Builder
	fmt.Fprintf(&out, "Chat sandbox at %s\n\n", box.URL())
	for _, vendor := range sandbox.Vendors() {
		fmt.Fprintf(&out, "  %-12s%s\n", vendor, box.BaseURL(vendor))
	}
	fmt.Fprintf(&out, "\nTerraform:\n\n%s", providerBlock(box))
	fmt.Fprintf(&out, "\nor in the environment:\n\n%s", environment(box))
	fmt.Fprintf(&out, "\nAgents: talkifai %s, uponai %s\n", sandbox.TalkifAIAgentID, sandbox.UponAIAgentID)
	fmt.Fprintf(&out, "\nControl API:\n\n%s\n", indent(sandbox.ControlSummary))
	fmt.Fprintf(&out, "Operations that a fault can name:\n\n%s\nStop with Ctrl-C.\n", operations())
	return out.String()
}

func providerBlock(box *sandbox.Sandbox) string {
	return fmt.Sprintf(`provider "chat" {
  uppzy = {
    api_key  = %q
    site_id  = %q
    base_url = %q
  }
  talkifai = {
    api_key  = %q
    base_url = %q
  }
  siteassist = {
    publishable_key = %q
    visitor_id      = %q
    base_url        = %q
  }
  uponai = {
    token        = %q
    workspace_id = %d
    base_url     = %q
  }
}
`,
		sandbox.UppzyAPIKey, sandbox.UppzySiteID, box.BaseURL(sandbox.Uppzy),
		sandbox.TalkifAIAPIKey, box.BaseURL(sandbox.TalkifAI),
		sandbox.SiteAssistPublishableKey, sandbox.SiteAssistVisitorID, box.BaseURL(sandbox.SiteAssist),
		sandbox.UponAIToken, sandbox.UponAIWorkspaceID, box.BaseURL(sandbox.UponAI),
	)
}

// environment is the same as variables. SiteAssist takes a key and a visitor or else a
// token; both together would be two kinds of credential, so one of them is a comment.
func environment(box *sandbox.Sandbox) string {
	lines := []string{
		"export UPPZY_API_KEY=" + sandbox.UppzyAPIKey,
		"export UPPZY_SITE_ID=" + sandbox.UppzySiteID,
		"export UPPZY_BASE_URL=" + box.BaseURL(sandbox.Uppzy),
		"export TALKIFAI_API_KEY=" + sandbox.TalkifAIAPIKey,
		"export TALKIFAI_BASE_URL=" + box.BaseURL(sandbox.TalkifAI),
		"export SITEASSIST_PUBLISHABLE_KEY=" + sandbox.SiteAssistPublishableKey,
		"export SITEASSIST_VISITOR_ID=" + sandbox.SiteAssistVisitorID,
		"# or: export SITEASSIST_TOKEN=" + sandbox.SiteAssistToken,
		"export SITEASSIST_BASE_URL=" + box.BaseURL(sandbox.SiteAssist),
		"export UPONAI_TOKEN=" + sandbox.UponAIToken,
		fmt.Sprintf("export UPONAI_WORKSPACE_ID=%d", sandbox.UponAIWorkspaceID),
		"export UPONAI_BASE_URL=" + box.BaseURL(sandbox.UponAI),
	}
	return strings.Join(lines, "\n") + "\n"
}

// operations lists what each vendor's calls are called.
func operations() string {
	var out strings.Builder
	for _, vendor := range sandbox.Vendors() {
		fmt.Fprintf(&out, "  %-12s%s\n", vendor, strings.Join(sandbox.Operations(vendor), ", "))
	}
	return out.String()
}

func indent(text string) string {
	return "  " + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n  ") + "\n"
}
