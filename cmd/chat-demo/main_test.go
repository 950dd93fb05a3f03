package main

import (
	"os"
	"strings"
	"testing"

	// The demo builds the provider by its path. The import makes the go command run this
	// test again after a change of the provider.
	_ "github.com/terraform-provider-chat/terraform-provider-chat/internal/provider"
)

// The demo itself fails where a step leaves the wrong number of sessions open.
func TestAccDemo(t *testing.T) {
	if os.Getenv("TF_ACC") == "" {
		t.Skip("needs Terraform; make test sets TF_ACC")
	}
	var out strings.Builder
	if err := run(t.Context(), &out, os.Getenv("TF_ACC_TERRAFORM_PATH"), false); err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	// The README shows Terraform, whatever this test runs.
	said := strings.ReplaceAll(out.String(), "$ tofu ", "$ terraform ")
	for _, line := range readmeLines(t) {
		if !strings.Contains(said, line) {
			t.Errorf("the demo does not say %q:\n%s", line, out.String())
		}
	}
}

// readmeLines are the lines that the README shows of the demo.
func readmeLines(t *testing.T) []string {
	t.Helper()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(readme), "<!-- demo: begin -->\n```text\n")
	shown, _, ok2 := strings.Cut(rest, "```\n<!-- demo: end -->")
	if !ok || !ok2 {
		t.Fatal("README.md does not show the demo")
	}
	return strings.Split(strings.TrimSuffix(shown, "\n"), "\n")
}
