package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// maxCloseParallel is the connections that the provider keeps to one vendor.
const maxCloseParallel = 64

func (a *closeSessionsAction) Schema(ctx context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	attributes := map[string]schema.Attribute{
		"vendor": schema.StringAttribute{
			MarkdownDescription: "The vendor whose sessions are closed: " + quoted(listingVendors()) + ".",
			Required:            true,
			Validators:          []validator.String{listingVendor{}},
		},
		"account": accountAttribute(),
		"max_sessions": schema.Int64Attribute{
			MarkdownDescription: fmt.Sprintf("Most sessions that one invocation may close, those of a `chat_session` that match among them. When more match, none is closed, and the plan fails. Default: `%d`.", defaultMaxSessions),
			Optional:            true,
			Validators:          []validator.Int64{int64validator.AtLeast(1)},
		},
		"concurrency": schema.Int64Attribute{
			MarkdownDescription: fmt.Sprintf("How many sessions are closed at a time, 1 to %d. A vendor's limit of the request rate still holds. Default: `%d`.", maxCloseParallel, closeParallel),
			Optional:            true,
			Validators:          []validator.Int64{int64validator.Between(1, maxCloseParallel)},
		},
		"close_reason": schema.StringAttribute{
			MarkdownDescription: "Reason that is given for each close, at most 256 characters. " + usage(client.CloseReason),
			Optional:            true,
			Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
		},
	}
	selectors := selectorAttributes()
	for _, name := range narrowing() {
		attributes[string(name)] = actionAttribute(selectors[string(name)], " "+needed())
	}
	attributes[string(client.ByCreatedAfter)] = actionAttribute(selectors[string(client.ByCreatedAfter)],
		" Default: none. An action has no state, and so no beginning of its own from which on sessions could count: what matches and is open when it is invoked is closed. "+
			"A session whose time of opening the vendor does not tell is left open, with a warning.")
	resp.Schema = schema.Schema{
		MarkdownDescription: "Closes every open session that its selectors match: from the command line (`terraform apply -invoke=action.chat_close_sessions.NAME`) " +
			"or by an `action_trigger` of a resource. `chat_session_teardown` does the same when it is destroyed.\n\n" +
			actionNotes + "\n\n" +
			"The plan counts what would be closed now and shows it as a warning; more than `max_sessions` is an error there and when it is invoked, before anything is closed. " +
			"While something that selects or guards is not known yet, the plan says so and counts nothing. " +
			"Of several actions that one plan triggers, Terraform may print the warning of the first alone: set `max_sessions` on each.\n\n" +
			"While it runs it tells how many sessions are closed, were closed already, have failed and are not begun. " +
			"Sessions of a `chat_session` that match are closed as well, and the next apply opens new ones in their place. " +
			"Sessions that cannot be closed are named in an error, and the others are closed all the same; to invoke it again closes what is left. " +
			"Terraform hears nothing more of an action that is interrupted, and may even say that the apply is complete: the last count is in the provider's log (`TF_LOG_PROVIDER=WARN`), what was closed stays closed, and to invoke the action again closes what is left. " +
			"A session whose status the vendor does not tell clearly counts as open. " +
			incompleteList + "what it lacks stays open.\n\n" +
			"TalkifAI has no list of sessions: use `chat_close_session` there.",
		Attributes: attributes,
		Blocks: map[string]schema.Block{
			"timeouts": invokeTimeouts(ctx, "Time for listing and closing the sessions."+defaultOf(defaultCloseSessionsTimeout)),
		},
	}
}
