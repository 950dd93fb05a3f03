package main

import (
	"context"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	chat "github.com/terraform-provider-chat/terraform-provider-chat/internal/provider"
)

// serveNoop serves a provider with the schema of chat_session that does nothing: what
// Terraform, the framework and the schema cost by themselves. Terraform starts this
// program under the provider's name for it.
func serveNoop() {
	err := providerserver.Serve(context.Background(), func() provider.Provider { return noopProvider{chat.New("noop")()} },
		providerserver.ServeOpts{Address: "registry.terraform.io/terraform-provider-chat/chat"})
	if err != nil {
		log.Fatal(err)
	}
}

// noopProvider has the name and the schema of the provider.
type noopProvider struct{ provider.Provider }

func (noopProvider) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}

func (noopProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return noopSession{chat.NewSessionResource()} }}
}

// noopSession has the name and the schema of chat_session. There are no updates here.
type noopSession struct{ resource.Resource }

// Create makes the plan the state, with null for each unknown value.
func (noopSession) Create(_ context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	state, err := tftypes.Transform(req.Plan.Raw, func(_ *tftypes.AttributePath, value tftypes.Value) (tftypes.Value, error) {
		if value.IsKnown() {
			return value, nil
		}
		return tftypes.NewValue(value.Type(), nil), nil
	})
	if err != nil {
		resp.Diagnostics.AddError("Unable to create session", err.Error())
	}
	resp.State.Raw = state
}

// Read keeps the state, which the framework has copied into the response.
func (noopSession) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

// Delete leaves it to the framework to remove the state.
func (noopSession) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
