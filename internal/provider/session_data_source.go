package provider

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

var (
	_ datasource.DataSource                   = (*sessionDataSource)(nil)
	_ datasource.DataSourceWithConfigure      = (*sessionDataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*sessionDataSource)(nil)
)

// statusNotFound is the status of a session that its vendor does not know. It is
// no client.Status: a session in the state is never in it.
const statusNotFound = "not_found"

// sessionDataSource is the data source chat_session: one session by its id.
type sessionDataSource struct {
	dataSource
}

// NewSessionDataSource returns the data source chat_session.
func NewSessionDataSource() datasource.DataSource { return &sessionDataSource{} }

func (d *sessionDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_session"
}

// sessionDataModel is a chat_session data source in configuration and state.
type sessionDataModel struct {
	Vendor       types.String `tfsdk:"vendor"`
	SessionToken types.String `tfsdk:"session_token"`
	sessionItem
}

func (d *sessionDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := sessionItemAttributes()
	attributes["vendor"] = schema.StringAttribute{
		MarkdownDescription: "The vendor that keeps the session: " + quoted(client.Names()) + ".",
		Required:            true,
		Validators:          []validator.String{stringvalidator.OneOf(client.Names()...)},
	}
	attributes["session_id"] = schema.StringAttribute{
		MarkdownDescription: "The vendor's id of the session.",
		Required:            true,
		Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
	}
	attributes["session_token"] = schema.StringAttribute{
		MarkdownDescription: "The session's own secret, without which TalkifAI tells nothing. Needed at TalkifAI, and taken nowhere else.",
		Optional:            true,
		Sensitive:           true,
		Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
	}
	attributes["status"] = schema.StringAttribute{
		MarkdownDescription: "`open`; `closed`; `unknown` when the vendor's answer proves neither; `not_found` when the session does not exist; at Uppzy, when its list lacks the session, which may be late or incomplete. " +
			"A session that is not found is no error, since Terraform reads data sources in a destroy as well: " +
			"check for it in a `check` block or a postcondition where it matters.",
		Computed: true,
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "One session, whoever opened it, as its vendor tells it now.",
		Attributes:          attributes,
	}
}

func (d *sessionDataSource) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	var config sessionDataModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	info, ok := client.Lookup(config.Vendor.ValueString())
	if resp.Diagnostics.HasError() || !ok {
		return
	}
	resp.Diagnostics.Append(validateSessionReference(info, config.SessionID, config.SessionToken)...)
}

// validateSessionReference checks what names a session to read from.
func validateSessionReference(info client.Info, sessionID, token types.String) diag.Diagnostics {
	var diags diag.Diagnostics
	takesToken := info.Takes(client.SessionToken)
	switch {
	case takesToken && token.IsNull():
		diags.AddAttributeError(place(client.SessionToken), "Missing argument",
			info.Title+" tells of a session only with its session_token.")
	case !takesToken && isGiven(token):
		diags.AddAttributeError(place(client.SessionToken), "Argument not taken by this vendor",
			info.Title+" takes no session_token: the provider's credentials are enough.")
	}
	if use := info.Arguments[client.SessionID]; use.Format != nil && isGiven(sessionID) {
		if err := use.Format(sessionID.ValueString()); err != nil {
			diags.AddAttributeError(path.Root("session_id"), "Invalid session_id", "session_id "+err.Error()+".")
		}
	}
	return diags
}

func (d *sessionDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model sessionDataModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := client.Operation(ctx, defaultReadTimeout)
	defer cancel()

	name := model.Vendor.ValueString()
	vendor, err := d.vendors.get(name)
	if err != nil {
		resp.Diagnostics.Append(vendorDiagnostic(err))
		return
	}
	session, err := readSession(ctx, vendor, client.Ref{
		ID: model.SessionID.ValueString(), Token: model.SessionToken.ValueString(), AccountConfirmed: accountKnown(ctx, vendor),
	})
	var notFound *client.NotFoundError
	if errors.As(err, &notFound) || (err == nil && session.Status == client.StatusNotStarted) {
		// A vendor whose sessions begin with a message shows no difference between
		// an id that is reserved and one that nobody has.
		session, err = &client.Session{ID: model.SessionID.ValueString(), Status: statusNotFound}, nil
	}
	if err != nil {
		address := sessionAddress(name, model.SessionID.ValueString())
		resp.Diagnostics.Append(sessionDiagnostic("Session not read", name, about(fmt.Sprintf("the session %q", address), model.SessionID.ValueString(), err)))
		return
	}
	model.sessionItem = newSessionItem(name, session)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
	if session.Note != "" {
		resp.Diagnostics.AddWarning(named("Session status not certain", sessionAddress(name, model.SessionID.ValueString())), sentence(errors.New(session.Note)))
	}
}
