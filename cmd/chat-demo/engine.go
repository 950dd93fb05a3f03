package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// engine runs Terraform or OpenTofu in one directory.
type engine struct {
	path      string
	directory string
	env       []string
	out       io.Writer
	verbose   bool
}

// find looks for terraform, then for tofu, on PATH.
func find() (string, error) {
	for _, name := range []string{"terraform", "tofu"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("neither terraform nor tofu is on PATH; make demo gets one")
}

// newEngine prepares the directory for runs without terraform init. An empty
// path stands for the engine on PATH.
func newEngine(path, directory string, extra []string) (*engine, error) {
	if path == "" {
		found, err := find()
		if err != nil {
			return nil, err
		}
		path = found
	}
	cliConfig := filepath.Join(directory, "cli.tfrc")
	override := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"terraform-provider-chat/chat\" = %q\n  }\n  direct {}\n}\n", directory)
	if err := os.WriteFile(cliConfig, []byte(override), 0o600); err != nil {
		return nil, err
	}
	// The user's own settings for Terraform and for the vendors must not get in.
	env := slices.DeleteFunc(os.Environ(), func(variable string) bool {
		for _, prefix := range []string{"TF_", "UPPZY_", "TALKIFAI_", "SITEASSIST_", "UPONAI_"} {
			if strings.HasPrefix(variable, prefix) {
				return true
			}
		}
		return false
	})
	env = append(env, "TF_CLI_CONFIG_FILE="+cliConfig, "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1")
	return &engine{path: path, directory: directory, env: append(env, extra...)}, nil
}

// run shows what a person would look for in the output of a command. With
// -detailed-exitcode it reports whether the plan has changes.
func (e *engine) run(ctx context.Context, arguments ...string) (changes bool, err error) {
	command := exec.CommandContext(ctx, e.path, append(arguments, "-no-color", "-input=false")...)
	command.Dir, command.Env = e.directory, e.env
	// An interrupted demo lets Terraform finish what it began.
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	command.WaitDelay = 30 * time.Second

	fmt.Fprintf(e.out, "   $ %s %s\n", filepath.Base(e.path), strings.Join(arguments, " "))
	output, err := command.CombinedOutput()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 2 && slices.Contains(arguments, "-detailed-exitcode") {
		changes, err = true, nil
	}
	if err != nil {
		return false, fmt.Errorf("%s %s: %w\n%s", filepath.Base(e.path), strings.Join(arguments, " "), err, output)
	}
	for line := range bytes.Lines(output) {
		text := strings.TrimSpace(string(line))
		if e.verbose || telling(text) {
			fmt.Fprintf(e.out, "   %s\n", text)
		}
	}
	return changes, nil
}

// telling picks the lines that say what happened.
func telling(line string) bool {
	switch {
	case strings.HasPrefix(line, "# chat_"),
		strings.HasPrefix(line, "answer = "),
		strings.Contains(line, "sessions will be closed"),
		strings.HasPrefix(line, "Plan:"),
		strings.HasPrefix(line, "No changes."),
		strings.HasPrefix(line, "Apply complete!"),
		strings.HasPrefix(line, "Destroy complete!"):
		return true
	}
	return strings.HasPrefix(line, "chat_") &&
		(strings.Contains(line, "Creation complete") || strings.Contains(line, "Destruction complete"))
}

// buildProvider builds the provider of this module into the directory.
func buildProvider(ctx context.Context, directory string) error {
	command := exec.CommandContext(ctx, "go", "build", "-o", filepath.Join(directory, "terraform-provider-chat"),
		"github.com/terraform-provider-chat/terraform-provider-chat")
	if output, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("building the provider: %w\n%s", err, output)
	}
	return nil
}
