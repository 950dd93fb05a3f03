package engine

import (
	"context"
	"fmt"
	"os/exec"
)

// Module is the path of this module, whose main package is the provider.
const Module = "github.com/terraform-provider-chat/terraform-provider-chat"

// Program is the name by which the engine finds the provider in its directory.
const Program = "terraform-provider-chat"

// Build builds the package of this module into the file output.
func Build(ctx context.Context, output, source string) error {
	command := exec.CommandContext(ctx, "go", "build", "-o", output, source)
	if text, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("building %s: %w\n%s", source, err, text)
	}
	return nil
}
