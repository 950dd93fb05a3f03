// Command bench-meter stands in a provider's place: it starts the provider that
// CHAT_BENCH_PROGRAM names, lends it its own input and output, and adds to the file
// CHAT_BENCH_USAGE what it has cost when it has ended. Terraform starts a provider
// several times in a command, and tells nobody what each has cost.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/bench/usage"
)

func main() {
	// Ctrl-C reaches all processes of a terminal. A provider leaves it to Terraform
	// to end it, and so does its meter.
	signal.Notify(make(chan os.Signal, 1), os.Interrupt)

	if err := run(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "bench-meter:", err)
		var exit *exec.ExitError
		if errors.As(err, &exit) && exit.ExitCode() > 0 {
			os.Exit(exit.ExitCode())
		}
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	provider := exec.CommandContext(ctx, os.Getenv(usage.ProgramVariable), os.Args[1:]...)
	provider.Stdin, provider.Stdout, provider.Stderr = os.Stdin, os.Stdout, os.Stderr
	file := os.Getenv(usage.FileVariable)
	if err := usage.Begin(file); err != nil {
		return err
	}
	err := provider.Run()
	if provider.ProcessState != nil {
		err = errors.Join(err, usage.Of(provider.ProcessState).End(file))
	}
	return err
}
