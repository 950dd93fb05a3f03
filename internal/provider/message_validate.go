package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// ValidateConfig checks the arguments against the table of the chosen vendor, the
// length of the message among them.
func (r *messageResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config messageModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(validateTimeouts(config.Timeouts.Attributes())...)
	resp.Diagnostics.Append(validatePollInterval(config.PollInterval)...)
	resp.Diagnostics.Append(validateWait(&config)...)
	info, ok := client.Lookup(config.Vendor.ValueString())
	if !ok {
		return
	}
	set := messageArguments(info)
	resp.Diagnostics.Append(set.validate(config.argument)...)
	resp.Diagnostics.Append(set.validateCompany(config.argument)...)
}

func messageArguments(info client.Info) argumentSet {
	return argumentSet{info: info, uses: info.Message, order: client.MessageArguments(), purpose: "send a message"}
}

// validateWait refuses to wait for a message that is answered at once anyway.
func validateWait(config *messageModel) diag.Diagnostics {
	if !config.Wait.ValueBool() || config.Async.IsUnknown() || config.Async.ValueBool() || config.Async.IsNull() {
		return nil
	}
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("wait"), "Nothing to wait for",
		"wait is for a message that is sent with async = true. Without it, the answer comes with the message. Remove wait, or set async = true.")}
}

func validatePollInterval(interval timetypes.GoDuration) diag.Diagnostics {
	if !isGiven(interval) {
		return nil
	}
	if duration, diags := interval.ValueGoDuration(); !diags.HasError() && duration < leastPollInterval {
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("poll_interval"), "Invalid duration",
			fmt.Sprintf("The interval must be %s or more; it is %s.", leastPollInterval, interval.ValueString()))}
	}
	return nil
}

// ModifyPlan fails now for what would fail in the apply, and says of each attribute
// that the vendor never tells that it stays empty. A message that is not replaced
// keeps its answer.
func (r *messageResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	var plan messageModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if req.State.Raw.IsNull() {
		if info, ok := client.Lookup(plan.Vendor.ValueString()); ok {
			resp.Diagnostics.Append(r.vendors.checkUsable(info.Name)...)
			plan.emptyUntold(info)
		}
		if plan.answerLater() {
			plan.Answer, plan.ConfidenceLevel = types.StringNull(), types.StringNull()
			plan.ConfidenceScore = types.Float64Null()
		}
	} else {
		var state messageModel
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
		plan.replyModel = state.replyModel
	}
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
	}
}

// answerLater reports whether it is known that the message is handed over without
// waiting for its answer.
func (m *messageModel) answerLater() bool {
	return m.Async.ValueBool() && !m.Wait.IsUnknown() && !m.Wait.ValueBool()
}
