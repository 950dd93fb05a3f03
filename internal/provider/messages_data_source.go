package provider

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

var (
	_ datasource.DataSource                   = (*messagesDataSource)(nil)
	_ datasource.DataSourceWithConfigure      = (*messagesDataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*messagesDataSource)(nil)
)

// messagesDataSource is the data source chat_messages: the history of one session.
type messagesDataSource struct {
	dataSource
}

// NewMessagesDataSource returns the data source chat_messages.
func NewMessagesDataSource() datasource.DataSource { return &messagesDataSource{} }

func (d *messagesDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_messages"
}

// messagesModel is a chat_messages in configuration and state.
type messagesModel struct {
	Vendor       types.String  `tfsdk:"vendor"`
	SessionID    types.String  `tfsdk:"session_id"`
	SessionToken types.String  `tfsdk:"session_token"`
	Messages     []messageItem `tfsdk:"messages"`
}

// messageItem is one message of a history.
type messageItem struct {
	ID         types.String      `tfsdk:"id"`
	Role       types.String      `tfsdk:"role"`
	Name       types.String      `tfsdk:"name"`
	Text       types.String      `tfsdk:"text"`
	CreatedAt  timetypes.RFC3339 `tfsdk:"created_at"`
	Status     types.String      `tfsdk:"status"`
	Error      types.String      `tfsdk:"error"`
	Rating     types.String      `tfsdk:"rating"`
	TokenCount types.Int64       `tfsdk:"token_count"`
}

func newMessageItem(m *client.Message) messageItem {
	return messageItem{
		ID: textOr(m.ID, types.StringNull()), Role: textOr(m.Role, types.StringNull()), Name: textOr(m.Name, types.StringNull()),
		Text: types.StringValue(m.Text), CreatedAt: timeOr(m.CreatedAt, timetypes.NewRFC3339Null()),
		Status: textOr(m.Status, types.StringNull()), Error: textOr(m.Failure, types.StringNull()),
		Rating: textOr(string(m.Rating), types.StringNull()), TokenCount: types.Int64PointerValue(m.TokenCount),
	}
}

// attributes are the values of the item by their names.
func (i messageItem) attributes() map[string]attr.Value {
	return map[string]attr.Value{
		"id": i.ID, "role": i.Role, "name": i.Name, "text": i.Text, "created_at": i.CreatedAt, "status": i.Status,
		"error": i.Error, "rating": i.Rating, "token_count": i.TokenCount,
	}
}

func (d *messagesDataSource) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	var config messagesModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	info, ok := client.Lookup(config.Vendor.ValueString())
	if resp.Diagnostics.HasError() || !ok {
		return
	}
	if info.NoHistory != "" {
		resp.Diagnostics.AddAttributeError(path.Root("vendor"), "Vendor without a history",
			fmt.Sprintf("The messages of a session at %s cannot be read: %s.", info.Title, info.NoHistory))
		return
	}
	resp.Diagnostics.Append(validateSessionReference(info, config.SessionID, config.SessionToken)...)
}

// Read lists the messages. A session that tells its history no longer, or is not
// there, has none: Terraform reads data sources in a destroy as well.
func (d *messagesDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model messagesModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := client.Operation(ctx, defaultListTimeout)
	defer cancel()

	vendor, err := d.vendors.get(model.Vendor.ValueString())
	if err != nil {
		resp.Diagnostics.Append(vendorDiagnostic(err))
		return
	}
	messages, err := client.History(ctx, vendor, client.Ref{
		ID: model.SessionID.ValueString(), Token: model.SessionToken.ValueString(), AccountConfirmed: accountKnown(ctx, vendor),
	})
	var notFound *client.NotFoundError
	var closed *client.ClosedError
	switch {
	case errors.As(err, &notFound), errors.As(err, &closed):
		resp.Diagnostics.AddWarning(named("Session without messages", sessionAddress(vendor.Name(), model.SessionID.ValueString())), sentence(err)+" Its messages cannot be read, and the list of them is empty.")
	case err != nil:
		resp.Diagnostics.Append(sessionDiagnostic("Messages not read", vendor.Name(), about(fmt.Sprintf("the session %q", model.SessionID.ValueString()), model.SessionID.ValueString(), err)))
		return
	}
	model.Messages = []messageItem{}
	list := newLongList(ctx, resp.State, "messages")
	for i, m := range messages {
		messages[i] = nil // it is not needed any more
		list.add(ctx, newMessageItem(m).attributes())
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
