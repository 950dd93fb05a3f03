package provider

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

func (r *messageResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	attributes := map[string]schema.Attribute{
		"vendor": schema.StringAttribute{
			MarkdownDescription: "The vendor that keeps the session: " + quoted(client.Names()) + ". Changing it sends another message.",
			Required:            true,
			Validators:          []validator.String{stringvalidator.OneOf(client.Names()...)},
			PlanModifiers:       another(),
		},
		"session_id": schema.StringAttribute{
			MarkdownDescription: "The vendor's id of the session, such as `chat_session.example.session_id`. Changing it sends another message.",
			Required:            true,
			PlanModifiers:       another(),
		},
		"session_token": schema.StringAttribute{
			MarkdownDescription: "The session's own secret, such as `chat_session.example.session_token`. Needed at TalkifAI, and taken nowhere else. Changing it changes the state alone.",
			Optional:            true,
			Sensitive:           true,
		},
		"message": schema.StringAttribute{
			MarkdownDescription: "What the end user says. " + messageLimits() + " Changing it sends another message.",
			Required:            true,
			PlanModifiers:       another(),
		},
		"user_identifier": schema.StringAttribute{
			MarkdownDescription: "The end user who writes. " + messageUsage(client.UserIdentifier) + " Changing it sends another message.",
			Optional:            true,
			PlanModifiers:       another(),
		},
		"response_language": schema.StringAttribute{
			MarkdownDescription: "Language of the answer. " + messageUsage(client.ResponseLanguage) + " Changing it sends another message.",
			Optional:            true,
			PlanModifiers:       another(),
		},
		"page_url": schema.StringAttribute{
			MarkdownDescription: "URL of the page that the message is about. " + messageUsage(client.PageURL) + " Changing it sends another message.",
			Optional:            true,
			PlanModifiers:       another(),
		},
		"async": schema.BoolAttribute{
			MarkdownDescription: "Hand the message over without waiting for its answer, and expose its `request_id`: `chat_request_status` tells the answer. " +
				messageUsage(client.Async) + " Changing it changes the state alone. Default: `false`.",
			Optional: true,
		},
		"wait": schema.BoolAttribute{
			MarkdownDescription: "With `async`, ask for the answer until it is there. When it does not come in time, or cannot be asked for, the message stays, with a warning and without an answer. " +
				messageUsage(client.Wait) + " Changing it changes the state alone. Default: `false`.",
			Optional: true,
		},
		"poll_interval": schema.StringAttribute{
			MarkdownDescription: "With `wait`, how often to ask, as a duration such as `5s`, of `" + leastPollInterval.String() + "` or more. " + messageUsage(client.PollInterval) + " Default: `" + defaultPollInterval.String() + "`.",
			CustomType:          timetypes.GoDurationType{},
			Optional:            true,
		},
	}
	for name, attribute := range replyAttributes() {
		attributes[name] = attribute
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "One message of an end user's, sent into a session when the resource is created, and the answer to it.\n\n" +
			"It is sent once. When it may have arrived and the answer is lost, `delivery` is `unknown` and the message is kept, with a warning: an error would send it again with the next apply. " +
			"A message that surely did not arrive is an error, and so is one that the vendor took and failed to answer.\n\n" +
			"A change of what is said sends another message. Destroy forgets the message, which stays in the session. " +
			"Message and answer are in the state, in the clear. " +
			"A session that is replaced, as one that has ended by itself, gets its messages anew. A message cannot be imported.\n\n" +
			"At Uppzy a session begins with its first message: one to an id that no session has begins a session that nobody closes. " +
			"Take the id from a `chat_session`, or have a `chat_session_teardown` that matches.",
		Attributes: attributes,
		Blocks:     map[string]schema.Block{"timeouts": messageTimeouts(ctx)},
	}
}

// replyAttributes are the attributes of a replyModel.
func replyAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"delivery": schema.StringAttribute{
			MarkdownDescription: "`answered`; `accepted` when the vendor has taken the message and its answer comes later, by a human, or not at all; " +
				"`unknown` when the answer was lost and the message may have arrived.",
			Computed: true,
		},
		"answer": schema.StringAttribute{
			MarkdownDescription: "The answer's text; null as long as `delivery` is not `answered`.",
			Computed:            true,
		},
		"request_id": schema.StringAttribute{
			MarkdownDescription: "Id of the message and its answer, for `chat_request_status` and `chat_feedback`. " + repliers(client.ReplyRequestID),
			Computed:            true,
		},
		"confidence_score": schema.Float64Attribute{
			MarkdownDescription: "How sure the assistant is, from 0 to 100. " + repliers(client.ReplyConfidenceScore),
			Computed:            true,
		},
		"confidence_level": schema.StringAttribute{
			MarkdownDescription: "The vendor's word for `confidence_score`, such as `high` or `low`. " + repliers(client.ReplyConfidenceLevel),
			Computed:            true,
		},
		"agent_name": schema.StringAttribute{
			MarkdownDescription: "Name of the agent that answered. " + repliers(client.ReplyAgentName),
			Computed:            true,
		},
		"handoff": schema.StringAttribute{
			MarkdownDescription: "Who has taken the session over: the name of another agent at TalkifAI, `" + client.HandoffHuman + "` at SiteAssist; null when nobody has.",
			Computed:            true,
		},
		"finish_reason": schema.StringAttribute{
			MarkdownDescription: "Why the answer ends, in the vendor's word, such as `stop`. " + repliers(client.ReplyFinishReason),
			Computed:            true,
		},
		"end_session": schema.BoolAttribute{
			MarkdownDescription: "Whether the agent asks to end the session now. The provider leaves that to you: destroy the `chat_session`. " + repliers(client.ReplyEndSession),
			Computed:            true,
		},
		"usage": schema.MapAttribute{
			MarkdownDescription: "What the answer cost, such as tokens, by the vendor's names. " + repliers(client.ReplyUsage),
			ElementType:         types.Int64Type,
			Computed:            true,
		},
	}
}

func messageTimeouts(ctx context.Context) schema.Block {
	return describedTimeouts(timeouts.Block(ctx, timeouts.Opts{
		Create:            true,
		CreateDescription: "Time for sending the message and for its answer." + defaultOf(defaultAnswerTimeout),
	}))
}

// another sends another message when the argument changes.
func another() []planmodifier.String {
	return []planmodifier.String{stringplanmodifier.RequiresReplace()}
}

// messageUsage says which vendors take an argument of a message, and what each makes
// of it.
func messageUsage(name client.Argument) string {
	return usageIn(name, func(info client.Info) map[client.Argument]client.Use { return info.Message })
}

// messageLimits says how long a message may be.
func messageLimits() string {
	var parts []string
	for _, info := range client.All() {
		if doc := info.Message[client.MessageText].Doc; doc != "" {
			parts = append(parts, doc+" at "+info.Title)
		}
	}
	text := strings.Join(parts, ", ")
	return strings.ToUpper(text[:1]) + text[1:] + "."
}

// repliers says which vendors tell a fact of a reply.
func repliers(fact client.ReplyFact) string {
	return toldBy(func(info client.Info) bool { return info.Replies[fact] })
}
