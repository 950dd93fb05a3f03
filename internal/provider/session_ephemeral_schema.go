package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/ephemeral/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

func (e *sessionEphemeral) Schema(ctx context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	attributes := map[string]schema.Attribute{
		"vendor": schema.StringAttribute{
			MarkdownDescription: "The vendor that keeps the session: " + quoted(client.Names()) + ".",
			Required:            true,
			Validators:          []validator.String{stringvalidator.OneOf(client.Names()...)},
		},
		"session_id_prefix": schema.StringAttribute{
			MarkdownDescription: fmt.Sprintf("Start of the session's id. %s Without it, the prefix is `%s`.",
				usage(client.SessionIDPrefix), client.DefaultSessionIDPrefix),
			Optional: true,
		},
		"agent_id": schema.StringAttribute{
			MarkdownDescription: "The agent that answers. " + usage(client.AgentID) + " Needed there.",
			Optional:            true,
		},
		"user_identifier": schema.StringAttribute{
			MarkdownDescription: "The end user whom the session is for. " + usage(client.UserIdentifier),
			Optional:            true,
		},
		"metadata": schema.MapAttribute{
			MarkdownDescription: "Values that are kept with the session. " + usage(client.Metadata) +
				" The key `" + client.MarkerKey + "` is the provider's own.",
			ElementType: types.StringType,
			Optional:    true,
		},
		"dynamic_variables": schema.MapAttribute{
			MarkdownDescription: "Variables that the agent starts with. " + usage(client.DynamicVariables),
			ElementType:         types.StringType,
			Optional:            true,
		},
		"page_url": schema.StringAttribute{
			MarkdownDescription: "URL of the page that the session starts on. " + usage(client.PageURL),
			Optional:            true,
		},
		"opening_message": schema.StringAttribute{
			MarkdownDescription: "First message of the session. " + usage(client.OpeningMessage) +
				" Without it the session's id is reserved, and the session begins when somebody sends its first message.",
			Optional: true,
		},
		"response_language": schema.StringAttribute{
			MarkdownDescription: "Language of the answer to `opening_message`. " + usage(client.ResponseLanguage),
			Optional:            true,
		},
		"close_reason": schema.StringAttribute{
			MarkdownDescription: "Reason that is given when the session is closed, at most 256 characters. " + usage(client.CloseReason),
			Optional:            true,
		},
	}
	for name, attribute := range sessionEphemeralFacts() {
		attributes[name] = attribute
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: sessionEphemeralDescription(),
		Attributes:          attributes,
		Blocks:              map[string]schema.Block{"timeouts": ephemeralTimeouts(ctx)},
	}
}

// sessionEphemeralFacts are the attributes that the vendor decides on.
func sessionEphemeralFacts() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"session_id": schema.StringAttribute{
			MarkdownDescription: "The vendor's id of the session. It is another one in each phase, and cannot be chosen: a session that is open already would be closed with the phase.",
			Computed:            true,
		},
		"session_token": schema.StringAttribute{
			MarkdownDescription: "Secret that reads and ends this one session. " + toldBy(func(info client.Info) bool { return info.Takes(client.SessionToken) }),
			Computed:            true,
			Sensitive:           true,
		},
		"account": schema.StringAttribute{
			MarkdownDescription: "What the session belongs to: " + accountNouns() + ".",
			Computed:            true,
		},
		"status": schema.StringAttribute{
			MarkdownDescription: "`open`; `not_started` for an Uppzy id that has no message yet; `unknown` when the vendor's answer proves neither.",
			Computed:            true,
		},
		"greeting":           schema.StringAttribute{MarkdownDescription: factDescription(client.Greeting), Computed: true},
		"agent_name":         schema.StringAttribute{MarkdownDescription: factDescription(client.AgentName), Computed: true},
		"agent_model":        schema.StringAttribute{MarkdownDescription: factDescription(client.AgentModel), Computed: true},
		"opening_request_id": schema.StringAttribute{MarkdownDescription: factDescription(client.OpeningRequestID), Computed: true},
	}
}

func ephemeralTimeouts(ctx context.Context) schema.Block {
	block := timeouts.BlockWithOpts(ctx, timeouts.Opts{
		OpenDescription: "Time for opening the session." + defaultOf(defaultCreateTimeout),
	})
	if nested, ok := block.(schema.SingleNestedBlock); ok {
		nested.MarkdownDescription = timeoutsDescription
		return nested
	}
	return block
}
