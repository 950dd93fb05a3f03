package provider

import (
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

const module = "github.com/terraform-provider-chat/terraform-provider-chat"

// Imports run one way: from the provider to the vendors, from there to the client, and
// the sandbox imports none of them. The linter checks direct imports; this checks all.
func TestImports(t *testing.T) {
	t.Parallel()
	const provider, sandbox, terraform = module + "/internal/provider", module + "/internal/sandbox", "github.com/hashicorp/terraform-"
	tests := map[string][]string{
		"/internal/client":            {module + "/internal/", "github.com/hashicorp/"},
		"/internal/client/transport":  {provider, sandbox, terraform},
		"/internal/client/vendortest": {provider, terraform},
		"/internal/sandbox":           {module + "/internal/client", provider, "github.com/hashicorp/"},
		// The released provider has none of the test support.
		"": {module + "/internal/client/vendortest", module + "/internal/contract", sandbox, "github.com/getkin/", "github.com/hashicorp/terraform-plugin-testing"},
	}
	for _, vendor := range client.Names() {
		forbidden := []string{provider, sandbox, terraform}
		for _, other := range client.Names() {
			if other != vendor {
				forbidden = append(forbidden, module+"/internal/client/"+other)
			}
		}
		tests["/internal/client/"+vendor] = forbidden
	}
	for path, forbidden := range tests {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", "{{.ImportPath}}", module+path).Output()
			if err != nil {
				t.Fatal(err)
			}
			for _, dependency := range strings.Fields(string(out)) {
				has := func(prefix string) bool { return strings.HasPrefix(dependency, prefix) }
				if dependency != module+path && slices.ContainsFunc(forbidden, has) {
					t.Errorf("it imports %s", dependency)
				}
			}
		})
	}
}
