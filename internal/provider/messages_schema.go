package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

func (d *messagesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The messages of one session, the oldest first, over every page of the vendor's history.\n\n" +
			"A session that is not there, or that tells its history no longer, gives an empty list and a warning, since Terraform reads data sources in a destroy as well. " +
			"The messages are in the state, in the clear. Uppzy tells none.",
		Attributes: map[string]schema.Attribute{
			"vendor": schema.StringAttribute{
				MarkdownDescription: "The vendor that keeps the session: " + quoted(vendorsWhere(func(info client.Info) bool { return info.NoHistory == "" })) + ".",
				Required:            true,
				Validators:          []validator.String{stringvalidator.OneOf(client.Names()...)},
			},
			"session_id": schema.StringAttribute{
				MarkdownDescription: "The vendor's id of the session.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"session_token": schema.StringAttribute{
				MarkdownDescription: "The session's own secret, without which TalkifAI tells nothing. Needed at TalkifAI, and taken nowhere else.",
				Optional:            true,
				Sensitive:           true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"messages": schema.ListNestedAttribute{
				MarkdownDescription: "The messages, the oldest first.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: messageItemAttributes()},
			},
		},
	}
}

// messageItemAttributes are the attributes of a messageItem.
func messageItemAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id": schema.StringAttribute{
			MarkdownDescription: "Id of the message, which `chat_feedback` takes as `message_id`. Told by SiteAssist.",
			Computed:            true,
		},
		"role": schema.StringAttribute{
			MarkdownDescription: "Who wrote, in the vendor's word: `user`, `assistant`, `human_agent`. Told by TalkifAI and SiteAssist.",
			Computed:            true,
		},
		"name": schema.StringAttribute{
			MarkdownDescription: "Name of the agent or the person who wrote. Told by SiteAssist of people, and by UponAI.",
			Computed:            true,
		},
		"text": schema.StringAttribute{
			MarkdownDescription: "The text of the message.",
			Computed:            true,
		},
		"created_at": schema.StringAttribute{
			MarkdownDescription: "When it was written. Told by TalkifAI and SiteAssist.",
			CustomType:          timetypes.RFC3339Type{},
			Computed:            true,
		},
		"status": schema.StringAttribute{
			MarkdownDescription: "`complete`, `streaming` or `error`. Told by SiteAssist.",
			Computed:            true,
		},
		"error": schema.StringAttribute{
			MarkdownDescription: "What went wrong with an answer. Told by SiteAssist.",
			Computed:            true,
		},
		"rating": schema.StringAttribute{
			MarkdownDescription: "`good` or `bad`, null without a rating. Told by SiteAssist.",
			Computed:            true,
		},
		"token_count": schema.Int64Attribute{
			MarkdownDescription: "Tokens that the answer took. Told by TalkifAI.",
			Computed:            true,
		},
	}
}
