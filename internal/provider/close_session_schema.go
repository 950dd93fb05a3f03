package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

func (a *closeSessionAction) Schema(ctx context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	notEmpty := []validator.String{stringvalidator.LengthAtLeast(1)}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Closes one session, whoever opened it: from the command line (`terraform apply -invoke=action.chat_close_session.NAME`) " +
			"or by an `action_trigger` of a resource. Closing a session that is already closed, or does not exist, succeeds.\n\n" +
			actionNotes + "\n\n" +
			"An action has no state. A `chat_session` whose session it closes is seen as closed by the next plan. " +
			"An action that takes its values from a `chat_session` can be invoked while that is in the state: once the session has left it, the values are not known, and `-invoke` fails.\n\n" +
			"At TalkifAI a `session_token` that is not the session's own looks the same as one of a session that has ended: the action reports that the session was closed already, and the session stays open.",
		Attributes: map[string]schema.Attribute{
			"vendor": schema.StringAttribute{
				MarkdownDescription: "The vendor that keeps the session: " + quoted(client.Names()) + ".",
				Required:            true,
				Validators:          []validator.String{stringvalidator.OneOf(client.Names()...)},
			},
			"account": accountAttribute(),
			"session_id": schema.StringAttribute{
				MarkdownDescription: "The vendor's id of the session: the `session_id` of a `chat_session`, and not its `id`.",
				Required:            true,
				Validators:          notEmpty,
			},
			// Neither sensitive, which no attribute of an action can be, nor write-only:
			// Terraform 1.15 does not tell the provider that it knows write-only arguments
			// of actions, and the framework refuses each value of one then.
			"session_token": schema.StringAttribute{
				MarkdownDescription: "The session's own secret, with which alone TalkifAI ends it. Needed at TalkifAI, and taken nowhere else. " +
					"Actions cannot mark an argument as secret, so that the value has to be marked itself, as `session_token` of a `chat_session` and a `sensitive` variable are: " +
					"Terraform shows any other value in the plan. It is kept in a plan file, and cannot be ephemeral.",
				Optional:   true,
				Validators: notEmpty,
			},
			"close_reason": schema.StringAttribute{
				MarkdownDescription: "Reason that is given for the close, at most 256 characters. " + usage(client.CloseReason),
				Optional:            true,
				Validators:          notEmpty,
			},
		},
		Blocks: map[string]schema.Block{
			"timeouts": invokeTimeouts(ctx, "Time for closing the session."+defaultOf(defaultDeleteTimeout)),
		},
	}
}
