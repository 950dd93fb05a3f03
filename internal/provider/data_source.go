package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
)

// dataSource is what all data sources have in common: the configured vendors.
type dataSource struct {
	vendors *vendors
}

func (d *dataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	configured, diags := vendorsOf(req.ProviderData)
	resp.Diagnostics.Append(diags...)
	d.vendors = configured
}
