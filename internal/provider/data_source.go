package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
)

// dataSource is what all data sources have in common: the configured vendors.
type dataSource struct {
	vendors *vendors
}

func (d *dataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	if req.ProviderData == nil {
		return
	}
	configured, ok := req.ProviderData.(*vendors)
	if !ok {
		resp.Diagnostics.AddError("Unexpected provider data",
			fmt.Sprintf("Expected *vendors, got %T. This is a bug in the provider: please report it.", req.ProviderData))
		return
	}
	d.vendors = configured
}
