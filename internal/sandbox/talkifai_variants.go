package sandbox

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// TalkifAIVariants are the open points of TalkifAI. The numbers are those of the marks in
// its contract.
type TalkifAIVariants struct {
	// SecondEnd is the response to the end of a session that has ended, with a token
	// that has not expired: 404 (AP) or 401 (WI) [06].
	SecondEnd Status `json:"second_end,omitzero" values:"404 401"`
	// HistoryAfterEnd is the response to the history of such a session: 404, 401 or
	// 200 [04].
	HistoryAfterEnd Status `json:"history_after_end,omitzero" values:"404 401 200"`
	// HistoryKeepsAlive makes a read of the history count as activity [01].
	HistoryKeepsAlive bool `json:"history_keeps_alive,omitzero" values:"false true"`
	// IdleTimeout is the idle time after which a session expires: 0 means 30 minutes
	// (S2), which is a lower bound [01].
	IdleTimeout Duration `json:"idle_timeout,omitzero" values:"duration"`
	// EndSuccess says what an end that answers 200 reports and does: "true", or
	// "false_closed" and "false_open", which both report success false [12].
	EndSuccess string `json:"end_success,omitzero" values:"true false_closed false_open"`
	// ErrorShape is the form of error bodies [14]: "detail" (the pages of the
	// operations), "envelope" (success, error, code, with the texts and codes of the
	// pages) or "openapi" (the same form with the words that AP prints for 401 and 404).
	ErrorShape string `json:"error_shape,omitzero" values:"detail envelope openapi"`
	// ForeignAgent is the response to a creation with an unknown agent, or one of
	// another organization: 404, 400 (CS has both) or 403 [15].
	ForeignAgent Status `json:"foreign_agent,omitzero" values:"404 400 403"`
	// Metadata and UserIdentifier are the responses to a creation that has them: 200,
	// 400 or 422 [08, 09].
	Metadata       Status `json:"metadata,omitzero" values:"200 400 422"`
	UserIdentifier Status `json:"user_identifier,omitzero" values:"200 400 422"`
	// CreatedFields is "all", or "ids" where agent_name, greeting and agent_model are
	// left out (outside the contract) [10].
	CreatedFields string `json:"created_fields,omitzero" values:"all ids"`
	// ConversationID is "sample" (as CS prints it) or "escaped", an id that has to be
	// escaped in a path [07].
	ConversationID string `json:"conversation_id,omitzero" values:"sample escaped"`
	// LargeLimit is the response to a history with a limit over 100: 200 with 100
	// messages, 400 (outside the contract) or 422 [05].
	LargeLimit Status `json:"large_limit,omitzero" values:"200 400 422"`
	// BusySend is the response to a message while another one is processed: 200, since
	// the call waits for the lock (SM), or 409 to every message (AP) [02].
	BusySend Status `json:"busy_send,omitzero" values:"200 409"`
	// Handoff is the form of the handoff event: "to" (SM, OV) or "from_to" (CH, GD).
	Handoff string `json:"handoff,omitzero" values:"to from_to"`
}

// Values of the TalkifAI variants.
const (
	ErrorEnvelope       = "envelope"
	ErrorOpenAPI        = "openapi"
	CreatedIDs          = "ids"
	ConversationEscaped = "escaped"
	HandoffFromTo       = "from_to"
)

func talkifaiReadings() []Reading {
	const create, send, history, end = "createSession", "sendMessage", "getMessages", "endSession"
	const metadata, user = `"metadata":{"`, `"user_identifier":"`
	ended := all(on(end, 200), got(`"success":true`))
	notConfirmed := all(on(end, 200), got(`"success":false`))
	withSessionToken := func(r Request) bool {
		return strings.HasPrefix(r.Header.Get("Authorization"), "Bearer "+talkifaiTokenPrefix)
	}
	overLimit := func(r Request) bool {
		limit, err := strconv.Atoi(r.Query.Get("limit"))
		return err == nil && limit > talkifaiPageLimit
	}
	return slices.Concat(
		reading("talkifai-01", "only messages reset the idle clock", reads(func(before, r Request, _ time.Duration) bool {
			return before.Operation == history && before.Status == 200 && r.Status == 404 && r.At.Sub(before.At) < talkifaiIdle
		})),
		reading("talkifai-01", "reading the history resets it too", reads(func(before, r Request, age time.Duration) bool {
			return r.Status == 200 && age >= talkifaiIdle && before.Operation == history && r.At.Sub(before.At) < talkifaiIdle
		}), set("talkifai.history_keeps_alive=true")),
		reading("talkifai-01", "expiry later than 30 idle minutes", reads(func(before, r Request, _ time.Duration) bool {
			return r.Status == 200 && r.At.Sub(before.At) >= talkifaiIdle
		}), set("talkifai.idle_timeout=45m")),
		reading("talkifai-02", "the call waits for the lock", one(on(send, 200))),
		reading("talkifai-02", "409", one(on(send, 409), got("Another message is already processing")), set("talkifai.busy_send=409")),
		reading("talkifai-04", "404", after(ended, on(history, 404))),
		reading("talkifai-04", "401", after(ended, all(on(history, 401), withSessionToken)), set("talkifai.history_after_end=401")),
		reading("talkifai-04", "200", after(ended, on(history, 200)), set("talkifai.history_after_end=200")),
		reading("talkifai-05", "a larger limit is cut to 100", one(on(history, 200), overLimit)),
		reading("talkifai-05", "400", one(on(history, 400), overLimit), set("talkifai.large_limit=400")),
		reading("talkifai-05", "422", one(on(history, 422), overLimit), set("talkifai.large_limit=422")),
		statuses("talkifai-06", "talkifai.second_end", func(s int) evidence { return after(ended, on(end, s)) }, 404, 401),
		reading("talkifai-07", "chat_<agent>_<user>_<milliseconds>", one(on(end, 200), to("/sessions/chat_"))),
		reading("talkifai-07", "any other text", one(on(end, 200), to("/sessions/chat%2F")), set("talkifai.conversation_id=escaped")),
		reading("talkifai-08", "any map of texts is taken", one(on(create, 200), sent(metadata))),
		reading("talkifai-08", "400", one(on(create, 400), sent(metadata)), set("talkifai.metadata=400")),
		reading("talkifai-08", "422", one(on(create, 422), sent(metadata)), set("talkifai.metadata=422")),
		reading("talkifai-09", "any text is taken", one(on(create, 200), sent(user))),
		reading("talkifai-09", "400", one(on(create, 400), sent(user)), set("talkifai.user_identifier=400")),
		reading("talkifai-09", "422", one(on(create, 422), sent(user)), set("talkifai.user_identifier=422")),
		reading("talkifai-10", "all five present", one(on(create, 200), got(`"conversation_id"`, `"session_token"`, `"agent_name"`, `"greeting"`, `"agent_model"`))),
		reading("talkifai-10", "agent_name, greeting or agent_model absent", one(on(create, 200), lacks(`"agent_name"`)), set("talkifai.created_fields=ids")),
		reading("talkifai-12", "true", one(ended)),
		reading("talkifai-12", "false and not ended", after(notConfirmed, on(history, 200)), set("talkifai.end_success=false_open")),
		reading("talkifai-12", "false and ended", after(notConfirmed, on(history, 404)), set("talkifai.end_success=false_closed")),
		reading("talkifai-13", "detail is a text", one(failed, got(`{"detail":"`))),
		reading("talkifai-13", "detail is a list of objects", one(failed, got(`{"detail":[{`)), fault(422, talkifaiDetailList)),
		reading("talkifai-14", "detail", one(failed, got(`{"detail":`))),
		reading("talkifai-14", "success, error, code", one(failed, got(`"success":false`, `"error":`, `"code":`)), set("talkifai.error_shape=envelope")),
		reading("talkifai-15", "403", one(on(create, 403), sent(TalkifAIForeignAgentID)), agent(TalkifAIForeignAgentID), set("talkifai.foreign_agent=403")),
		reading("talkifai-15", "400", one(on(create, 400), sent(TalkifAIForeignAgentID)), agent(TalkifAIForeignAgentID), set("talkifai.foreign_agent=400")),
		reading("talkifai-15", "404", one(on(create, 404), sent(TalkifAIForeignAgentID)), agent(TalkifAIForeignAgentID)),
		reading("talkifai-16", "422 with a list in detail", one(status(422), got(`{"detail":[{`)), fault(422, talkifaiDetailList)),
		reading("talkifai-16", "400 with a text in detail", one(status(400), got(`{"detail":"`)), fault(400, `{"detail":"Agent ID is required"}`)),
		reading("talkifai-17", "429 with Retry-After", one(status(429), retryAfter),
			fault(429, `{"success":false,"error":"Rate limit exceeded","code":"rate_limit_exceeded"}`, "Retry-After", "1")),
		reading("talkifai-17", "429 without Retry-After", one(status(429), noRetryAfter, isJSON), fault(429, `{"detail":"Rate limit exceeded"}`)),
		reading("talkifai-17", "429 with a body that is no JSON", one(status(429), isNotJSON), fault(429, "Rate limit exceeded")),
		reading("talkifai-18", "a JSON body with detail", one(status(500), got(`{"detail":"`)), fault(500, `{"detail":"Internal server error"}`)),
		reading("talkifai-18", "a body that is no JSON", one(status(500), isNotJSON, got("Internal")), fault(500, "Internal Server Error")),
		reading("talkifai-18", "no body", one(status(500), func(r Request) bool { return r.ResponseBody == "" }), fault(500, "")),
	)
}

const talkifaiDetailList = `{"detail":[{"loc":["body","agent_id"],"msg":"field required"}]}`

// reads finds a history that fits, with the call to the same session before it and the
// time since the first call to that session.
func reads(fits func(before, r Request, age time.Duration) bool) evidence {
	return func(requests []Request) bool {
		first, last := map[string]Request{}, map[string]Request{}
		for _, r := range requests {
			id := sessionOf(r)
			if id == "" {
				continue
			}
			if before, ok := last[id]; !ok {
				first[id] = r
			} else if r.Operation == "getMessages" && fits(before, r, r.At.Sub(first[id].At)) {
				return true
			}
			last[id] = r
		}
		return false
	}
}
