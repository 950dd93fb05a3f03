package provider

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/ephemeral/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// sessionEphemeralModel is an ephemeral chat_session in configuration and result.
type sessionEphemeralModel struct {
	Vendor types.String `tfsdk:"vendor"`

	SessionIDPrefix  types.String   `tfsdk:"session_id_prefix"`
	AgentID          types.String   `tfsdk:"agent_id"`
	UserIdentifier   types.String   `tfsdk:"user_identifier"`
	Metadata         types.Map      `tfsdk:"metadata"`
	DynamicVariables types.Map      `tfsdk:"dynamic_variables"`
	PageURL          types.String   `tfsdk:"page_url"`
	OpeningMessage   types.String   `tfsdk:"opening_message"`
	ResponseLanguage types.String   `tfsdk:"response_language"`
	CloseReason      types.String   `tfsdk:"close_reason"`
	Timeouts         timeouts.Value `tfsdk:"timeouts"`

	SessionID        types.String `tfsdk:"session_id"`
	SessionToken     types.String `tfsdk:"session_token"`
	Account          types.String `tfsdk:"account"`
	Status           types.String `tfsdk:"status"`
	Greeting         types.String `tfsdk:"greeting"`
	AgentName        types.String `tfsdk:"agent_name"`
	AgentModel       types.String `tfsdk:"agent_model"`
	OpeningRequestID types.String `tfsdk:"opening_request_id"`
}

// session has the arguments as those of the resource, which neither adopts nor has
// been opened yet.
func (m *sessionEphemeralModel) session() *sessionModel {
	return &sessionModel{
		Vendor: m.Vendor, SessionIDPrefix: m.SessionIDPrefix, AgentID: m.AgentID, UserIdentifier: m.UserIdentifier,
		Metadata: m.Metadata, DynamicVariables: m.DynamicVariables, PageURL: m.PageURL,
		OpeningMessage: m.OpeningMessage, ResponseLanguage: m.ResponseLanguage, CloseReason: m.CloseReason,
	}
}

// flatten writes what the vendor tells by the same rules as the resource does, and
// returns the session as the resource would hold it.
func (m *sessionEphemeralModel) flatten(s *client.Session) *sessionModel {
	opened := m.session()
	opened.flatten(s)
	m.SessionID, m.SessionToken, m.Account, m.Status = opened.SessionID, opened.SessionToken, opened.Account, opened.Status
	m.OpeningRequestID, m.Greeting = opened.OpeningRequestID, types.StringPointerValue(s.Greeting)
	m.AgentName, m.AgentModel = types.StringPointerValue(s.AgentName), types.StringPointerValue(s.AgentModel)
	return opened
}

// ephemeralPrivate is what Close needs and nobody else tells it: Terraform hands it
// back from its memory and writes it neither to a plan file nor to a state. The
// vendor's credentials are not in it, since the provider has them.
type ephemeralPrivate struct {
	Vendor    string `json:"vendor"`
	SessionID string `json:"session_id"`
	Account   string `json:"account,omitempty"`
	// Token is the session's own secret: without it nobody could end the session.
	Token          string `json:"token,omitempty"`
	UserIdentifier string `json:"user_identifier,omitempty"`
	Seen           bool   `json:"seen,omitempty"`
	CloseReason    string `json:"close_reason,omitempty"`
	// Credential and OpenedAt are those of sessionPrivate.
	Credential string    `json:"credential,omitempty"`
	OpenedAt   time.Time `json:"opened_at,omitzero"`
}

const ephemeralPrivateKey = "session"

// newEphemeralPrivate has what closes a session that was opened.
func newEphemeralPrivate(opened *sessionModel, private sessionPrivate) ephemeralPrivate {
	return ephemeralPrivate{
		Vendor: opened.Vendor.ValueString(), SessionID: opened.SessionID.ValueString(), Account: opened.Account.ValueString(),
		Token: opened.SessionToken.ValueString(), UserIdentifier: opened.UserIdentifier.ValueString(),
		Seen: opened.seen(), CloseReason: opened.CloseReason.ValueString(),
		Credential: private.Credential, OpenedAt: private.OpenedAt,
	}
}

// ref names the session in the call that closes it.
func (p ephemeralPrivate) ref(vendor client.Vendor, confirmed bool) client.Ref {
	return client.Ref{
		ID: p.SessionID, Token: p.Token, UserIdentifier: p.UserIdentifier, Seen: p.Seen,
		AccountConfirmed: confirmed, SameCredential: sameCredential(vendor, p.Credential), OpenedAt: p.OpenedAt,
	}
}
