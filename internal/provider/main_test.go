package provider

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

var diagnosticsFile = flag.String("diagnostics", "", "write one of each diagnostic that the tests are given into this `file`")

// TestMain runs the tests and then holds all of them together to this: every diagnostic
// that this package can give was given to one of them.
func TestMain(m *testing.M) {
	flag.Parse()
	code := m.Run()
	if err := checkDiagnostics(); err != nil && code == 0 {
		fmt.Fprintln(os.Stderr, "FAIL:", err)
		code = 1
	}
	os.Exit(code)
}

// ofBugs are the summaries that only a bug of the provider or of the framework leads to.
var ofBugs = []string{
	"Private state cannot be written", "Unexpected provider data", "Unreadable configuration", "Unreadable private state", "Unreadable value",
}

// checkDiagnostics needs a whole run, with Terraform, for what no test was given.
func checkDiagnostics() error {
	if *diagnosticsFile != "" {
		if err := os.WriteFile(*diagnosticsFile, []byte(seenDiagnostics.all()), 0o600); err != nil {
			return err
		}
	}
	if bad := seenDiagnostics.bad; len(bad) > 0 {
		return fmt.Errorf("%d diagnostics do not read as help:\n%s", len(bad), strings.Join(bad, "\n\n"))
	}
	if os.Getenv("TF_ACC") == "" {
		return nil
	}
	for _, some := range []string{"test.run", "test.skip", "test.list", "test.fuzz"} {
		if flag.Lookup(some).Value.String() != "" {
			return nil
		}
	}
	summaries, err := summariesInSource()
	if err != nil {
		return err
	}
	summaries = slices.DeleteFunc(summaries, func(summary string) bool { return slices.Contains(ofBugs, summary) })
	if missing := seenDiagnostics.missing(summaries); len(missing) > 0 {
		return fmt.Errorf("no test was given a diagnostic with %q in its summary", missing)
	}
	return nil
}
