package provider

import (
	"encoding/json"
	"fmt"
	"maps"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/go-version"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// The vendors' blocks and timeouts, as Terraform itself treats them.

// validate runs terraform validate.
func (w *workspace) validate() outcome {
	w.t.Helper()
	command := exec.CommandContext(w.t.Context(), w.engine, "validate", "-json")
	command.Dir, command.Env = w.dir, w.env
	output, err := command.Output()
	result := outcome{failed: err != nil}
	var document struct{ Diagnostics []json.RawMessage }
	if jsonErr := json.Unmarshal(output, &document); jsonErr != nil {
		w.t.Fatalf("terraform validate: %v\n%s", err, output)
	}
	for _, diagnostic := range document.Diagnostics {
		result = result.with(w.t, fmt.Appendf(nil, `{"type": "diagnostic", "diagnostic": %s}`, diagnostic))
	}
	return result
}

// usesProvider is for Terraform to validate the provider block: it ignores one that
// nothing uses.
const usesProvider = "resource \"chat_session\" \"s\" {\n  vendor = \"uppzy\"\n}\n"

func TestAccBlocks_typoInVendor(t *testing.T) {
	t.Parallel()
	var config strings.Builder
	var want [][]string
	config.WriteString(usesProvider + "provider \"chat\" {\n")
	for _, vendor := range sandbox.Vendors() {
		fmt.Fprintf(&config, "  %s {\n    bas_url = \"https://%[1]s.example.com\"\n  }\n", vendor)
		want = append(want, []string{"Unsupported argument", `"bas_url"`, vendor + ".example.com"})
	}
	config.WriteString("}\n")
	startWorkspace(t, config.String()).validate().mustFail(t, want...)

	// An object is no block.
	startWorkspace(t, usesProvider+"provider \"chat\" {\n  uponai = { workspace_id = 42 }\n}\n").
		validate().mustFail(t, []string{"Unsupported argument", `"uponai"`})
}

// kindsOfObjects are the schemas that a configuration can have objects of, by the
// keyword of their blocks, with the oldest Terraform that knows the keyword.
func kindsOfObjects(t *testing.T) map[string]struct {
	since   string
	schemas map[string]*tfprotov6.Schema
} {
	t.Helper()
	all := startEngine(t, nil).schemas
	actions := map[string]*tfprotov6.Schema{}
	for name, schema := range all.ActionSchemas {
		actions[name] = schema.Schema
	}
	return map[string]struct {
		since   string
		schemas map[string]*tfprotov6.Schema
	}{
		"resource": {"1.8", all.ResourceSchemas}, "data": {"1.8", all.DataSourceSchemas},
		"ephemeral": {"1.10", all.EphemeralResourceSchemas}, "action": {"1.14", actions},
	}
}

func TestAccBlocks_typoInTimeouts(t *testing.T) {
	t.Parallel()
	w := startWorkspace(t, "")
	// A value that is not known yet is right for every required argument.
	config := "variable \"any\" {}\n"
	var want [][]string
	found := map[string]int{}
	for keyword, kind := range kindsOfObjects(t) {
		for name, schema := range kind.schemas {
			if !slices.ContainsFunc(schema.Block.BlockTypes, func(b *tfprotov6.SchemaNestedBlock) bool { return b.TypeName == "timeouts" }) {
				continue
			}
			found[keyword]++
			if w.version().LessThan(version.Must(version.NewVersion(kind.since))) {
				continue
			}
			body := ""
			for _, attribute := range schema.Block.Attributes {
				if attribute.Required {
					body += attribute.Name + " = var.any\n"
				}
			}
			typo := fmt.Sprintf("%s_of_%s", keyword, name)
			body += fmt.Sprintf("timeouts {\n%s = \"9m\"\n}\n", typo)
			if keyword == "action" {
				body = "config {\n" + body + "}\n"
			}
			config += fmt.Sprintf("%s %q \"typo\" {\n%s}\n", keyword, name, body)
			want = append(want, []string{"Unsupported argument", fmt.Sprintf("%q", typo)})
		}
	}
	if want := map[string]int{"resource": 3, "data": 1, "ephemeral": 1, "action": 2}; !maps.Equal(found, want) {
		t.Errorf("objects with timeouts: got %v, want %v", found, want)
	}
	w.configure(config)
	w.validate().mustFail(t, want...)
}

func TestAccBlocks_duplicate(t *testing.T) {
	t.Parallel()
	blocks := ""
	var want [][]string
	for _, vendor := range sandbox.Vendors() {
		blocks += fmt.Sprintf("  %[1]s {}\n  %[1]s {}\n", vendor)
		want = append(want, []string{fmt.Sprintf("Duplicate %s block", vendor)})
	}
	startWorkspace(t, usesProvider+"provider \"chat\" {\n"+blocks+"}\n").validate().mustFail(t, want...)
	startWorkspace(t, strings.Replace(usesProvider, "}", "  timeouts {}\n  timeouts {}\n}", 1)).
		validate().mustFail(t, []string{"Duplicate timeouts block"})
}

// Absent and empty blocks are filled from the environment in the same way.
func TestAccBlocks_environment(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	w := startWorkspace(t, `provider "chat" {}`+fourSessions)
	var empty strings.Builder
	for _, vendor := range sandbox.Vendors() {
		for _, c := range sandbox.Credentials(vendor)[0] {
			w.set(sandbox.Variable(vendor, c.Name), fmt.Sprint(c.Value))
		}
		w.set(sandbox.Variable(vendor, "base_url"), box.BaseURL(vendor))
		fmt.Fprintf(&empty, "  %s {}\n", vendor)
	}
	w.apply().mustSucceed(t)
	if n := box.open(""); n != len(fourAddresses) {
		t.Errorf("%d sessions are open, want %d", n, len(fourAddresses))
	}
	w.configure("provider \"chat\" {\n" + empty.String() + "}\n" + fourSessions)
	if plan := w.plan().mustSucceed(t); len(plan.planned) > 0 {
		t.Errorf("planned with empty blocks: %v", plan.planned)
	}
	w.destroy().mustSucceed(t)
	if n := box.open(""); n != 0 {
		t.Errorf("%d sessions are still open", n)
	}
}

// A dynamic block makes none, or one, or one of which nothing is known yet. Nothing is
// sent before the block is known: a request would go to the vendor's default address.
func TestAccBlocks_dynamic(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	config := func(input string) string {
		var b strings.Builder
		b.WriteString("variable \"none\" {\n  type = map(string)\n  default = null\n}\nprovider \"chat\" {\n")
		for _, vendor := range sandbox.Vendors() {
			fmt.Fprintf(&b, "  dynamic %q {\n    for_each = %s\n    content {\n", vendor, strings.ReplaceAll(input, "VENDOR", vendor))
			for _, c := range sandbox.Credentials(vendor)[0] {
				fmt.Fprintf(&b, "      %s = %s.value.%[1]s\n", c.Name, vendor)
			}
			fmt.Fprintf(&b, "      base_url = %s.value.base_url\n    }\n  }\n", vendor)
		}
		b.WriteString("}\n" + fourSessions)
		for _, vendor := range sandbox.Vendors() {
			fmt.Fprintf(&b, "resource \"terraform_data\" %q {\n  input = {\n", vendor)
			for _, c := range sandbox.Credentials(vendor)[0] {
				fmt.Fprintf(&b, "    %s = %#v\n", c.Name, c.Value)
			}
			fmt.Fprintf(&b, "    base_url = %q\n  }\n  triggers_replace = var.none\n}\n", box.BaseURL(vendor))
		}
		return b.String()
	}
	nothingSent := func(when string) {
		t.Helper()
		if n := len(box.Requests()); n != 0 {
			t.Errorf("%s: %d requests were sent", when, n)
		}
	}
	const (
		// Whether there is a block is known, and what is in it is not.
		content = "[terraform_data.VENDOR.output]"
		// Whether there is a block is not known either.
		whole = "terraform_data.VENDOR.output == null ? [] : [terraform_data.VENDOR.output]"
	)
	w := startWorkspace(t, config("var.none[*]"))
	var absent [][]string
	for _, address := range fourAddresses {
		absent = append(absent, []string{address, "Vendor not configured"})
	}
	w.plan().mustFail(t, absent...)
	for name, input := range map[string]string{"content": content, "whole block": whole} {
		w.configure(config(input))
		w.plan().mustSucceed(t)
		nothingSent(name)
	}

	w.apply().mustSucceed(t)
	if n := box.open(""); n != len(fourAddresses) {
		t.Errorf("%d sessions are open, want %d", n, len(fourAddresses))
	}
	if plan := w.plan().mustSucceed(t); len(plan.planned) > 0 {
		t.Errorf("planned once the blocks are known: %v", plan.planned)
	}

	box.ResetRequests()
	plan := w.plan("-var=none={a=1}").mustSucceed(t).expectWarnings(t, warned("Session not checked")...)
	for address, action := range plan.planned {
		if strings.HasPrefix(address, "chat_session.") {
			t.Errorf("%s: %s is planned", address, action)
		}
	}
	nothingSent("unknown again")
	w.destroy().mustSucceed(t)
}

// Between an absent and an empty block timeouts, Terraform plans one update in place,
// and no vendor is asked to change anything.
func TestAccBlocks_emptyTimeouts(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	config := box.provider() + fourSessions + `
resource "chat_session_teardown" "app" {
  vendor = "siteassist"
}

resource "chat_message" "hello" {
  vendor     = "siteassist"
  session_id = chat_session.siteassist.session_id
  message    = "Hello"
}
`
	w := startWorkspace(t, config)
	w.apply().mustSucceed(t)
	for _, step := range []struct{ name, config string }{
		{"added", strings.ReplaceAll(config, "\n  vendor ", "\n  timeouts {}\n  vendor ")},
		{"removed", config},
	} {
		w.configure(step.config)
		box.ResetRequests()
		run := w.apply("-refresh=false").mustSucceed(t)
		for _, address := range slices.Sorted(maps.Keys(w.sessions())) {
			if action := run.planned[address]; action != "update" {
				t.Errorf("%s: %q is planned for %s, want update", step.name, action, address)
			}
		}
		for _, request := range box.Requests() {
			// Before every update, the account is confirmed, where that needs a call.
			if request.Operation != "initIdentity" {
				t.Errorf("%s: %s was sent to %s", step.name, request.Operation, request.Vendor)
			}
		}
		if plan := w.plan().mustSucceed(t); len(plan.planned) > 0 {
			t.Errorf("%s: planned again: %v", step.name, plan.planned)
		}
	}
	w.destroy().mustSucceed(t)
}
