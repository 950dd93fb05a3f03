package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/engine"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// configuration has one session at each vendor. The provider block is empty: the
// sandbox's addresses and credentials come from the environment.
//
//go:embed main.tf
var configuration []byte

// run shows the whole course on out, with the Terraform or OpenTofu at path, or
// the one on PATH when that is empty. It returns the first thing that did not go
// as it should, after everything that it started was stopped.
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

	course := course{out: out, box: box, terminal: &terminal{engine: found, out: out, verbose: verbose}}
	return course.run(ctx)
}
