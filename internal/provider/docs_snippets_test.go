package provider

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/go-version"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclwrite"
)

// The configurations that README.md, the provider page and the guides show.

const root = "../../"

// snippet is a configuration that a page shows between its other text.
type snippet struct {
	page string
	line int
	text string
}

// name is fit for a directory, and leads to the page.
func (s snippet) name() string {
	return fmt.Sprintf("%s-%d", strings.NewReplacer("/", "-", ".", "-").Replace(s.page), s.line)
}

// snippets finds every block of configuration. One in a list is indented.
func snippets(t *testing.T) []snippet {
	t.Helper()
	pages := []string{root + "README.md", docs + "index.md"}
	guides, err := filepath.Glob(docs + "guides/*.md")
	if err != nil || len(guides) == 0 {
		t.Fatalf("no guides found: %v", err)
	}
	block := regexp.MustCompile("(?ms)^( *)```(?:terraform|hcl)\n(.*?\n) *```$")
	var found []snippet
	for _, page := range append(pages, guides...) {
		content, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, at := range block.FindAllSubmatchIndex(content, -1) {
			indent, text := string(content[at[2]:at[3]]), string(content[at[4]:at[5]])
			found = append(found, snippet{
				page: strings.TrimPrefix(filepath.ToSlash(page), root),
				line: strings.Count(string(content[:at[4]]), "\n") + 1,
				text: strings.ReplaceAll("\n"+text, "\n"+indent, "\n")[1:],
			})
		}
	}
	return found
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

func TestDocsSnippets_areFormatted(t *testing.T) {
	t.Parallel()
	for _, s := range snippets(t) {
		if want := string(hclwrite.Format([]byte(s.text))); s.text != want {
			t.Errorf("%s:%d is not formatted:\n%s\nwant:\n%s", s.page, s.line, s.text, want)
		}
	}
}

// otherProviders are the types of resources that pages show and other providers have.
var otherProviders = []string{"restapi_object"}

// Whole examples have tests of their own. Of the rest each is a module of one
// configuration, so that one run of Terraform validates them, but for those that only a
// root module may have.
func TestAccDocsSnippets_areValid(t *testing.T) {
	t.Parallel()
	w := startWorkspace(t, "")
	whole := map[string]bool{}
	for _, example := range exampleSnippets(t) {
		whole[strings.TrimSpace(example.text)] = true
	}
	foreign := slices.Clone(otherProviders)
	calls, own := "", 0
	for _, s := range snippets(t) {
		if whole[strings.TrimSpace(s.text)] {
			continue
		}
		isOther := func(name string) bool { return strings.Contains(s.text, name) }
		if slices.ContainsFunc(otherProviders, isOther) {
			foreign = slices.DeleteFunc(foreign, isOther)
			continue
		}
		if least := s.engine(); w.version().LessThan(least) {
			t.Logf("%s:%d needs Terraform %s", s.page, s.line, least)
			continue
		}
		own++
		content := []byte(strings.ReplaceAll(s.text, "terraform-provider-chat/chat", "hashicorp/chat"))
		directory := filepath.Join(w.dir, s.name())
		if err := os.Mkdir(directory, 0o700); err != nil {
			t.Fatal(err)
		}
		w.put(filepath.Join(s.name(), "main.tf"), content)
		call, rooted := s.call(t, content)
		if rooted {
			alone := *w
			alone.dir = directory
			alone.expectValid()
			continue
		}
		calls += call
	}
	w.configure(calls)
	w.expectValid()
	if own < 5 {
		t.Errorf("only %d snippets were found", own)
	}
	expectSame(t, "resources of other providers that no page shows", foreign, nil)
}

// call is the block that calls a snippet as a module, with null for each variable that
// it needs. A snippet with an import block is a root module.
func (s snippet) call(t *testing.T, content []byte) (block string, rooted bool) {
	t.Helper()
	file, diags := hclwrite.ParseConfig(content, s.name(), hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatalf("%s:%d: %v", s.page, s.line, diags)
	}
	arguments := ""
	for _, block := range file.Body().Blocks() {
		switch {
		case block.Type() == "import":
			return "", true
		case block.Type() == "variable" && block.Body().GetAttribute("default") == nil:
			arguments += "  " + block.Labels()[0] + " = null\n"
		}
	}
	return fmt.Sprintf("module %q {\n  source = %q\n%s}\n", s.name(), "./"+s.name(), arguments), false
}

// engine is the oldest Terraform that knows what the snippet has.
func (s snippet) engine() *version.Version {
	least := version.Must(version.NewVersion("1.8"))
	for words, since := range map[string]string{
		`(?m)^ephemeral "|^ +ephemeral += true`: "1.10", `(?m)^ +identity = {`: "1.12", `(?m)^action "|action_trigger {`: "1.14",
	} {
		if known := version.Must(version.NewVersion(since)); known.GreaterThan(least) && regexp.MustCompile(words).MatchString(s.text) {
			least = known
		}
	}
	return least
}

// expectValid validates the configuration in the directory of the workspace.
func (w *workspace) expectValid() {
	w.t.Helper()
	for _, arguments := range [][]string{{"get"}, {"validate", "-json"}} {
		command := exec.CommandContext(w.t.Context(), w.engine, arguments...)
		command.Dir, command.Env = w.dir, w.env
		output, err := command.Output()
		if err == nil {
			continue
		}
		var told struct {
			Diagnostics []struct {
				Severity, Summary, Detail string
				Range                     struct{ Filename string }
			}
		}
		if json.Unmarshal(output, &told) != nil || len(told.Diagnostics) == 0 {
			w.t.Fatalf("%v: %v\n%s", arguments, err, output)
		}
		for _, d := range told.Diagnostics {
			if d.Severity == "error" {
				w.t.Errorf("%s: %s: %s", filepath.Join(filepath.Base(w.dir), d.Range.Filename), d.Summary, d.Detail)
			}
		}
	}
}
