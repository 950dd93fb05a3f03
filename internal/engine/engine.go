// Package engine runs Terraform or OpenTofu with the provider of this module, without
// the settings of whoever starts it: for the demo and the benchmark without terraform
// init, for the test of an installation with it.
package engine

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// Engine runs commands in one directory.
type Engine struct {
	path      string
	directory string
	env       []string
}

// find looks for terraform, then for tofu, on PATH.
func find() (string, error) {
	for _, name := range []string{"terraform", "tofu"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("neither terraform nor tofu is on PATH; make engine gets one")
}

// New prepares the directory, in which a configuration is to be, for a provider in
// the directory providers, which is run as it is, without init. An empty path stands
// for the engine on PATH. The variables of extra are added to the environment.
func New(path, directory, providers string, extra ...string) (*Engine, error) {
	return prepare(path, directory, fmt.Sprintf("  dev_overrides {\n    \"terraform-provider-chat/chat\" = %q\n  }\n  direct {}\n", providers), extra)
}

// NewInstalled is like [New] for providers that init is to install from a mirror in
// the file system, and from nowhere else.
func NewInstalled(path, directory, mirror string, extra ...string) (*Engine, error) {
	return prepare(path, directory, fmt.Sprintf("  filesystem_mirror {\n    path = %q\n  }\n", mirror), extra)
}

func prepare(path, directory, installation string, extra []string) (*Engine, error) {
	if path == "" {
		found, err := find()
		if err != nil {
			return nil, err
		}
		path = found
	}
	cliConfig := filepath.Join(directory, "cli.tfrc")
	if err := os.WriteFile(cliConfig, []byte("provider_installation {\n"+installation+"}\n"), 0o600); err != nil {
		return nil, err
	}
	// Not every command takes a flag that keeps it from asking.
	env := append(neutral(os.Environ()), "TF_CLI_CONFIG_FILE="+cliConfig, "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1", "TF_INPUT=0")
	return &Engine{path: path, directory: directory, env: append(env, extra...)}, nil
}

// Name is what the program is called: terraform or tofu.
func (e *Engine) Name() string { return filepath.Base(e.path) }

// Path is where the program is.
func (e *Engine) Path() string { return e.path }

// Command is a run of the engine that is yet to be started. When the context ends,
// the engine is asked to stop and gets the time to finish what it began.
func (e *Engine) Command(ctx context.Context, arguments ...string) *exec.Cmd {
	command := exec.CommandContext(ctx, e.path, append(arguments, "-no-color")...)
	command.Dir, command.Env = e.directory, e.env
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	command.WaitDelay = 30 * time.Second
	return command
}
