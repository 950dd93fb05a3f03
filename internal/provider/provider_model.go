package provider

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// providerModel is the provider block.
type providerModel struct {
	// vendors has each vendor's block by the vendor's name. It is null where the block is
	// absent, and unknown where a dynamic block is over a value that is not known yet.
	vendors        map[string]types.Object
	requestTimeout types.String
	maxRetries     types.Int64
}

// readProvider reads a block for each row of the table of vendors.
func readProvider(ctx context.Context, config tfsdk.Config) (providerModel, diag.Diagnostics) {
	m := providerModel{vendors: map[string]types.Object{}}
	var diags diag.Diagnostics
	for _, info := range client.All() {
		var object types.Object
		diags.Append(config.GetAttribute(ctx, path.Root(info.Name), &object)...)
		m.vendors[info.Name] = object
	}
	diags.Append(config.GetAttribute(ctx, path.Root("request_timeout"), &m.requestTimeout)...)
	diags.Append(config.GetAttribute(ctx, path.Root("max_retries"), &m.maxRetries)...)
	return m, diags
}

// transportOptions has what is common to all vendors. An unknown value stands
// for the default: it bounds requests, and decides nothing about them.
func (m providerModel) transportOptions() (transport.Options, diag.Diagnostics) {
	var diags diag.Diagnostics
	var options transport.Options
	if text := m.requestTimeout; !text.IsNull() && !text.IsUnknown() {
		timeout, err := time.ParseDuration(text.ValueString())
		if err != nil || timeout <= 0 {
			diags.AddAttributeError(path.Root("request_timeout"), "Invalid duration",
				fmt.Sprintf("%q is not a duration such as 30s.", text.ValueString()))
		}
		options.RequestTimeout = timeout
	}
	if retries := m.maxRetries; !retries.IsNull() && !retries.IsUnknown() {
		options.MaxRetries = int(retries.ValueInt64())
		options.NoRetry = options.MaxRetries == 0
	}
	return options, diags
}
