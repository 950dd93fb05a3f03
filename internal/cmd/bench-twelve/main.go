// Command bench-twelve is a provider that does nothing, with a resource of twelve
// attributes: a small one of the usual kind. The benchmark compares the provider
// with it.
package main

import (
	"context"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/bench/idle"
)

func main() {
	if err := idle.Serve[model](session); err != nil {
		log.Fatal(err)
	}
}

// model has the attributes of the resource.
type model struct {
	ID                 types.String `tfsdk:"id"`
	Vendor             types.String `tfsdk:"vendor"`
	SessionID          types.String `tfsdk:"session_id"`
	AgentID            types.String `tfsdk:"agent_id"`
	UserIdentifier     types.String `tfsdk:"user_identifier"`
	Metadata           types.Map    `tfsdk:"metadata"`
	PageURL            types.String `tfsdk:"page_url"`
	RecreateWhenClosed types.Bool   `tfsdk:"recreate_when_closed"`
	Status             types.String `tfsdk:"status"`
	CreatedAt          types.String `tfsdk:"created_at"`
	AgentName          types.String `tfsdk:"agent_name"`
	MessageCount       types.Int64  `tfsdk:"message_count"`
}

// Settle makes null what is computed.
func (m *model) Settle() {
	m.ID, m.SessionID = idle.Known(m.ID), idle.Known(m.SessionID)
	m.Status, m.CreatedAt, m.AgentName = types.StringNull(), types.StringNull(), types.StringNull()
	m.MessageCount = types.Int64Null()
}

// session takes the configuration that chat_session takes at UponAI.
func session(context.Context) schema.Schema {
	stable := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	return schema.Schema{
		MarkdownDescription: "A session that nobody keeps.",
		Attributes: map[string]schema.Attribute{
			"id":                   schema.StringAttribute{MarkdownDescription: "Id.", Computed: true, PlanModifiers: stable},
			"vendor":               schema.StringAttribute{MarkdownDescription: "Vendor.", Required: true},
			"session_id":           schema.StringAttribute{MarkdownDescription: "Vendor's id.", Optional: true, Computed: true, PlanModifiers: stable},
			"agent_id":             schema.StringAttribute{MarkdownDescription: "Agent.", Optional: true},
			"user_identifier":      schema.StringAttribute{MarkdownDescription: "User.", Optional: true},
			"metadata":             schema.MapAttribute{MarkdownDescription: "Metadata.", ElementType: types.StringType, Optional: true},
			"page_url":             schema.StringAttribute{MarkdownDescription: "Page.", Optional: true},
			"recreate_when_closed": schema.BoolAttribute{MarkdownDescription: "Whether to replace.", Optional: true, Computed: true, Default: booldefault.StaticBool(true)},
			"status":               schema.StringAttribute{MarkdownDescription: "Status.", Computed: true, PlanModifiers: stable},
			"created_at":           schema.StringAttribute{MarkdownDescription: "Beginning.", Computed: true, PlanModifiers: stable},
			"agent_name":           schema.StringAttribute{MarkdownDescription: "Agent's name.", Computed: true, PlanModifiers: stable},
			"message_count":        schema.Int64Attribute{MarkdownDescription: "Messages.", Computed: true},
		},
	}
}
