package provider

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// Terraform drops without a word what an object has and its attribute does not: in a
// vendor's part of the provider block, or in timeouts. What pages and examples write
// there is looked up here.
func TestDocsSnippets_nameNestedArguments(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	everyAttribute(t, func(path string, _ described) {
		known[path] = true
		known[path[:strings.LastIndex(path, ".")+1]] = true // the parent has more than itself
	})
	found := 0
	for _, s := range append(snippets(t), exampleSnippets(t)...) {
		file, diags := hclsyntax.ParseConfig([]byte(s.text), s.page, hcl.Pos{Line: s.line, Column: 1})
		body, ok := file.Body.(*hclsyntax.Body)
		if diags.HasErrors() || !ok {
			t.Fatalf("%T, %v", file.Body, diags)
		}
		for _, block := range body.Blocks {
			of := map[string]string{"provider": "provider"}[block.Type]
			if of == "" && len(block.Labels) > 0 {
				of = strings.TrimPrefix(block.Type+"."+block.Labels[0], "resource.")
			}
			for _, inner := range append(hclsyntax.Blocks{block}, block.Body.Blocks...) {
				for name, attribute := range inner.Body.Attributes {
					found += lookUp(t, known, of+"."+name, attribute.Expr)
				}
			}
		}
	}
	if found < 20 {
		t.Errorf("only %d nested arguments were found", found)
	}
}

// exampleSnippets are the files below examples/.
func exampleSnippets(t *testing.T) []snippet {
	t.Helper()
	var found []snippet
	for _, name := range files(t, examples) {
		if extension := filepath.Ext(name); extension != ".tf" && extension != ".hcl" {
			continue
		}
		content, err := os.ReadFile(examples + name)
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, snippet{page: "examples/" + name, line: 1, text: string(content)})
	}
	return found
}

// lookUp returns how many keys there are in an object and the objects in it. Of a map,
// whose keys are free, no path goes on.
func lookUp(t *testing.T, known map[string]bool, path string, expr hclsyntax.Expression) int {
	t.Helper()
	object, ok := expr.(*hclsyntax.ObjectConsExpr)
	if !ok || !known[path+"."] {
		return 0
	}
	for _, item := range object.Items {
		at := path + "." + hcl.ExprAsKeyword(item.KeyExpr)
		if !known[at] {
			t.Errorf("%s: there is no %s", item.KeyExpr.Range(), at)
		}
		lookUp(t, known, at, item.ValueExpr)
	}
	return len(object.Items)
}
