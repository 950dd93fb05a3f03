package sandbox

import "time"

// TalkifAIVariants are the open points of TalkifAI.
type TalkifAIVariants struct {
	// SecondEnd answers the end of a session that is no longer there, with a token
	// that still lives: 404, 200, 500 or 401. S2 is silent.
	SecondEnd Status
	// HistoryAfterEnd answers the history of such a session: 404, 200 or 401.
	HistoryAfterEnd Status
	// HistoryKeepsAlive lets a read of the history count as activity.
	HistoryKeepsAlive bool
	// EndWithoutSuccess makes a first end answer 200 with success false and end
	// nothing. No page gives it a meaning.
	EndWithoutSuccess bool
	// ErrorShape is "detail" (S2) or "envelope" (IN) for errors other than those of end.
	ErrorShape ErrorShape
	// IdleTimeout is the idle time after which a session is dropped: 0 means 30
	// minutes (S2).
	IdleTimeout time.Duration
}

func (v *TalkifAIVariants) fields() []variantField {
	return []variantField{
		statusField("talkifai.second_end", &v.SecondEnd, 404, 200, 500, 401),
		statusField("talkifai.history_after_end", &v.HistoryAfterEnd, 404, 200, 401),
		boolField("talkifai.history_keeps_alive", &v.HistoryKeepsAlive),
		boolField("talkifai.end_without_success", &v.EndWithoutSuccess),
		wordField("talkifai.error_shape", &v.ErrorShape, ErrorDetail, ErrorEnvelope),
		durationField("talkifai.idle_timeout", &v.IdleTimeout),
	}
}

// ErrorShape is the form of TalkifAI's error bodies.
type ErrorShape string

// The forms of TalkifAI's error bodies.
const (
	ErrorDetail   ErrorShape = "detail"
	ErrorEnvelope ErrorShape = "envelope"
)
