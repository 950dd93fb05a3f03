// Command bench-same is a provider that does nothing, with the schema of this
// module's chat_session. The benchmark compares the provider with it.
package main

import (
	"context"
	"log"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/bench/idle"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/provider"
)

func main() {
	if err := idle.Serve[model](session); err != nil {
		log.Fatal(err)
	}
}

// model has the attributes of chat_session.
type model struct {
	ID                 types.String      `tfsdk:"id"`
	Vendor             types.String      `tfsdk:"vendor"`
	Account            types.String      `tfsdk:"account"`
	SessionID          types.String      `tfsdk:"session_id"`
	SessionIDPrefix    types.String      `tfsdk:"session_id_prefix"`
	AgentID            types.String      `tfsdk:"agent_id"`
	UserIdentifier     types.String      `tfsdk:"user_identifier"`
	Metadata           types.Map         `tfsdk:"metadata"`
	DynamicVariables   types.Map         `tfsdk:"dynamic_variables"`
	PageURL            types.String      `tfsdk:"page_url"`
	OpeningMessage     types.String      `tfsdk:"opening_message"`
	ResponseLanguage   types.String      `tfsdk:"response_language"`
	CloseReason        types.String      `tfsdk:"close_reason"`
	SessionToken       types.String      `tfsdk:"session_token"`
	RecreateWhenClosed types.Bool        `tfsdk:"recreate_when_closed"`
	Timeouts           timeouts.Value    `tfsdk:"timeouts"`
	Status             types.String      `tfsdk:"status"`
	CreatedAt          timetypes.RFC3339 `tfsdk:"created_at"`
	OpeningRequestID   types.String      `tfsdk:"opening_request_id"`
}

// Settle makes null what the configuration leaves to the vendor.
func (m *model) Settle() {
	m.ID, m.Account, m.Status, m.OpeningRequestID = types.StringNull(), types.StringNull(), types.StringNull(), types.StringNull()
	m.SessionID, m.AgentID, m.SessionToken = idle.Known(m.SessionID), idle.Known(m.AgentID), idle.Known(m.SessionToken)
	m.CreatedAt = timetypes.NewRFC3339Null()
}

// session is the schema that users have, with its defaults, validators and plan
// modifiers.
func session(ctx context.Context) schema.Schema {
	var resp resource.SchemaResponse
	provider.NewSessionResource().Schema(ctx, resource.SchemaRequest{}, &resp)
	return resp.Schema
}
