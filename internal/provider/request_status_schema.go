package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

func (d *requestStatusDataSource) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "What became of an asynchronous message: `chat_message` with `async`, or the `opening_message` of a `chat_session`.\n\n" +
			"A request that failed, and one that is not found, is data and no error, since Terraform reads data sources in a destroy as well. " +
			"Check for it in a `check` block or a postcondition. " +
			"Terraform reads a data source in each plan: one that waits makes each plan wait for as long as the request is not done, and when that takes longer than its `timeouts`, the plan fails. " +
			"Such a timeout, and `fail_on_error`, also stop a destroy, which plans first; `terraform destroy -refresh=false` does without.",
		Attributes: map[string]schema.Attribute{
			"vendor": schema.StringAttribute{
				MarkdownDescription: "The vendor that took the message: " + quoted(vendorsWhere(func(info client.Info) bool { return info.NoRequests == "" })) + ".",
				Required:            true,
				Validators:          []validator.String{stringvalidator.OneOf(client.Names()...)},
			},
			"request_id": schema.StringAttribute{
				MarkdownDescription: "The vendor's id of the request: `request_id` of a `chat_message`, or `opening_request_id` of a `chat_session`.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"wait": schema.BoolAttribute{
				MarkdownDescription: "Ask again until the request is completed or failed. When the time for reading is over first, the error names the last status. Default: `false`.",
				Optional:            true,
			},
			"poll_interval": schema.StringAttribute{
				MarkdownDescription: "With `wait`, how often to ask, as a duration such as `5s`, of `" + leastPollInterval.String() + "` or more. The first time is at once. Default: `" + defaultPollInterval.String() + "`.",
				CustomType:          timetypes.GoDurationType{},
				Optional:            true,
			},
			"fail_on_error": schema.BoolAttribute{
				MarkdownDescription: "Make a failed request an error. Default: `false`.",
				Optional:            true,
			},
			"status": schema.StringAttribute{
				MarkdownDescription: "`pending`; `completed`; `failed`; `not_found` when the vendor knows no such request. Any other word is the vendor's own for one that is still at work.",
				Computed:            true,
			},
			"answer": schema.StringAttribute{
				MarkdownDescription: "The answer's text, once the request is completed.",
				Computed:            true,
			},
			"error": schema.StringAttribute{
				MarkdownDescription: "The vendor's text for a request that failed; it may be missing.",
				Computed:            true,
			},
			"confidence_score": schema.Float64Attribute{
				MarkdownDescription: "How sure the assistant is, from 0 to 100, where the vendor tells it.",
				Computed:            true,
			},
			"confidence_level": schema.StringAttribute{
				MarkdownDescription: "The same in the vendor's word, such as `high` or `low`.",
				Computed:            true,
			},
		},
		Blocks: map[string]schema.Block{"timeouts": requestTimeouts(ctx)},
	}
}

func requestTimeouts(ctx context.Context) schema.Block {
	block := timeouts.BlockWithOpts(ctx, timeouts.Opts{
		ReadDescription: "Time for reading the status, with `wait` until the request is done." + defaultOf(defaultRequestTimeout),
	})
	if nested, ok := block.(schema.SingleNestedBlock); ok {
		nested.MarkdownDescription = "How long reading may take with all its retries, as a duration such as `90s` or `5m`."
		return nested
	}
	return block
}
