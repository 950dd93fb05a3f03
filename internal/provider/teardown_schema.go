package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64default"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

func (r *teardownResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	notEmpty := []validator.String{stringvalidator.LengthAtLeast(1)}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Closes, when it is destroyed, every open session that its selectors match: the ones that the application under test has opened and left. " +
			"Create touches no session.\n\n" +
			"Let the application depend on it (`depends_on`), so that the application is destroyed first and the teardown last. " +
			"Every argument is changed in place and in the state alone, so that no change closes a session in the middle of an apply. " +
			"Sessions that only the arguments before a change have matched are no longer closed. " +
			"`terraform taint` and `-replace` do destroy it, and so close sessions, without the count below.\n\n" +
			"The plan of a destroy counts what would be closed now and shows it as a warning; more than `max_sessions` is an error there, before anything is destroyed. " +
			"Sessions that cannot be closed are named in an error, and the teardown stays in the state: the next destroy finishes. " +
			"A session whose status the vendor does not tell clearly counts as open. " +
			"Sessions that belong to a `chat_session`, or match another teardown, may be closed twice, which does no harm. " +
			incompleteList + "what it lacks stays open.\n\n" +
			"TalkifAI has no list of sessions, and so no teardown: its sessions end by themselves after 30 idle minutes.",
		Attributes: map[string]schema.Attribute{
			"vendor": schema.StringAttribute{
				MarkdownDescription: "The vendor whose sessions are closed: " + quoted(listingVendors()) + ". " +
					"Changing it leaves the sessions at the vendor before as they are.",
				Required:   true,
				Validators: []validator.String{listingVendor{}},
			},
			"account": schema.StringAttribute{
				MarkdownDescription: "What the sessions belong to: the site at Uppzy, the visitor at SiteAssist, the workspace at UponAI. A provider that is configured for another one refuses to close anything.",
				Computed:            true,
			},
			"user_identifier": schema.StringAttribute{
				MarkdownDescription: "Sessions of this end user. " + answerers(client.ByUserIdentifier) + " " + needed(),
				Optional:            true,
				Validators:          notEmpty,
			},
			"session_id_prefix": schema.StringAttribute{
				MarkdownDescription: "Sessions whose id begins so. " + answerers(client.BySessionIDPrefix) + " " + needed(),
				Optional:            true,
				Validators:          notEmpty,
			},
			"agent_id": schema.StringAttribute{
				MarkdownDescription: "Sessions with this agent. " + answerers(client.ByAgentID) + " " + needed(),
				Optional:            true,
				Validators:          notEmpty,
			},
			"metadata": schema.MapAttribute{
				MarkdownDescription: "Sessions with all of these among their metadata. " + answerers(client.ByMetadata) + " " + needed(),
				ElementType:         types.StringType,
				Optional:            true,
			},
			"inactive_for": schema.StringAttribute{
				MarkdownDescription: "Sessions without activity for at least this long, by the vendor's clock, as a duration such as `24h`. " + answerers(client.ByInactiveFor) + " " + needed(),
				CustomType:          timetypes.GoDurationType{},
				Optional:            true,
			},
			"created_after": schema.StringAttribute{
				MarkdownDescription: "Sessions that were opened after this time, such as `2026-01-31T08:00:00Z`. " +
					"Default: the time of its own creation, by the vendor's clock, so that what was there before is never touched; that is so again when the argument is removed. " +
					"A session whose time of opening the vendor does not tell is left open, with a warning.",
				CustomType: timetypes.RFC3339Type{},
				Optional:   true,
				Computed:   true,
			},
			"max_sessions": schema.Int64Attribute{
				MarkdownDescription: fmt.Sprintf("Most sessions that one destroy may close, those of a `chat_session` that match among them. When more match, none is closed, and the plan of the destroy fails. Default: `%d`.", defaultMaxSessions),
				Optional:            true,
				Computed:            true,
				Default:             int64default.StaticInt64(defaultMaxSessions),
				Validators:          []validator.Int64{int64validator.AtLeast(1)},
			},
			"close_reason": schema.StringAttribute{
				MarkdownDescription: "Reason that is given for each close, at most 256 characters. " + usage(client.CloseReason),
				Optional:            true,
				Validators:          notEmpty,
			},
		},
		Blocks: map[string]schema.Block{"timeouts": teardownTimeouts(ctx)},
	}
}

// incompleteList begins a sentence about what a list of sessions may lack.
const incompleteList = "At Uppzy the list may lack sessions, since no page tells whether it is complete, or may show a new one late: "

func teardownTimeouts(ctx context.Context) schema.Block {
	return describedTimeouts(timeouts.Block(ctx, timeouts.Opts{
		Create: true, Delete: true,
		CreateDescription: "Time for asking the vendor for its clock." + defaultOf(defaultTeardownCreateTimeout),
		DeleteDescription: "Time for listing and closing the sessions. It counts once it is applied." + defaultOf(defaultTeardownDeleteTimeout),
	}))
}

// needed says where one of the selectors has to be given.
func needed() string {
	wide := vendorsWhere(func(info client.Info) bool { return info.NoList == "" && !info.AccountIsScope })
	for i, name := range wide {
		wide[i] = client.Title(name)
	}
	return "One selector is needed at " + listed(wide) + "."
}
