package provider

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

func (r *sessionResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	attributes := map[string]schema.Attribute{
		"id": schema.StringAttribute{
			MarkdownDescription: "`vendor/session_id`, with the session's id percent-encoded. It is also the import id.",
			Computed:            true,
			PlanModifiers:       stable(),
		},
		"vendor": schema.StringAttribute{
			MarkdownDescription: "The vendor that keeps the session: " + quoted(client.Names()) + ". Changing it replaces the session.",
			Required:            true,
			Validators:          []validator.String{stringvalidator.OneOf(client.Names()...)},
		},
		"account": schema.StringAttribute{
			MarkdownDescription: "What the session belongs to: " + accountNouns() + ". A provider that is configured for another account refuses to read, change or close the session, which remains in state. " +
				"The SiteAssist visitor is a UUID and not the `visitor_id` of the provider block; it is null where SiteAssist does not return it for a static `token`.",
			Computed:      true,
			PlanModifiers: stable(),
		},
		"session_id": schema.StringAttribute{
			MarkdownDescription: "The vendor's id of the session. " + usage(client.SessionID) +
				" An open session of this id is adopted: Terraform owns it from then on, and destroy closes it. A closed one is an error. " +
				"Changing it replaces the session. While it is set, an argument that replaces the session can only be changed together with it; " +
				"do not use `-replace` on it, since it closes the session, and with `create_before_destroy` the apply does not even fail.",
			Optional:      true,
			Computed:      true,
			PlanModifiers: stable(),
		},
		"session_id_prefix": schema.StringAttribute{
			MarkdownDescription: fmt.Sprintf("Start of a fresh id that is made for each session. %s Without it and `session_id`, the prefix is `%s`. Changing it replaces the session.",
				usage(client.SessionIDPrefix), client.DefaultSessionIDPrefix),
			Optional: true,
		},
		"agent_id": schema.StringAttribute{
			MarkdownDescription: "The agent that answers. " + usage(client.AgentID) + " Needed there, unless `session_id` adopts a session. Changing it replaces the session.",
			Optional:            true,
			Computed:            true,
			PlanModifiers:       stable(),
		},
		"user_identifier": schema.StringAttribute{
			MarkdownDescription: "The end user whom the session is for. " + usage(client.UserIdentifier) + " Changing it replaces the session.",
			Optional:            true,
		},
		"metadata": schema.MapAttribute{
			MarkdownDescription: "Values that are kept with the session. " + usage(client.Metadata) + " Keys that the application adds by itself are left alone; an import takes over all keys that are there, " +
				"and those that the configuration lacks are then planned to be removed. " +
				"The key `" + client.MarkerKey + "` is the provider's own: under it the vendor keeps a value by which a session is found again when the answer to its creation is lost.",
			ElementType: types.StringType,
			Optional:    true,
		},
		"dynamic_variables": schema.MapAttribute{
			MarkdownDescription: "Variables that the agent starts with. " + usage(client.DynamicVariables) + " Changing them replaces the session.",
			ElementType:         types.StringType,
			Optional:            true,
		},
		"page_url": schema.StringAttribute{
			MarkdownDescription: "URL of the page that the session starts on. " + usage(client.PageURL) + " Changing it replaces the session.",
			Optional:            true,
		},
		"opening_message": schema.StringAttribute{
			MarkdownDescription: "First message of the session. " + usage(client.OpeningMessage) +
				" Without it the session's id is reserved, and the session begins when the application sends its first message; until then it cannot be imported. With `session_id` it is also sent to an open session that is adopted. Changing it replaces the session.",
			Optional: true,
		},
		"response_language": schema.StringAttribute{
			MarkdownDescription: "Language of the answer to `opening_message`. " + usage(client.ResponseLanguage) + " Changing it replaces the session.",
			Optional:            true,
		},
		"close_reason": schema.StringAttribute{
			MarkdownDescription: "Reason that is given when the session is closed, at most 256 characters. " + usage(client.CloseReason) +
				" Changing it changes the state alone. Apply it before the destroy that it is for.",
			Optional: true,
		},
		"session_token": schema.StringAttribute{
			MarkdownDescription: "Secret that reads and ends this one session. " + usage(client.SessionToken) +
				" A new session comes with its own, which is kept in the state; set it only to adopt a session, or after an import. " +
				"Changing it changes the state alone.",
			Optional:      true,
			Computed:      true,
			Sensitive:     true,
			PlanModifiers: stable(),
		},
		"recreate_when_closed": schema.BoolAttribute{
			MarkdownDescription: "What a plan does when the vendor tells that the session was closed elsewhere: `true` replaces it with a new one, `false` keeps it as closed. " +
				"A session that no longer exists leaves the state with either value, and the next apply opens a new one: TalkifAI may remove a session as soon as it ends. " +
				"Uppzy's list does not prove that: there the session remains in state, with the status `unknown` and a warning. " +
				"Sessions also end by themselves: " + endings() + ". With `true`, each apply after that opens a new session, which the vendor may bill. " +
				"A session whose `session_id` is set is never replaced for this reason, as no vendor opens a closed session again. " +
				"A value that is only known after the apply counts as `true`. Default: `true`.",
			Optional: true,
			Computed: true,
			Default:  booldefault.StaticBool(true),
		},
	}
	for name, attribute := range sessionFacts() {
		attributes[name] = attribute
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "A chat session that Terraform owns: create opens or adopts it, a plan sees that it was closed elsewhere, and destroy closes it.\n\n" +
			"Destroying a session that is already closed, or no longer exists, succeeds. If the vendor does not confirm the close, the session remains in state and the error explains why. " +
			"Only what each vendor documents counts: see \"When a session counts as closed\" in the guide \"When something fails\". " +
			"To give a session up without closing it, use `removed { lifecycle { destroy = false } }`; at TalkifAI the session's token is lost with it.\n\n" +
			"After an import, arguments that no call returns, such as `opening_message` or `page_url`, are stored once without replacing the session. Set all of them in the first apply: " +
			"after that, a change of them replaces it, as for a session that Terraform opened.\n\n" +
			"TalkifAI may have been discontinued, and its API could not be verified. A session there whose token is not known cannot be ended: its destroy succeeds with a warning. " +
			"Where TalkifAI gives no documented response, the destroy fails until 24 hours after the session was opened or imported, when its token has expired.\n\n" +
			"`terraform destroy` plans before it destroys, so that an error in the configuration, such as a new session of a vendor without " +
			"credentials, stops it as well; `terraform destroy -refresh=false` does without that plan.",
		Attributes: attributes,
		Blocks:     map[string]schema.Block{"timeouts": sessionTimeouts(ctx)},
	}
}

// sessionFacts are the attributes that the vendor alone decides on.
func sessionFacts() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"status": schema.StringAttribute{
			MarkdownDescription: "`open`; `closed`, also when the session ended by itself; `not_started` for an Uppzy id that has no message yet; " +
				"`unknown` when the response proves neither, with a warning. At TalkifAI `open` means that the history of the session can be read, and `closed` that its token is void: because the session has ended, or because the token is not its own.",
			Computed: true,
		},
		"created_at": schema.StringAttribute{
			MarkdownDescription: factDescription(client.CreatedAt),
			CustomType:          timetypes.RFC3339Type{},
			Computed:            true,
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseNonNullStateForUnknown()},
		},
		"opening_request_id": schema.StringAttribute{
			MarkdownDescription: factDescription(client.OpeningRequestID),
			Computed:            true,
			PlanModifiers:       stable(),
		},
	}
}

// sessionTimeouts is the block timeouts, with the defaults in its descriptions.
func sessionTimeouts(ctx context.Context) schema.Block {
	block := timeouts.Block(ctx, timeouts.Opts{
		Create: true, Read: true, Update: true, Delete: true,
		CreateDescription: "Time for opening or adopting the session." + defaultOf(defaultCreateTimeout),
		ReadDescription:   "Time for reading the session in a refresh." + defaultOf(defaultReadTimeout),
		UpdateDescription: "Time for changing the session in place." + defaultOf(defaultUpdateTimeout),
		DeleteDescription: "Time for closing the session. It counts once it is applied." + defaultOf(defaultDeleteTimeout),
	})
	return describedTimeouts(block)
}

const timeoutsDescription = "How long each operation may take with all its retries, as durations such as `90s` or `5m`."

// describedTimeouts adds the description of the whole block, which the library lacks.
func describedTimeouts(block schema.Block) schema.Block {
	if nested, ok := block.(schema.SingleNestedBlock); ok {
		nested.MarkdownDescription = timeoutsDescription
		return nested
	}
	return block
}

func defaultOf(d time.Duration) string {
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	return " Default: `" + text + "`."
}

// stable keeps a value that does not change in the life of a session.
func stable() []planmodifier.String {
	return []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
}

// usage says which vendors take an argument and what each makes of it.
func usage(name client.Argument) string {
	return usageIn(name, func(info client.Info) map[client.Argument]client.Use { return info.Arguments })
}

// usageIn is usage for any part of the table.
func usageIn(name client.Argument, uses func(client.Info) map[client.Argument]client.Use) string {
	var parts []string
	for _, info := range client.All() {
		if use, ok := uses(info)[name]; ok {
			parts = append(parts, info.Title+" ("+use.Doc+")")
		}
	}
	return "Taken by " + strings.Join(parts, ", ") + "."
}

// factDescription says what a fact is and which vendors tell it.
func factDescription(fact client.Fact) string {
	descriptions := map[client.Fact]string{
		client.CreatedAt:        "When the session was opened; null until the next refresh when it has just begun with `opening_message`.",
		client.UpdatedAt:        "When the session last changed.",
		client.ClosedAt:         "When the session was closed; null while it is open.",
		client.MessageCount:     "Number of messages in the session.",
		client.Greeting:         "The agent's first words; null when the user speaks first.",
		client.AgentName:        "Name of the agent.",
		client.AgentModel:       "Model that the agent uses.",
		client.OpeningRequestID: "Id of the request that answers `opening_message`.",
	}
	return descriptions[fact] + " " + tellers(fact)
}

// tellers says which vendors tell a fact.
func tellers(fact client.Fact) string {
	return toldBy(func(info client.Info) bool { return info.Facts[fact] })
}

// toldBy names the vendors of which something holds that they tell.
func toldBy(tells func(client.Info) bool) string {
	var names []string
	for _, info := range client.All() {
		if tells(info) {
			names = append(names, info.Title)
		}
	}
	return "Told by " + strings.Join(names, ", ") + "."
}

func accountNouns() string {
	var parts []string
	for _, info := range client.All() {
		if info.Account == "" {
			parts = append(parts, "null at "+info.Title)
		} else {
			parts = append(parts, "the "+info.Account+" at "+info.Title)
		}
	}
	return strings.Join(parts, ", ")
}

// endings says where and when sessions end that nobody closes.
func endings() string {
	var parts []string
	for _, info := range client.All() {
		if !strings.HasPrefix(info.Ends, "never") {
			parts = append(parts, "at "+info.Title+" "+info.Ends)
		}
	}
	return strings.Join(parts, ", ")
}

func quoted(names []string) string {
	return "`" + strings.Join(names, "`, `") + "`"
}
