// Command chat-sandbox serves the chat APIs of all vendors in memory, for trying
// the provider out without an account.
//
// It listens on a loopback address, prints what to put into a Terraform configuration
// or into the environment, and runs until it is interrupted.
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
		fmt.Fprintln(os.Stderr, "chat-sandbox:", err)
		os.Exit(1)
	}
}
