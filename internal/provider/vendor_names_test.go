package provider

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// A vendor is its own package, one row, one line and its sandbox: no other code names it.
// Comments, and text that is more than a name, may tell of vendors.
func TestVendorNames(t *testing.T) {
	t.Parallel()
	const root = "../.."
	own := []string{
		"internal/client/table.go", "internal/provider/vendors.go", "internal/sandbox/vendors.go",
		// What is shown and what is measured is some sessions at some vendors.
		"cmd/chat-demo/", "internal/bench/",
	}
	for _, name := range client.Names() {
		own = append(own, "internal/client/"+name+"/", "internal/sandbox/"+name)
	}
	named := regexp.MustCompile(`(?i)^(` + strings.Join(client.Names(), "|") + `)`)
	read := 0
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		relative, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		name := filepath.ToSlash(relative)
		if slices.ContainsFunc(own, func(start string) bool { return strings.HasPrefix(name, start) }) {
			return nil
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		read++
		ast.Inspect(file, func(node ast.Node) bool {
			word := ""
			switch node := node.(type) {
			case *ast.Ident:
				word = node.Name
			case *ast.BasicLit:
				text, err := strconv.Unquote(node.Value)
				if err == nil && !strings.ContainsAny(text, " \n") {
					word = text
				}
			}
			if named.MatchString(word) {
				t.Errorf("%s names a vendor: %s", files.Position(node.Pos()), word)
			}
			return true
		})
		return nil
	})
	if err != nil || read < 100 {
		t.Errorf("%d files were read, %v", read, err)
	}
}

// The tests of every vendor's package have at least a script of its answers, its sandbox
// with faults, and the fuzzer.
func TestVendorPackages_areTested(t *testing.T) {
	t.Parallel()
	for _, name := range client.Names() {
		files, err := filepath.Glob("../client/" + name + "/*_test.go")
		if err != nil {
			t.Fatal(err)
		}
		var text strings.Builder
		for _, file := range files {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			text.Write(content)
		}
		for _, used := range []string{"vendortest.Script", "vendortest.Sandbox(", "vendortest.Each"} {
			if !strings.Contains(text.String(), used) {
				t.Errorf("the tests of internal/client/%s do without %s", name, strings.TrimSuffix(used, "("))
			}
		}
	}
}
