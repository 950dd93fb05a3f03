package provider

import (
	"context"
	"errors"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

var (
	_ datasource.DataSource                   = (*requestStatusDataSource)(nil)
	_ datasource.DataSourceWithConfigure      = (*requestStatusDataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*requestStatusDataSource)(nil)
)

// defaultRequestTimeout is how long Uppzy's pages poll for an answer.
const defaultRequestTimeout = 2 * time.Minute

// requestStatusDataSource is the data source chat_request_status: what became of an
// asynchronous message.
type requestStatusDataSource struct {
	dataSource
}

// NewRequestStatusDataSource returns the data source chat_request_status.
func NewRequestStatusDataSource() datasource.DataSource { return &requestStatusDataSource{} }

func (d *requestStatusDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_request_status"
}

// requestStatusModel is a chat_request_status in configuration and state.
type requestStatusModel struct {
	Vendor       types.String         `tfsdk:"vendor"`
	RequestID    types.String         `tfsdk:"request_id"`
	Wait         types.Bool           `tfsdk:"wait"`
	PollInterval timetypes.GoDuration `tfsdk:"poll_interval"`
	FailOnError  types.Bool           `tfsdk:"fail_on_error"`
	Timeouts     timeouts.Value       `tfsdk:"timeouts"`

	Status          types.String  `tfsdk:"status"`
	Answer          types.String  `tfsdk:"answer"`
	Error           types.String  `tfsdk:"error"`
	ConfidenceScore types.Float64 `tfsdk:"confidence_score"`
	ConfidenceLevel types.String  `tfsdk:"confidence_level"`
}

func (d *requestStatusDataSource) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	var config requestStatusModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(validateTimeouts(config.Timeouts.Attributes())...)
	resp.Diagnostics.Append(validatePollInterval(config.PollInterval)...)
	if info, ok := client.Lookup(config.Vendor.ValueString()); ok && info.NoRequests != "" {
		resp.Diagnostics.AddAttributeError(path.Root("vendor"), "Vendor without requests",
			info.Title+" has no asynchronous messages whose status could be asked for: "+info.NoRequests+".")
	}
	if isGiven(config.PollInterval) && config.Wait.IsNull() {
		resp.Diagnostics.AddAttributeError(path.Root("poll_interval"), "Argument alone", "poll_interval needs wait beside it.")
	}
}

func (d *requestStatusDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model requestStatusModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	timeout, diags := model.Timeouts.Read(ctx, defaultRequestTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := client.Operation(ctx, timeout)
	defer cancel()

	vendor, err := d.vendors.get(model.Vendor.ValueString())
	if err != nil {
		resp.Diagnostics.Append(vendorDiagnostic(err))
		return
	}
	request, err := model.read(ctx, vendor)
	if err != nil {
		failed := sessionDiagnostic("Request status not read", vendor.Name(), err)
		hint := ""
		var unfinished *client.UnfinishedError
		if errors.As(err, &unfinished) {
			hint = " To destroy without waiting: terraform destroy -refresh=false."
		}
		resp.Diagnostics.AddError(failed.Summary(), failed.Detail()+timeoutNote(err)+hint)
		return
	}
	model.flatten(request)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
	if request.Status == client.RequestFailed && model.FailOnError.ValueBool() {
		resp.Diagnostics.Append(requestFailedDiagnostic("Request failed", vendor.Name(), request, "To ask again, replace what sent it: the chat_message, or the chat_session. Without fail_on_error it is data."))
	}
}

// read waits for the end of the request where that is asked for. A request that the
// vendor does not know is data, since Terraform reads data sources in a destroy as
// well.
func (m *requestStatusModel) read(ctx context.Context, vendor client.Vendor) (request *client.Request, err error) {
	id := m.RequestID.ValueString()
	if m.Wait.ValueBool() {
		request, err = client.AwaitRequest(ctx, vendor, "", id, pollInterval(m.PollInterval))
	} else {
		request, err = client.ReadRequest(ctx, vendor, "", id)
	}
	var notFound *client.NotFoundError
	if errors.As(err, &notFound) {
		return &client.Request{ID: id, Status: statusNotFound}, nil
	}
	return request, err
}

func (m *requestStatusModel) flatten(r *client.Request) {
	m.Status = types.StringValue(string(r.Status))
	m.Answer = types.StringPointerValue(r.Answer)
	m.Error = types.StringPointerValue(r.Failure)
	m.ConfidenceScore = types.Float64PointerValue(r.ConfidenceScore)
	m.ConfidenceLevel = types.StringPointerValue(r.ConfidenceLevel)
}
