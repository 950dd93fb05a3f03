package main

import (
	"fmt"
	"slices"
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
	fmt.Fprintf(&out, "\nAgents: %s\n", agents())
	fmt.Fprintf(&out, "\nControl API:\n\n%s\n", indent(sandbox.ControlSummary))
	fmt.Fprintf(&out, "Operations that a fault can name:\n\n%s\nStop with Ctrl-C.\n", operations())
	return out.String()
}

func providerBlock(box *sandbox.Sandbox) string {
	var out strings.Builder
	out.WriteString("provider \"chat\" {\n")
	for _, vendor := range sandbox.Vendors() {
		fmt.Fprintf(&out, "  %s {\n", vendor)
		address := sandbox.Credential{Name: "base_url", Value: box.BaseURL(vendor)}
		fields := slices.Concat(sandbox.Credentials(vendor)[0], []sandbox.Credential{address})
		width := 0
		for _, field := range fields {
			width = max(width, len(field.Name))
		}
		for _, field := range fields {
			fmt.Fprintf(&out, "    %-*s = %#v\n", width, field.Name, field.Value)
		}
		out.WriteString("  }\n")
	}
	return out.String() + "}\n"
}

// environment is the same as variables. Two kinds of credentials together would be
// refused, so that all but one of them are a comment.
func environment(box *sandbox.Sandbox) string {
	var out strings.Builder
	for _, vendor := range sandbox.Vendors() {
		for i, kind := range sandbox.Credentials(vendor) {
			start := "export "
			if i > 0 {
				start = "# or: export "
			}
			for _, field := range kind {
				fmt.Fprintf(&out, "%s%s=%v\n", start, sandbox.Variable(vendor, field.Name), field.Value)
			}
		}
		fmt.Fprintf(&out, "export %s=%s\n", sandbox.Variable(vendor, "base_url"), box.BaseURL(vendor))
	}
	return out.String()
}

// agents are those that sessions can be opened with.
func agents() string {
	var all []string
	for _, vendor := range sandbox.Vendors() {
		if agent := sandbox.Agent(vendor); agent != "" {
			all = append(all, vendor+" "+agent)
		}
	}
	return strings.Join(all, ", ")
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
