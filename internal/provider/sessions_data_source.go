package provider

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

var (
	_ datasource.DataSource                   = (*sessionsDataSource)(nil)
	_ datasource.DataSourceWithConfigure      = (*sessionsDataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*sessionsDataSource)(nil)
)

// defaultListTimeout bounds a walk over every page of a list.
const defaultListTimeout = 10 * time.Minute

// sessionsDataSource is the data source chat_sessions: a vendor's session list.
type sessionsDataSource struct {
	dataSource
}

// NewSessionsDataSource returns the data source chat_sessions.
func NewSessionsDataSource() datasource.DataSource { return &sessionsDataSource{} }

func (d *sessionsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_sessions"
}

// sessionsModel is a chat_sessions in configuration and state.
type sessionsModel struct {
	Vendor types.String `tfsdk:"vendor"`
	selectorModel
	Limit    types.Int64   `tfsdk:"limit"`
	Sessions []sessionItem `tfsdk:"sessions"`
	IDs      []string      `tfsdk:"ids"`
}

func (d *sessionsDataSource) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	var config sessionsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(validateSelectors(config.Vendor.ValueString(), config.selectorModel, client.Selectors())...)
}

func (d *sessionsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model sessionsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := client.Operation(ctx, defaultListTimeout)
	defer cancel()

	name := model.Vendor.ValueString()
	vendor, err := d.vendors.get(name)
	if err != nil {
		resp.Diagnostics.Append(vendorDiagnostic(err))
		return
	}
	filter, err := model.filter(ctx, vendor)
	if err != nil {
		resp.Diagnostics.Append(statelessDiagnostic("Sessions not listed", name, err))
		return
	}
	found, err := client.List(ctx, vendor, filter, int(model.Limit.ValueInt64()))
	if err != nil {
		resp.Diagnostics.Append(statelessDiagnostic("Sessions not listed", name, err))
		return
	}
	resp.Diagnostics.Append(leftOut(name, model.selectorModel, found.Undecided)...)
	model.Sessions, model.IDs = []sessionItem{}, make([]string, 0, len(found.Sessions))
	sessions := newLongList(ctx, resp.State, "sessions")
	for i, s := range found.Sessions {
		found.Sessions[i] = nil // it is not needed any more
		model.IDs = append(model.IDs, s.ID)
		sessions.add(ctx, newSessionItem(name, s).attributes())
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

// leftOut names sessions that the selectors of a list cannot decide on.
func leftOut(vendor string, selectors selectorModel, ids []string) diag.Diagnostics {
	if len(ids) == 0 {
		return nil
	}
	title := client.Title(vendor)
	return diag.Diagnostics{diag.NewWarningDiagnostic(named("Sessions left out", selectors.title(title, client.Selectors())), fmt.Sprintf(
		"Of %s, %s does not tell a time or a status that the selectors need. Left out: %s.",
		counted(len(ids)), title, firstOf(ids)))}
}
