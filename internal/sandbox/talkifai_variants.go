package sandbox

import "time"

// TalkifAIVariants are the open points of TalkifAI. The numbers are those of the marks in
// its contract.
type TalkifAIVariants struct {
	// SecondEnd is the response to the end of a session that has ended, with a token
	// that has not expired: 404 (AP) or 401 (WI) [06].
	SecondEnd Status
	// HistoryAfterEnd is the response to the history of such a session: 404, 401 or
	// 200 [04].
	HistoryAfterEnd Status
	// HistoryKeepsAlive makes a read of the history count as activity [01].
	HistoryKeepsAlive bool
	// IdleTimeout is the idle time after which a session expires: 0 means 30 minutes
	// (S2), which is a lower bound [01].
	IdleTimeout time.Duration
	// EndSuccess says what an end that answers 200 reports and does: "true", or
	// "false_closed" and "false_open", which both report success false [12].
	EndSuccess CloseSuccess
	// ErrorShape is the form of error bodies [14]: "detail" (the pages of the
	// operations), "envelope" (success, error, code, with the texts and codes of the
	// pages) or "openapi" (the same form with the words that AP prints for 401 and 404).
	ErrorShape ErrorShape
	// ForeignAgent is the response to a creation with an unknown agent, or one of
	// another organization: 404, 400 (CS has both) or 403 [15].
	ForeignAgent Status
	// BillingDown makes a creation answer 503: the billing service is unavailable (CS).
	BillingDown bool
	// Metadata and UserIdentifier are the responses to a creation that has them: 200,
	// 400 or 422 [08, 09].
	Metadata       Status
	UserIdentifier Status
	// CreatedFields is "all", or "ids" where agent_name, greeting and agent_model are
	// left out (outside the contract) [10].
	CreatedFields CreatedFields
	// ConversationID is "sample" (as CS prints it) or "escaped", an id that has to be
	// escaped in a path [07].
	ConversationID ConversationID
	// LargeLimit is the response to a history with a limit over 100: 200 with 100
	// messages, 400 (outside the contract) or 422 [05].
	LargeLimit Status
	// BusySend is the response to a message while another one is processed: 200, since
	// the call waits for the lock (SM), or 409 to every message (AP) [02].
	BusySend Status
	// Handoff is the form of the handoff event: "to" (SM, OV) or "from_to" (CH, GD).
	Handoff Handoff
}

func (v *TalkifAIVariants) fields() []variantField {
	return []variantField{
		statusField("talkifai.second_end", &v.SecondEnd, 404, 401),
		statusField("talkifai.history_after_end", &v.HistoryAfterEnd, 404, 401, 200),
		boolField("talkifai.history_keeps_alive", &v.HistoryKeepsAlive),
		durationField("talkifai.idle_timeout", &v.IdleTimeout),
		wordField("talkifai.end_success", &v.EndSuccess, CloseTrue, CloseFalseDone, CloseFalseOpen),
		wordField("talkifai.error_shape", &v.ErrorShape, ErrorDetail, ErrorEnvelope, ErrorOpenAPI),
		statusField("talkifai.foreign_agent", &v.ForeignAgent, 404, 400, 403),
		boolField("talkifai.billing_down", &v.BillingDown),
		statusField("talkifai.metadata", &v.Metadata, 200, 400, 422),
		statusField("talkifai.user_identifier", &v.UserIdentifier, 200, 400, 422),
		wordField("talkifai.created_fields", &v.CreatedFields, CreatedAll, CreatedIDs),
		wordField("talkifai.conversation_id", &v.ConversationID, ConversationSample, ConversationEscaped),
		statusField("talkifai.large_limit", &v.LargeLimit, 200, 400, 422),
		statusField("talkifai.busy_send", &v.BusySend, 200, 409),
		wordField("talkifai.handoff", &v.Handoff, HandoffTo, HandoffFromTo),
	}
}

// ErrorShape is the form of TalkifAI's error bodies.
type ErrorShape string

// CreatedFields says which fields TalkifAI's response to a creation has.
type CreatedFields string

// ConversationID is the form of TalkifAI's conversation ids.
type ConversationID string

// Handoff is the form of TalkifAI's handoff event.
type Handoff string

// The words of the TalkifAI variants.
const (
	ErrorDetail   ErrorShape = "detail"
	ErrorEnvelope ErrorShape = "envelope"
	ErrorOpenAPI  ErrorShape = "openapi"

	CreatedAll CreatedFields = "all"
	CreatedIDs CreatedFields = "ids"

	ConversationSample  ConversationID = "sample"
	ConversationEscaped ConversationID = "escaped"

	HandoffTo     Handoff = "to"
	HandoffFromTo Handoff = "from_to"
)
