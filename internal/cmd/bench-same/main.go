// Command bench-same is a provider that does nothing, with the schema of this
// module's chat_session. The benchmark compares the provider with it.
package main

import (
	"context"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/bench/idle"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/provider"
)

func main() {
	if err := idle.Serve(session); err != nil {
		log.Fatal(err)
	}
}

// session is the schema that users have, with its defaults, validators and plan
// modifiers.
func session(ctx context.Context) schema.Schema {
	var resp resource.SchemaResponse
	provider.NewSessionResource().Schema(ctx, resource.SchemaRequest{}, &resp)
	return resp.Schema
}
