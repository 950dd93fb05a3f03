package provider

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

var (
	_ resource.Resource                   = (*feedbackResource)(nil)
	_ resource.ResourceWithConfigure      = (*feedbackResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*feedbackResource)(nil)
	_ resource.ResourceWithValidateConfig = (*feedbackResource)(nil)
)

// feedbackTimeout bounds each operation: all of them are short.
const feedbackTimeout = 3 * time.Minute

// feedbackResource is chat_feedback: the rating of one answer.
type feedbackResource struct {
	vendorResource
}

// NewFeedbackResource returns the resource chat_feedback.
func NewFeedbackResource() resource.Resource { return &feedbackResource{} }

func (r *feedbackResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_feedback"
}

// feedbackModel is a chat_feedback in configuration, plan and state.
type feedbackModel struct {
	Vendor    types.String `tfsdk:"vendor"`
	Account   types.String `tfsdk:"account"`
	SessionID types.String `tfsdk:"session_id"`
	RequestID types.String `tfsdk:"request_id"`
	MessageID types.String `tfsdk:"message_id"`
	Rating    types.String `tfsdk:"rating"`
}

// argument is the value of an argument by its name in the table.
func (m *feedbackModel) argument(name client.Argument) attr.Value {
	switch name {
	case client.SessionID:
		return m.SessionID
	case client.RequestID:
		return m.RequestID
	case client.MessageID:
		return m.MessageID
	default:
		return types.StringNull()
	}
}

func (m *feedbackModel) answer() client.RatedAnswer {
	return client.RatedAnswer{
		SessionID: m.SessionID.ValueString(), RequestID: m.RequestID.ValueString(), MessageID: m.MessageID.ValueString(),
	}
}

// answerID is the vendor's id of the answer, by its request or by its message.
func (m *feedbackModel) answerID() string {
	if id := m.RequestID.ValueString(); id != "" {
		return id
	}
	return m.MessageID.ValueString()
}

// what names the rated answer in a sentence.
func (m *feedbackModel) what() string {
	return fmt.Sprintf("the answer %q in the session %q at %s", m.answerID(), m.SessionID.ValueString(), client.Title(m.Vendor.ValueString()))
}

func (r *feedbackResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config feedbackModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	info, ok := client.Lookup(config.Vendor.ValueString())
	if resp.Diagnostics.HasError() || !ok {
		return
	}
	if info.NoFeedback != "" {
		resp.Diagnostics.AddAttributeError(path.Root("vendor"), "Vendor without ratings",
			fmt.Sprintf("Answers of %s cannot be rated: %s.", info.Title, info.NoFeedback))
		return
	}
	set := argumentSet{info: info, uses: info.Feedback, order: client.FeedbackArguments(), purpose: "rate an answer"}
	resp.Diagnostics.Append(set.validate(config.argument)...)
}

// ModifyPlan fails a creation now that would fail in the apply.
func (r *feedbackResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || !req.State.Raw.IsNull() {
		return
	}
	var vendor types.String
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("vendor"), &vendor)...)
	if _, ok := client.Lookup(vendor.ValueString()); ok {
		resp.Diagnostics.Append(r.vendors.checkUsable(vendor.ValueString())...)
	}
}
