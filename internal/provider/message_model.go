package provider

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// messageModel is a chat_message in configuration, plan and state.
type messageModel struct {
	Vendor           types.String         `tfsdk:"vendor"`
	SessionID        types.String         `tfsdk:"session_id"`
	SessionToken     types.String         `tfsdk:"session_token"`
	Message          types.String         `tfsdk:"message"`
	UserIdentifier   types.String         `tfsdk:"user_identifier"`
	ResponseLanguage types.String         `tfsdk:"response_language"`
	PageURL          types.String         `tfsdk:"page_url"`
	Async            types.Bool           `tfsdk:"async"`
	Wait             types.Bool           `tfsdk:"wait"`
	PollInterval     timetypes.GoDuration `tfsdk:"poll_interval"`
	Timeouts         timeouts.Value       `tfsdk:"timeouts"`

	replyModel
}

// replyModel is what the vendor answers.
type replyModel struct {
	Delivery        types.String  `tfsdk:"delivery"`
	Answer          types.String  `tfsdk:"answer"`
	RequestID       types.String  `tfsdk:"request_id"`
	ConfidenceScore types.Float64 `tfsdk:"confidence_score"`
	ConfidenceLevel types.String  `tfsdk:"confidence_level"`
	AgentName       types.String  `tfsdk:"agent_name"`
	Handoff         types.String  `tfsdk:"handoff"`
	FinishReason    types.String  `tfsdk:"finish_reason"`
	EndSession      types.Bool    `tfsdk:"end_session"`
	Usage           types.Map     `tfsdk:"usage"`
}

// argument is the value of an argument by its name in the table.
func (m *messageModel) argument(name client.Argument) attr.Value {
	switch name {
	case client.SessionID:
		return m.SessionID
	case client.SessionToken:
		return m.SessionToken
	case client.MessageText:
		return m.Message
	case client.UserIdentifier:
		return m.UserIdentifier
	case client.ResponseLanguage:
		return m.ResponseLanguage
	case client.PageURL:
		return m.PageURL
	case client.Async:
		return m.Async
	case client.Wait:
		return m.Wait
	case client.PollInterval:
		return m.PollInterval
	default:
		return types.StringNull()
	}
}

// address names the session as chat_session does.
func (m *messageModel) address() string {
	return sessionAddress(m.Vendor.ValueString(), m.SessionID.ValueString())
}

func (m *messageModel) ref(ctx context.Context, vendor client.Vendor) client.Ref {
	return client.Ref{
		ID: m.SessionID.ValueString(), Token: m.SessionToken.ValueString(),
		UserIdentifier: m.UserIdentifier.ValueString(), Seen: true, AccountConfirmed: accountKnown(ctx, vendor),
	}
}

func (m *messageModel) sendRequest() client.SendRequest {
	return client.SendRequest{
		Text:             m.Message.ValueString(),
		UserIdentifier:   m.UserIdentifier.ValueString(),
		ResponseLanguage: m.ResponseLanguage.ValueString(),
		PageURL:          m.PageURL.ValueString(),
		Async:            m.Async.ValueBool(),
	}
}

// flatten writes what the vendor tells, and null for what it does not.
func (m *replyModel) flatten(r *client.Reply) {
	*m = replyModel{
		Delivery:        types.StringValue(string(r.Delivery)),
		Answer:          types.StringPointerValue(r.Answer),
		RequestID:       textOr(r.RequestID, types.StringNull()),
		ConfidenceScore: types.Float64PointerValue(r.ConfidenceScore),
		ConfidenceLevel: types.StringPointerValue(r.ConfidenceLevel),
		AgentName:       types.StringPointerValue(r.AgentName),
		Handoff:         types.StringPointerValue(r.Handoff),
		FinishReason:    types.StringPointerValue(r.FinishReason),
		EndSession:      types.BoolPointerValue(r.EndSession),
		Usage:           types.MapNull(types.Int64Type),
	}
	if r.Usage != nil {
		counts := map[string]attr.Value{}
		for name, n := range r.Usage {
			counts[name] = types.Int64Value(n)
		}
		m.Usage = types.MapValueMust(types.Int64Type, counts)
	}
}

// flattenRequest adds what became of an asynchronous message.
func (m *replyModel) flattenRequest(r *client.Request) {
	m.Delivery = types.StringValue(string(client.DeliveryAccepted))
	if r.Status == client.RequestCompleted {
		m.Delivery = types.StringValue(string(client.DeliveryAnswered))
	}
	m.Answer = types.StringPointerValue(r.Answer)
	m.ConfidenceScore = types.Float64PointerValue(r.ConfidenceScore)
	m.ConfidenceLevel = types.StringPointerValue(r.ConfidenceLevel)
}

// emptyUntold makes null what this vendor never tells, so that a plan does not
// promise it.
func (m *replyModel) emptyUntold(info client.Info) {
	for _, fact := range client.ReplyFacts() {
		if info.Replies[fact] {
			continue
		}
		switch fact {
		case client.ReplyRequestID:
			m.RequestID = types.StringNull()
		case client.ReplyConfidenceScore:
			m.ConfidenceScore = types.Float64Null()
		case client.ReplyConfidenceLevel:
			m.ConfidenceLevel = types.StringNull()
		case client.ReplyAgentName:
			m.AgentName = types.StringNull()
		case client.ReplyHandoff:
			m.Handoff = types.StringNull()
		case client.ReplyFinishReason:
			m.FinishReason = types.StringNull()
		case client.ReplyEndSession:
			m.EndSession = types.BoolNull()
		case client.ReplyUsage:
			m.Usage = types.MapNull(types.Int64Type)
		}
	}
}

// pollInterval is the configured interval, or the default.
func pollInterval(configured timetypes.GoDuration) time.Duration {
	if configured.IsNull() {
		return defaultPollInterval
	}
	interval, diags := configured.ValueGoDuration()
	if diags.HasError() || interval <= 0 {
		return defaultPollInterval
	}
	return interval
}
