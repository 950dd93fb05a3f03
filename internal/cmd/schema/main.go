// Command schema prints the provider's schemas as JSON, for the documentation
// generator: the same as `terraform providers schema -json`, with every kind of
// object, whatever Terraform is installed.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/provider"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/schemajson"
)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "schema:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer) error {
	server := providerserver.NewProtocol6(provider.New("dev")())()

	document, err := schemajson.Export(ctx, "chat", server)
	if err != nil {
		return err
	}

	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")

	return encoder.Encode(document)
}
