package provider

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
)

// workspace is a directory in which a test runs the real Terraform by hand, for
// what resource.Test has no step: a destroy without refresh, a state that is put
// back, a run that fails half-way, the warnings of a plan. The provider is served
// by the test process itself, as resource.Test does, but where a test kills it.
type workspace struct {
	t      *testing.T
	engine string
	dir    string
	env    []string
	// variables are what the provider sees of the environment beside that of the
	// test itself: strings by name. The test sets them, and calls of Terraform read them.
	variables *sync.Map
}

// startWorkspace is a workspace whose provider the test process serves.
func startWorkspace(t *testing.T, config string) *workspace {
	t.Helper()
	w := newWorkspace(t, config)
	w.env = append(w.env, "TF_REATTACH_PROVIDERS="+w.serveProvider())
	return w
}

// newWorkspace is a workspace in which Terraform still has to be told of the
// provider.
func newWorkspace(t *testing.T, config string) *workspace {
	t.Helper()
	skipWithoutTerraform(t)
	engine, err := exec.LookPath(cmp.Or(os.Getenv("TF_ACC_TERRAFORM_PATH"), "terraform"))
	if err != nil {
		t.Fatal(err)
	}
	w := &workspace{t: t, dir: t.TempDir(), engine: engine, variables: &sync.Map{}}
	// What the developer has set for own runs must not decide these.
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "TF_") {
			w.env = append(w.env, variable)
		}
	}
	w.env = append(w.env, "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1",
		"TF_CLI_CONFIG_FILE="+filepath.Join(w.dir, "cli.tfrc"))
	if traced() {
		w.env = append(w.env, "TF_LOG=TRACE")
	}
	w.put("cli.tfrc", nil)
	w.configure(config)
	return w
}

// skipWithoutTerraform skips a test without TF_ACC, as resource.Test does.
func skipWithoutTerraform(t *testing.T) {
	t.Helper()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("acceptance tests run only with TF_ACC=1")
	}
}

// traced reports whether everything that Terraform and the provider can log is to be
// written to the test's own error output: make test-secrets looks through it.
func traced() bool { return os.Getenv("TF_ACC_LOG") == "TRACE" }

// serveProvider serves this package's provider until the test ends and returns
// what tells Terraform where.
func (w *workspace) serveProvider() string {
	t := w.t
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	told, closed := make(chan *plugin.ReattachConfig), make(chan struct{})
	p := &chatProvider{version: "test", getenv: w.getenv, failFast: defaultFailFast, tune: quick}
	go func() {
		// With WithDebug there is nothing that Serve could fail on.
		_ = tf6server.Serve("hashicorp/chat", func() tfprotov6.ProviderServer { return NewServer(p) },
			tf6server.WithDebug(ctx, told, closed), tf6server.WithGoPluginLogger(hclog.NewNullLogger()),
			tf6server.WithLoggingSink(t))
	}()
	t.Cleanup(func() { cancel(); <-closed })
	config := <-told
	reattach, err := json.Marshal(map[string]any{"hashicorp/chat": map[string]any{
		"Protocol": config.Protocol, "ProtocolVersion": config.ProtocolVersion, "Pid": config.Pid, "Test": true,
		"Addr": map[string]string{"Network": config.Addr.Network(), "String": config.Addr.String()},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return string(reattach)
}

func (w *workspace) getenv(name string) string {
	if value, ok := w.variables.Load(name); ok && value != "" {
		text, _ := value.(string)
		return text
	}
	return os.Getenv(name)
}

func (w *workspace) put(name string, content []byte) {
	w.t.Helper()
	if err := os.WriteFile(filepath.Join(w.dir, name), content, 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// set gives the provider a variable of the environment. The provider runs in this
// process, whose own environment all tests share.
func (w *workspace) set(variable, value string) { w.t.Helper(); w.variables.Store(variable, value) }

// in is the same directory for a subtest.
func (w *workspace) in(t *testing.T) *workspace {
	t.Helper()
	same := *w
	same.t = t
	return &same
}

// configure replaces the configuration.
func (w *workspace) configure(config string) { w.t.Helper(); w.put("main.tf", []byte(config)) }

// outcome is what one run of Terraform came to.
type outcome struct {
	failed bool
	// planned has the action by address, in Terraform's words: create, update,
	// replace, delete.
	planned map[string]string
	// warnings and errors have the address, where Terraform tells it (not for a
	// destroy), the summary, the detail and the line of the configuration of each.
	warnings, errors []string
	// progress is what actions have told.
	progress []string
}

func (w *workspace) apply(flags ...string) outcome {
	w.t.Helper()
	return w.run("apply", append(flags, "-auto-approve")...)
}

func (w *workspace) destroy(flags ...string) outcome {
	w.t.Helper()
	return w.run("destroy", append(flags, "-auto-approve")...)
}

func (w *workspace) plan(flags ...string) outcome { w.t.Helper(); return w.run("plan", flags...) }

func (w *workspace) run(command string, flags ...string) outcome {
	w.t.Helper()
	var out, stderr bytes.Buffer
	arguments := []string{command, "-json"}
	if command != "query" { // which never asks
		arguments = append(arguments, "-input=false")
	}
	run := exec.CommandContext(w.t.Context(), w.engine, append(arguments, flags...)...)
	run.Dir, run.Env, run.Stdout, run.Stderr = w.dir, w.env, &out, &stderr
	err := run.Run()
	if traced() {
		_, _ = os.Stderr.Write(append(stderr.Bytes(), out.Bytes()...))
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		w.t.Fatalf("%s cannot be run: %v", w.engine, err)
	}
	result := outcome{failed: err != nil, planned: map[string]string{}}
	for line := range bytes.Lines(out.Bytes()) {
		result = result.with(w.t, line)
	}
	if result.failed && len(result.errors) == 0 {
		w.t.Fatalf("terraform %s failed without a diagnostic: %s%s", command, out.String(), stderr.String())
	}
	return result
}

// with adds one line of Terraform's machine-readable output. No diagnostic may show a
// secret, nor point at a line of the configuration that has one: Terraform prints it.
func (o outcome) with(t *testing.T, line []byte) outcome {
	t.Helper()
	var event struct {
		Type       string
		Diagnostic struct {
			Severity, Summary, Detail, Address string
			Snippet                            struct{ Code string }
		}
		Change struct {
			Action   string
			Resource struct{ Addr string }
		}
		Hook struct{ Message string }
	}
	if err := json.Unmarshal(line, &event); err != nil {
		t.Fatalf("not a line of Terraform's JSON: %s", line)
	}
	d := event.Diagnostic
	text := strings.Join([]string{d.Address, d.Summary, d.Detail, d.Snippet.Code}, "\n")
	if strings.Contains(text, "secret") {
		t.Errorf("a secret is shown: %s", text)
	}
	if d.Summary != "" {
		record(d.Severity, d.Address, d.Summary, d.Detail)
	}
	switch {
	case event.Type == "planned_change":
		o.planned[event.Change.Resource.Addr] = event.Change.Action
	case event.Type == "action_progress":
		o.progress = append(o.progress, event.Hook.Message)
	case event.Type == "diagnostic" && d.Severity == "warning":
		o.warnings = append(o.warnings, text)
	case event.Type == "diagnostic":
		o.errors = append(o.errors, text)
	}
	return o
}

// mustSucceed ends the test when the run has failed.
func (o outcome) mustSucceed(t *testing.T) outcome {
	t.Helper()
	if o.failed {
		t.Fatalf("terraform failed:\n%s", strings.Join(o.errors, "\n"))
	}
	return o
}

// mustFail wants one error for each list of words, with all of them in it, and
// no other error.
func (o outcome) mustFail(t *testing.T, words ...[]string) outcome {
	t.Helper()
	if !o.failed {
		t.Fatal("terraform has not failed")
	}
	expectTexts(t, "error", o.errors, words)
	return o
}

// expectWarnings is mustFail for the warnings of a run.
func (o outcome) expectWarnings(t *testing.T, words ...[]string) outcome {
	t.Helper()
	expectTexts(t, "warning", o.warnings, words)
	return o
}

func expectTexts(t *testing.T, kind string, texts []string, want [][]string) {
	t.Helper()
	if len(texts) != len(want) {
		t.Errorf("%d %ss, want %d:\n%s", len(texts), kind, len(want), strings.Join(texts, "\n"))
	}
	for _, words := range want {
		if !slices.ContainsFunc(texts, func(text string) bool { return containsAll(text, words) }) {
			t.Errorf("no %s with all of %q in:\n%s", kind, words, strings.Join(texts, "\n"))
		}
	}
}

func containsAll(text string, words []string) bool {
	return !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(text, word) })
}
