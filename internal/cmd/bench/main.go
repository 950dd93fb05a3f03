// Command bench measures what the provider costs, compares it with what Terraform
// and the plugin framework cost by themselves, and says whether the targets are met.
//
//	bench -run table -n 100 -vendor uponai     one line of the table
//	bench -run cpu,growth -rounds 5            two of the targets
//
// It starts a sandbox of the vendors by itself and talks to nobody else. A whole run
// takes a quarter of an hour and more.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	switch {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}
