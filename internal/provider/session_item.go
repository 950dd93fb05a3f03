package provider

import (
	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// sessionItem is a session as a data source shows it: all that its vendor tells,
// and nothing that Terraform decides on.
type sessionItem struct {
	ID           types.String      `tfsdk:"id"`
	SessionID    types.String      `tfsdk:"session_id"`
	Account      types.String      `tfsdk:"account"`
	Status       types.String      `tfsdk:"status"`
	AgentID      types.String      `tfsdk:"agent_id"`
	Metadata     types.Map         `tfsdk:"metadata"`
	CreatedAt    timetypes.RFC3339 `tfsdk:"created_at"`
	UpdatedAt    timetypes.RFC3339 `tfsdk:"updated_at"`
	ClosedAt     timetypes.RFC3339 `tfsdk:"closed_at"`
	MessageCount types.Int64       `tfsdk:"message_count"`
}

// newSessionItem flattens by the same rules as the resource does, and adds what the
// resource leaves out.
func newSessionItem(vendor string, s *client.Session) sessionItem {
	m := sessionModel{Vendor: types.StringValue(vendor)}
	m.flattenImport(s)
	return sessionItem{
		ID: m.ID, SessionID: m.SessionID, Account: m.Account, Status: m.Status, AgentID: m.AgentID, Metadata: m.Metadata,
		CreatedAt: m.CreatedAt, UpdatedAt: timeOrNull(s.UpdatedAt), ClosedAt: timeOrNull(s.ClosedAt),
		MessageCount: types.Int64PointerValue(s.MessageCount),
	}
}

// attributes are the values of the item by their names.
func (i sessionItem) attributes() map[string]attr.Value {
	return map[string]attr.Value{
		"id": i.ID, "session_id": i.SessionID, "account": i.Account, "status": i.Status, "agent_id": i.AgentID,
		"metadata": i.Metadata, "created_at": i.CreatedAt, "updated_at": i.UpdatedAt, "closed_at": i.ClosedAt,
		"message_count": i.MessageCount,
	}
}

// sessionItemAttributes are the attributes of a sessionItem.
func sessionItemAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id": schema.StringAttribute{
			MarkdownDescription: "`vendor/session_id`, with the session's id percent-encoded: the import id of `chat_session`.",
			Computed:            true,
		},
		"session_id": schema.StringAttribute{
			MarkdownDescription: "The vendor's id of the session.",
			Computed:            true,
		},
		"account": schema.StringAttribute{
			MarkdownDescription: "What the session belongs to: " + accountNouns() + ".",
			Computed:            true,
		},
		"status": schema.StringAttribute{
			MarkdownDescription: "`open`, `closed`, or `unknown` when the vendor's answer proves neither.",
			Computed:            true,
		},
		"agent_id": schema.StringAttribute{
			MarkdownDescription: "The agent that answers. Told by UponAI.",
			Computed:            true,
		},
		"metadata": schema.MapAttribute{
			MarkdownDescription: "Values that are kept with the session, as strings. Told by UponAI.",
			ElementType:         types.StringType,
			Computed:            true,
		},
		"created_at": schema.StringAttribute{
			MarkdownDescription: factDescription(client.CreatedAt),
			CustomType:          timetypes.RFC3339Type{},
			Computed:            true,
		},
		"updated_at": schema.StringAttribute{
			MarkdownDescription: factDescription(client.UpdatedAt),
			CustomType:          timetypes.RFC3339Type{},
			Computed:            true,
		},
		"closed_at": schema.StringAttribute{
			MarkdownDescription: factDescription(client.ClosedAt),
			CustomType:          timetypes.RFC3339Type{},
			Computed:            true,
		},
		"message_count": schema.Int64Attribute{
			MarkdownDescription: factDescription(client.MessageCount),
			Computed:            true,
		},
	}
}
