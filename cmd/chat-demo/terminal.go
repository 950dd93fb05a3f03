package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/engine"
)

// terminal runs Terraform or OpenTofu as a person would.
type terminal struct {
	engine  *engine.Engine
	out     io.Writer
	verbose bool
}

// run shows what a person would look for in the output of a command. With
// -detailed-exitcode it reports whether the plan has changes.
func (t *terminal) run(ctx context.Context, arguments ...string) (changes bool, err error) {
	fmt.Fprintf(t.out, "   $ %s %s\n", t.engine.Name(), strings.Join(arguments, " "))
	output, err := t.engine.Command(ctx, arguments...).CombinedOutput()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 2 && slices.Contains(arguments, "-detailed-exitcode") {
		changes, err = true, nil
	}
	if err != nil {
		return false, fmt.Errorf("%s %s: %w\n%s", t.engine.Name(), strings.Join(arguments, " "), err, output)
	}
	for line := range bytes.Lines(output) {
		text := strings.TrimSpace(string(line))
		if t.verbose || telling(text) {
			fmt.Fprintf(t.out, "   %s\n", text)
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
