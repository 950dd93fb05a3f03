// Command chat-demo shows the provider at work: it builds it, starts the sandbox of the
// vendors on loopback, and runs a real Terraform (or OpenTofu) through apply, plan, a
// close behind Terraform's back, and destroy.
//
// It writes to a temporary directory, which it removes at the end, and sends nothing to a
// vendor.
package main

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/engine"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// configuration has one session at each vendor. The provider block is empty: the
// sandbox's addresses and credentials come from the environment.
//
//go:embed main.tf
var configuration []byte

func main() {
	verbose := flag.Bool("v", false, "show everything that Terraform prints")
	path := flag.String("engine", "", "path of terraform or tofu; without it, the one on PATH")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Stdout, *path, *verbose)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
}

// run shows the whole demo on out, with the Terraform or OpenTofu at path, or the one on
// PATH when that is empty. It returns the first error.
func run(ctx context.Context, out io.Writer, path string, verbose bool) (err error) {
	directory, err := os.MkdirTemp("", "chat-demo-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(directory)) }()

	fmt.Fprintln(out, "Building the provider.")
	if err := engine.Build(ctx, filepath.Join(directory, engine.Program), engine.Module); err != nil {
		return err
	}
	box, err := sandbox.Start(sandbox.Options{})
	if err != nil {
		return err
	}
	defer box.Close()
	fmt.Fprintf(out, "The sandbox of the vendors listens on %s.\n", box.URL())

	if err := os.WriteFile(filepath.Join(directory, "main.tf"), configuration, 0o600); err != nil {
		return err
	}
	environment := box.Environment()
	for _, vendor := range sandbox.Vendors() {
		environment = append(environment, "TF_VAR_"+vendor+"_agent_id="+sandbox.Agent(vendor))
	}
	found, err := engine.New(path, directory, directory, environment...)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "Running %s in a directory of its own.\n", found.Path())
	return (&demo{out: out, box: box, engine: found, verbose: verbose}).run(ctx)
}

// demo is the sequence of steps.
type demo struct {
	out     io.Writer
	box     *sandbox.Sandbox
	engine  *engine.Engine
	verbose bool
}

func (d *demo) run(ctx context.Context) error {
	apply := func() error { return d.terraform(ctx, 0, "apply", "-auto-approve") }
	plan := func(exitCode int) func() error {
		return func() error { return d.terraform(ctx, exitCode, "plan", "-detailed-exitcode") }
	}
	steps := []struct {
		title string
		do    func() error
		open  int
	}{
		{"apply: one session at each vendor is opened, and a message is answered", apply, 4},
		{"plan: nothing is left to do", plan(0), 4},
		{"somebody closes the UponAI chat behind Terraform's back", d.closeChat, 3},
		{"plan: the close is seen, and a new chat is planned", plan(2), 3},
		{"apply: the new chat is opened", apply, 4},
		{"the application under test opens two chats, and leaves them open", d.openChats, 6},
		{
			"destroy: every session is closed at its vendor, the two stray ones as well",
			func() error { return d.terraform(ctx, 0, "destroy", "-auto-approve") }, 0,
		},
	}
	for i, step := range steps {
		fmt.Fprintf(d.out, "\n%d. %s\n", i+1, step.title)
		if err := step.do(); err != nil {
			return err
		}
		if err := d.checkOpen(step.open); err != nil {
			return fmt.Errorf("step %d: %w", i+1, err)
		}
	}
	fmt.Fprintf(d.out, "\nAll %d sessions that were opened are closed. Nothing is left behind.\n", len(d.box.Sessions("")))
	return nil
}

func (d *demo) closeChat() error {
	for _, session := range d.box.Sessions(sandbox.UponAI) {
		if session.Open && d.box.CloseSession(session.Vendor, session.ID) {
			fmt.Fprintf(d.out, "   %s %s was closed\n", session.Vendor, session.ID)
			return nil
		}
	}
	return errors.New("there is no open chat at UponAI")
}

// openChats opens chats for the teardown of the configuration.
func (d *demo) openChats() error {
	for range 2 {
		session := d.box.Seed(sandbox.UponAI, sandbox.Seed{Metadata: map[string]any{"source": "application"}})
		fmt.Fprintf(d.out, "   %s %s was opened\n", session.Vendor, session.ID)
	}
	return nil
}

// checkOpen shows the number of open sessions at each vendor.
func (d *demo) checkOpen(want int) error {
	total, shown := 0, []string{}
	for _, vendor := range sandbox.Vendors() {
		n := 0
		for _, session := range d.box.Sessions(vendor) {
			if session.Open {
				n++
			}
		}
		total += n
		shown = append(shown, fmt.Sprintf("%s %d", vendor, n))
	}
	if total == 0 {
		shown = []string{"none"}
	}
	fmt.Fprintf(d.out, "   open now: %s\n", strings.Join(shown, ", "))
	if total != want {
		return fmt.Errorf("got %d open sessions, want %d", total, want)
	}
	return nil
}

// terraform runs a command and shows the lines that a person looks for in its output. An
// exit code of 2 is a plan with changes.
func (d *demo) terraform(ctx context.Context, exitCode int, arguments ...string) error {
	fmt.Fprintf(d.out, "   $ %s %s\n", d.engine.Name(), strings.Join(arguments, " "))
	command := d.engine.Command(ctx, arguments...)
	output, err := command.CombinedOutput()
	if got := command.ProcessState.ExitCode(); got != exitCode {
		return errors.Join(err, fmt.Errorf("%s %s: got exit code %d, want %d\n%s", d.engine.Name(), strings.Join(arguments, " "), got, exitCode, output))
	}
	for line := range bytes.Lines(output) {
		text := strings.TrimSpace(string(line))
		if d.verbose || isShown(text) {
			fmt.Fprintf(d.out, "   %s\n", text)
		}
	}
	return nil
}

// isShown picks the lines that say what happened.
func isShown(line string) bool {
	hasPrefix := func(prefix string) bool { return strings.HasPrefix(line, prefix) }
	if hasPrefix("chat_") {
		return strings.Contains(line, "Creation complete") || strings.Contains(line, "Destruction complete")
	}
	return strings.Contains(line, "sessions will be closed") || slices.ContainsFunc([]string{
		"# chat_", "answer = ", "Plan:", "No changes.", "Apply complete!", "Destroy complete!",
	}, hasPrefix)
}
