// Command chat-demo shows the provider at work: it builds it, starts the
// sandbox of the vendors on loopback, and runs a real Terraform (or
// OpenTofu) through apply, plan, a close behind Terraform's back, and destroy.
//
// It writes to a directory of its own, which it removes at the end, and talks to
// no vendor.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	verbose := flag.Bool("v", false, "show everything that Terraform prints")
	engine := flag.String("engine", "", "path of terraform or tofu; without it, the one on PATH")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Stdout, *engine, *verbose)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
}
