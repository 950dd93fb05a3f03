package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

func (r *feedbackResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	replaces := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	resp.Schema = schema.Schema{
		MarkdownDescription: "The rating of one answer. Changing it sends it again. Destroy takes it back at SiteAssist; Uppzy has no call for that, so that it stays there, with a warning.\n\n" +
			"SiteAssist tells ratings, so that a plan sees one that was changed elsewhere. Uppzy does not.",
		Attributes: map[string]schema.Attribute{
			"vendor": schema.StringAttribute{
				MarkdownDescription: "The vendor that keeps the session: " + quoted(vendorsWhere(func(info client.Info) bool { return info.NoFeedback == "" })) + ". Changing it rates another answer.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.OneOf(client.Names()...)},
				PlanModifiers:       replaces,
			},
			"account": schema.StringAttribute{
				MarkdownDescription: "What the session belongs to: the site at Uppzy, the visitor at SiteAssist. A provider that is configured for another one refuses to touch the rating.",
				Computed:            true,
				PlanModifiers:       stable(),
			},
			"session_id": schema.StringAttribute{
				MarkdownDescription: "The vendor's id of the session. Changing it rates another answer.",
				Required:            true,
				PlanModifiers:       replaces,
			},
			"request_id": schema.StringAttribute{
				MarkdownDescription: "The answer, by the id of its request. " + feedbackUsage(client.RequestID) + " Needed there. Uppzy rates completed requests alone. Changing it rates another answer.",
				Optional:            true,
				PlanModifiers:       replaces,
			},
			"message_id": schema.StringAttribute{
				MarkdownDescription: "The answer, by its id as a message. " + feedbackUsage(client.MessageID) + " Needed there. Changing it rates another answer.",
				Optional:            true,
				PlanModifiers:       replaces,
			},
			"rating": schema.StringAttribute{
				MarkdownDescription: "`good` or `bad`: what Uppzy calls so, and SiteAssist like and dislike.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.OneOf(string(client.RatingGood), string(client.RatingBad))},
			},
		},
	}
}

// feedbackUsage says which vendors take an argument of a rating, and what each makes
// of it.
func feedbackUsage(name client.Argument) string {
	return usageIn(name, func(info client.Info) map[client.Argument]client.Use { return info.Feedback })
}
