// Command terraform-provider-chat is the Terraform provider for chat sessions.
package main

import (
	"flag"
	"fmt"
	"io"
	"log"
	"os"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/process"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/provider"
)

// version is set by the release build.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "serve until interrupted, for a debugger to attach")
	flag.Parse()

	// net/http logs bytes of broken responses to the standard logger. They may contain a
	// credential that a vendor repeats.
	log.SetOutput(io.Discard)
	if !*debug {
		process.DisableLogs(os.Environ(), os.Setenv)
		process.TuneGC(os.Getenv)
	}
	var opts []tf6server.ServeOpt
	if *debug {
		opts = append(opts, tf6server.WithManagedDebug())
	}
	err := tf6server.Serve("registry.terraform.io/terraform-provider-chat/chat", func() tfprotov6.ProviderServer {
		return provider.NewServer(provider.New(version)())
	}, opts...)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
