package provider

import (
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

const module = "github.com/terraform-provider-chat/terraform-provider-chat"

// importsOf lists what the files import, by file name. Test files are left out.
func importsOf(t *testing.T, pattern string) map[string][]string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	imports := map[string][]string{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		imports[file] = nil
		for _, spec := range parsed.Imports {
			path, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			imports[file] = append(imports[file], path)
		}
	}
	if len(imports) == 0 {
		t.Fatalf("no files match %s", pattern)
	}
	return imports
}

// dependencies lists all that a package of this module is built from.
func dependencies(t *testing.T, pkg string) []string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", "{{.ImportPath}}", pkg).Output()
	if err != nil {
		t.Fatalf("go list -deps %s: %v", pkg, err)
	}
	return strings.Fields(string(out))
}

func isVendorPackage(path string) bool {
	name, below := strings.CutPrefix(path, module+"/internal/client/")
	return below && name != "transport" && name != "shared"
}

// The provider knows no HTTP, and the vendors only where they are put together.
func TestImports_provider(t *testing.T) {
	t.Parallel()
	var met []string
	for file, imports := range importsOf(t, "*.go") {
		for _, path := range imports {
			if path == "net/http" || strings.HasPrefix(path, "net/http/") {
				t.Errorf("%s imports %s", file, path)
			}
			if !isVendorPackage(path) {
				continue
			}
			if file == "vendors.go" {
				met = append(met, filepath.Base(path))
			} else {
				t.Errorf("%s imports %s", file, path)
			}
		}
	}
	slices.Sort(met)
	expectSame(t, "vendors put together in vendors.go", met, slices.Sorted(slices.Values(client.Names())))
}

// importRule is a package, and the beginnings of what it must not be built from.
type importRule struct {
	pkg   string
	never []string
}

// Imports run one way: provider to client, vendors to client, sandbox to neither.
func TestImports_oneWay(t *testing.T) {
	t.Parallel()
	tests := []importRule{
		{"internal/client", []string{module + "/internal/", "github.com/hashicorp/"}},
		{"internal/client/transport", []string{module + "/internal/provider", module + "/internal/sandbox", "github.com/hashicorp/terraform-"}},
		{"internal/client/vendortest", []string{module + "/internal/provider", "github.com/hashicorp/terraform-"}},
		{"internal/sandbox", []string{module + "/internal/client", module + "/internal/provider", "github.com/hashicorp/"}},
		// What users get holds none of the tests' machinery.
		{".", []string{module + "/internal/client/vendortest", module + "/internal/contract", module + "/internal/sandbox", "github.com/getkin/", "github.com/hashicorp/terraform-plugin-testing"}},
	}
	for _, vendor := range client.Names() {
		tests = append(tests, importRule{
			"internal/client/" + vendor, []string{module + "/internal/provider", module + "/internal/sandbox", "github.com/hashicorp/terraform-"},
		})
	}
	for _, test := range tests {
		t.Run(test.pkg, func(t *testing.T) {
			t.Parallel()
			own := strings.TrimSuffix(module+"/"+test.pkg, "/.")
			for _, dependency := range dependencies(t, own) {
				for _, prefix := range test.never {
					if dependency != own && strings.HasPrefix(dependency, prefix) {
						t.Errorf("it is built from %s", dependency)
					}
				}
			}
		})
	}
}

// One vendor knows nothing of another, nor of what their tests share.
func TestImports_vendorsApart(t *testing.T) {
	t.Parallel()
	for file, imports := range importsOf(t, "../client/*/*.go") {
		for _, path := range imports {
			if isVendorPackage(path) && filepath.Base(path) != filepath.Base(filepath.Dir(file)) {
				t.Errorf("%s imports %s", file, path)
			}
		}
	}
}
