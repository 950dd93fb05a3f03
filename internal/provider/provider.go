package provider

import (
	"context"
	"os"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

var (
	_ provider.Provider                       = (*chatProvider)(nil)
	_ provider.ProviderWithActions            = (*chatProvider)(nil)
	_ provider.ProviderWithEphemeralResources = (*chatProvider)(nil)
	_ provider.ProviderWithFunctions          = (*chatProvider)(nil)
	_ provider.ProviderWithListResources      = (*chatProvider)(nil)
	_ provider.ProviderWithValidateConfig     = (*chatProvider)(nil)
)

// chatProvider implements the provider.
type chatProvider struct {
	version string
	getenv  func(string) string
	// failFast is how long requests to a vendor fail after an operation has given up; see
	// client.Outage.
	failFast time.Duration
	// tune adjusts what no configuration can: tests shorten waits with it.
	tune func(*transport.Options)
}

// defaultFailFast is long enough for all operations of a run that Terraform begins after
// the first has given up.
const defaultFailFast = 15 * time.Second

// New returns the constructor of the provider; version is shown in the user agent.
func New(version string) func() provider.Provider {
	return func() provider.Provider {
		return &chatProvider{version: version, getenv: os.Getenv, failFast: defaultFailFast}
	}
}

func (p *chatProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "chat"
	resp.Version = p.version
}

// Configure prepares every vendor for which there are credentials. A
// vendor whose settings are missing, wrong or not known yet is an error at the
// object that needs it, and not here, so that the others keep working.
func (p *chatProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	config, diags := readProvider(ctx, req.Config)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	common, diags := config.transportOptions()
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	common.UserAgent = "Terraform/" + req.TerraformVersion + " (+https://www.terraform.io) terraform-provider-chat/" + p.version
	common.Log = func(ctx context.Context, message string, fields map[string]any) {
		tflog.Debug(ctx, message, fields)
	}
	if p.tune != nil {
		p.tune(&common)
	}
	resp.ResourceData = newVendors(config.vendors, common, p.failFast, p.getenv)
	resp.DataSourceData = resp.ResourceData
	resp.EphemeralResourceData = resp.ResourceData
	resp.ListResourceData = resp.ResourceData
	resp.ActionData = resp.ResourceData
}

func (p *chatProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{NewSessionResource, NewMessageResource, NewFeedbackResource, NewSessionTeardownResource}
}

func (p *chatProvider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{
		NewSessionDataSource, NewSessionsDataSource, NewRequestStatusDataSource, NewMessagesDataSource,
	}
}

func (p *chatProvider) Functions(context.Context) []func() function.Function {
	return []func() function.Function{NewSessionIDFunction}
}

func (p *chatProvider) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{NewSessionEphemeral}
}

// ListResources are what terraform query can list.
func (p *chatProvider) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{NewSessionListResource}
}

// Actions are what Terraform invokes without a state.
func (p *chatProvider) Actions(context.Context) []func() action.Action {
	return []func() action.Action{NewCloseSessionAction, NewCloseSessionsAction}
}
