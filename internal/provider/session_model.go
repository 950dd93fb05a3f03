package provider

import (
	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// sessionModel is a chat_session in configuration, plan and state. Terraform and the
// framework take every attribute of it up in every step, so that it has fewer of them
// than the data sources, which are read once.
type sessionModel struct {
	ID      types.String `tfsdk:"id"`
	Vendor  types.String `tfsdk:"vendor"`
	Account types.String `tfsdk:"account"`

	SessionID        types.String `tfsdk:"session_id"`
	SessionIDPrefix  types.String `tfsdk:"session_id_prefix"`
	AgentID          types.String `tfsdk:"agent_id"`
	UserIdentifier   types.String `tfsdk:"user_identifier"`
	Metadata         types.Map    `tfsdk:"metadata"`
	DynamicVariables types.Map    `tfsdk:"dynamic_variables"`
	PageURL          types.String `tfsdk:"page_url"`
	OpeningMessage   types.String `tfsdk:"opening_message"`
	ResponseLanguage types.String `tfsdk:"response_language"`
	CloseReason      types.String `tfsdk:"close_reason"`
	SessionToken     types.String `tfsdk:"session_token"`

	RecreateWhenClosed types.Bool     `tfsdk:"recreate_when_closed"`
	Timeouts           timeouts.Value `tfsdk:"timeouts"`

	Status           types.String      `tfsdk:"status"`
	CreatedAt        timetypes.RFC3339 `tfsdk:"created_at"`
	OpeningRequestID types.String      `tfsdk:"opening_request_id"`
}

// argument is the value of an argument by its name in the argument table.
func (m *sessionModel) argument(name client.Argument) attr.Value {
	switch name {
	case client.SessionID:
		return m.SessionID
	case client.SessionIDPrefix:
		return m.SessionIDPrefix
	case client.AgentID:
		return m.AgentID
	case client.UserIdentifier:
		return m.UserIdentifier
	case client.Metadata:
		return m.Metadata
	case client.DynamicVariables:
		return m.DynamicVariables
	case client.PageURL:
		return m.PageURL
	case client.OpeningMessage:
		return m.OpeningMessage
	case client.ResponseLanguage:
		return m.ResponseLanguage
	case client.CloseReason:
		return m.CloseReason
	case client.SessionToken:
		return m.SessionToken
	default:
		return types.StringNull()
	}
}

// openRequest has the arguments for Vendor.Open. All of them are known in an apply.
func (m *sessionModel) openRequest() client.OpenRequest {
	return client.OpenRequest{
		SessionID:        m.SessionID.ValueString(),
		SessionIDPrefix:  m.SessionIDPrefix.ValueString(),
		AgentID:          m.AgentID.ValueString(),
		UserIdentifier:   m.UserIdentifier.ValueString(),
		Metadata:         stringMap(m.Metadata),
		DynamicVariables: stringMap(m.DynamicVariables),
		PageURL:          m.PageURL.ValueString(),
		OpeningMessage:   m.OpeningMessage.ValueString(),
		ResponseLanguage: m.ResponseLanguage.ValueString(),
		SessionToken:     m.SessionToken.ValueString(),
	}
}

// ref names the session of a state in calls to its vendor, with what is known of its
// account: whether that is confirmed, and whether the credential is the same as then.
func (m *sessionModel) ref(vendor client.Vendor, private sessionPrivate, confirmed bool) client.Ref {
	info, _ := client.Lookup(vendor.Name())
	return client.Ref{
		ID:               m.SessionID.ValueString(),
		Token:            m.SessionToken.ValueString(),
		UserIdentifier:   m.UserIdentifier.ValueString(),
		Seen:             !info.ClientChoosesID || private.Seen || m.seen(),
		AccountConfirmed: confirmed,
		SameCredential:   sameCredential(vendor, private.Credential),
		OpenedAt:         private.OpenedAt,
		Marker:           private.Marker,
	}
}

// seen reports whether the session has begun as far as anybody knows. That its
// status is unknown does not say so: a vendor that could not be asked may have
// made that of an id which is only reserved.
func (m *sessionModel) seen() bool {
	switch client.Status(m.Status.ValueString()) {
	case client.StatusOpen, client.StatusClosed:
		return true
	case client.StatusUnknown:
		return !m.CreatedAt.IsNull() || !m.OpeningMessage.IsNull()
	case client.StatusNotStarted:
	}
	return false
}

// stringMap keeps the difference between null and empty, and leaves out null
// elements. The elements of a map that is not null are known in an apply.
func stringMap(value types.Map) map[string]string {
	if value.IsNull() || value.IsUnknown() {
		return nil
	}
	result := make(map[string]string, len(value.Elements()))
	for key, element := range value.Elements() {
		if text, ok := element.(types.String); ok && !text.IsNull() && !text.IsUnknown() {
			result[key] = text.ValueString()
		}
	}
	return result
}
