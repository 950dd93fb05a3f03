// Command terraform-provider-chat is the Terraform provider for chat sessions.
package main

import (
	"context"
	"flag"
	"log"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/process"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/provider"
)

// version is set by the release build.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "serve until interrupted, for a debugger to attach")
	flag.Parse()

	if !*debug {
		process.DisableLogs(os.Environ(), os.Setenv)
		process.TuneGC(os.Getenv)
	}
	err := providerserver.Serve(context.Background(), provider.New(version), providerserver.ServeOpts{
		Address: "registry.terraform.io/terraform-provider-chat/chat",
		Debug:   *debug,
	})
	if err != nil {
		log.Fatal(err)
	}
}
