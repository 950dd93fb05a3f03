// Package idle is a provider on the framework that does nothing: what the framework
// and Terraform cost by themselves, for the benchmark to compare with. Its resource is
// written as the framework documents one, calls nobody and answers from the plan and
// the state that it is given.
package idle

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

// Serve serves a provider whose only resource is chat_session with that schema and M
// for its model. It takes the place of this module's provider and leaves every setting
// of the SDK at its default.
func Serve[M any, P Model[M]](session func(context.Context) schema.Schema) error {
	return providerserver.Serve(context.Background(), New[M, P](session), providerserver.ServeOpts{
		Address: "registry.terraform.io/terraform-provider-chat/chat",
	})
}

// New is the constructor of that provider.
func New[M any, P Model[M]](schema func(context.Context) schema.Schema) func() provider.Provider {
	return func() provider.Provider {
		return &idleProvider{session: func() resource.Resource { return &session[M, P]{schema: schema} }}
	}
}

type idleProvider struct {
	session func() resource.Resource
}

func (p *idleProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "chat"
}

// Schema is empty: the configuration of the benchmark has nothing in it either.
func (p *idleProvider) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (p *idleProvider) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}

func (p *idleProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{p.session}
}

func (p *idleProvider) DataSources(context.Context) []func() datasource.DataSource { return nil }
