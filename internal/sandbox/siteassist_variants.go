package sandbox

import (
	"encoding/json"
	"slices"

	"github.com/google/uuid"
)

// SiteAssistVariants are the open points of SiteAssist. The numbers are those of the
// marks in its contract.
type SiteAssistVariants struct {
	// StartStatus is the status of a new conversation: 201 (CODES) or 200 [01].
	StartStatus Status `json:"start_status,omitzero" values:"201 200"`
	// SecondClose is the response to the close of a closed conversation: 200 (R-close)
	// or 409.
	SecondClose Status `json:"second_close,omitzero" values:"200 409"`
	// SecondCloseReason lets a second close replace the reason of the first [04].
	SecondCloseReason bool `json:"second_close_reason,omitzero" values:"false true"`
	// UnknownID is the response to an id that does not exist: 404 (src) or 403.
	UnknownID Status `json:"unknown_id,omitzero" values:"404 403"`
	// ForeignID is the response to another visitor's conversation: 403 (src) or 404 [20].
	ForeignID Status `json:"foreign_id,omitzero" values:"403 404"`
	// MalformedID is the response to an id that is no UUID: 400, 422 or 404 [19].
	MalformedID Status `json:"malformed_id,omitzero" values:"400 422 404"`
	// Interaction spells the interaction field: "lastInteractionAt" (R-*),
	// "lastInterationAt" (O-*), or "absent" where neither is there.
	Interaction string `json:"interaction,omitzero" values:"lastInteractionAt lastInterationAt absent"`
	// CloseSuccess says what a close that answers 200 reports and does: "true", or
	// "false_closed" and "false_open", which both report success false, after closing
	// and without [13].
	CloseSuccess string `json:"close_success,omitzero" values:"true false_closed false_open"`
	// ClosedMessage is the response to a message to a closed conversation: 409, 400,
	// 403 or 422 [05].
	ClosedMessage Status `json:"closed_message,omitzero" values:"409 400 403 422"`
	// Queued is the 202 of a message that waits for a human: "text" (text/plain without
	// quotes), "quoted_text" (with quotes) or "json" [06].
	Queued string `json:"queued,omitzero" values:"text quoted_text json"`
	// Times are "rfc3339" or "other", a text of another form (outside the contract)
	// [11, 12].
	Times string `json:"times,omitzero" values:"rfc3339 other"`
	// TokenLifetime is how long a visitor token of identity/init lives: 0 means 24
	// hours. AUTH calls it short and gives no number.
	TokenLifetime Duration `json:"token_lifetime,omitzero" values:"duration"`
	// EmptyToken makes identity/init return an empty token (outside the contract) [17].
	EmptyToken bool `json:"empty_token,omitzero" values:"false true"`
	// InitWithoutOrigin is the response to identity/init without the Origin header of an
	// allowed website, [SiteAssistOrigin]: 200, 401 or 403. Another website's Origin is
	// refused in any case (START) [08].
	InitWithoutOrigin Status `json:"init_without_origin,omitzero" values:"200 401 403"`
	// PrivateKey says what [SiteAssistPrivateKey] does: it acts for the default
	// "visitor", for the whole "project", or is refused with "401" or "403" [10].
	PrivateKey string `json:"private_key,omitzero" values:"visitor project 401 403"`
	// PrivateKeyMe is the response to identity/me with the private key: 200 with the
	// default visitor, 401, 403 or 404 [09].
	PrivateKeyMe Status `json:"private_key_me,omitzero" values:"200 401 403 404"`
}

// Values of the SiteAssist variants.
const (
	QueuedText        = "text"
	QueuedQuotedText  = "quoted_text"
	QueuedJSON        = "json"
	TimesOther        = "other"
	KeyOfProject      = "project"
	KeyUnauthorized   = "401"
	KeyForbidden      = "403"
	InteractionAt     = "lastInteractionAt"
	InterationAt      = "lastInterationAt"
	InteractionAbsent = "absent"
	CloseFalseDone    = "false_closed"
	CloseFalseOpen    = "false_open"
)

func siteassistReadings() []Reading {
	const start, list, get, send, closing = "startConversation", "listConversations", "getConversation", "sendMessage", "closeConversation"
	const init, me = "initIdentity", "getMe"
	publishable := credentials(Credentials(SiteAssist)[0]...)
	private := credentials(Credential{Name: "token", Value: SiteAssistPrivateKey, Secret: true})
	withoutOrigin := func(r Request) bool { return r.Header.Get("Origin") == "" }
	withKey := func(r Request) bool { return r.Header.Get("Authorization") == "Bearer "+SiteAssistPrivateKey }
	malformed := func(r Request) bool {
		id := sessionOf(r)
		return r.Operation == get && id != "" && uuid.Validate(id) != nil
	}
	foreign := to(SiteAssistOtherConversationID)
	closed := all(on(closing, 200), got(`"success":true`))
	notConfirmed := all(on(closing, 200), got(`"success":false`))
	const limited, unavailable = "RATE_LIMIT_EXCEEDED", "SERVICE_UNAVAILABLE"
	return slices.Concat(
		statuses("siteassist-01", "siteassist.start_status", func(s int) evidence { return one(on(start, s)) }, 201, 200),
		reading("siteassist-02", "whole numbers", one(on(list, 200), matches(`"limit":\d+[,}]`))),
		reading("siteassist-03", "whole numbers", one(on(list, 200), matches(`"offset":\d+[,}]`))),
		reading("siteassist-04", "the first reason stays", keptReason(0)),
		reading("siteassist-04", "the second reason replaces it", keptReason(1), set("siteassist.second_close_reason=true")),
		statuses("siteassist-05", "siteassist.closed_message", func(s int) evidence { return after(closed, on(send, s)) }, 409, 400, 403, 422),
		reading("siteassist-06", "text/plain without quotes", one(on(send, 202), isNotJSON, begins(`Message`))),
		reading("siteassist-06", "text/plain with quotes", one(on(send, 202), isNotJSON, begins(`"Message`)), set("siteassist.queued=quoted_text")),
		reading("siteassist-06", "application/json", one(on(send, 202), isJSON), set("siteassist.queued=json")),
		reading("siteassist-08", "taken without Origin", one(on(init, 200), withoutOrigin), publishable),
		reading("siteassist-08", "401 without Origin", one(on(init, 401), withoutOrigin), publishable, set("siteassist.init_without_origin=401")),
		reading("siteassist-08", "403 without Origin", one(on(init, 403), withoutOrigin), publishable, set("siteassist.init_without_origin=403")),
		reading("siteassist-09", "200", one(on(me, 200), withKey), private),
		reading("siteassist-09", "401", one(on(me, 401), withKey), private, set("siteassist.private_key_me=401")),
		reading("siteassist-09", "403", one(on(me, 403), withKey), private, set("siteassist.private_key_me=403")),
		reading("siteassist-09", "404", one(on(me, 404), withKey), private, set("siteassist.private_key_me=404")),
		reading("siteassist-10", "it acts for one visitor", one(on(list, 200), withKey, lacks(SiteAssistOtherConversationID)), private),
		reading("siteassist-10", "it acts for the whole project", one(on(list, 200), withKey, got(SiteAssistOtherConversationID)),
			private, set("siteassist.private_key=project")),
		reading("siteassist-10", "401", one(on(list, 401), withKey), private, set("siteassist.private_key=401")),
		reading("siteassist-10", "403", one(on(list, 403), withKey), private, set("siteassist.private_key=403")),
		reading("siteassist-11", "RFC 3339 UTC with milliseconds", one(on(get, 200), matches(`"createdAt":"\d{4}-\d\d-\d\dT[\d:]+\.\d{3}Z"`))),
		reading("siteassist-11", "any other text", one(on(get, 200), matches(`"createdAt":"\w{3} `)), set("siteassist.times=other")),
		reading("siteassist-12", "RFC 3339 UTC with milliseconds", one(on(get, 200), matches(`"closedAt":"\d{4}-\d\d-\d\dT[\d:]+\.\d{3}Z"`))),
		reading("siteassist-12", "any other text", one(on(get, 200), matches(`"closedAt":"\w{3} `)), set("siteassist.times=other")),
		reading("siteassist-13", "true", one(closed)),
		reading("siteassist-13", "false and closed", after(notConfirmed, all(on(get, 200), got(`"status":"closed"`))), set("siteassist.close_success=false_closed")),
		reading("siteassist-13", "false and open", after(notConfirmed, all(on(get, 200), got(`"status":"open"`))), set("siteassist.close_success=false_open")),
		reading("siteassist-17", "a token", one(on(init, 200), matches(`"sessionToken":"[^"]`)), publishable),
		reading("siteassist-17", "an empty text", one(on(init, 200), got(`"sessionToken":""`)), publishable, set("siteassist.empty_token=true")),
		reading("siteassist-18", "the delay is in the body only", one(status(429), noRetryAfter, got(`"retryAfter":`)), fault(429, siteassistDelay(limited, true))),
		reading("siteassist-18", "the delay is in the header too", one(status(429), retryAfter, got(`"retryAfter":`)),
			fault(429, siteassistDelay(limited, true), "Retry-After", "1")),
		statuses("siteassist-19", "siteassist.malformed_id", func(s int) evidence { return one(malformed, status(s)) }, 400, 422, 404),
		statuses("siteassist-20", "siteassist.foreign_id", func(s int) evidence { return one(foreign, status(s)) }, 403, 404),
		reading("siteassist-21", "seconds in the body", one(status(429), got(`"retryAfter":1`)), fault(429, siteassistDelay(limited, true))),
		reading("siteassist-21", "no retryAfter", one(status(429), lacks(`"retryAfter"`)), fault(429, siteassistDelay(limited, false))),
		reading("siteassist-22", "seconds in the body", one(status(503), got(`"retryAfter":1`)), fault(503, siteassistDelay(unavailable, true))),
		reading("siteassist-22", "no retryAfter", one(status(503), lacks(`"retryAfter"`)), fault(503, siteassistDelay(unavailable, false))),
	)
}

// siteassistDelay is a refusal in the vendor's shape, with a delay of one second: the
// samples of src have 60 and 30.
func siteassistDelay(code string, delay bool) string {
	details := ""
	if delay {
		details = `,"details":{"retryAfter":1}`
	}
	return `{"error":{"message":"Please try again later.","code":"` + code + `"` + details + `}}`
}

// keptReason finds a conversation that was closed with two reasons and reads with the one
// of that index.
func keptReason(index int) evidence {
	return func(requests []Request) bool {
		reasons := map[string][]string{}
		for _, r := range requests {
			id := sessionOf(r)
			switch r.Operation {
			case "closeConversation":
				var body siteassistClose
				if r.Status == 200 && json.Unmarshal([]byte(r.Body), &body) == nil && body.CloseReason != "" {
					reasons[id] = append(reasons[id], body.CloseReason)
				}
			case "getConversation":
				var body siteassistClose
				if len(reasons[id]) == 2 && json.Unmarshal([]byte(r.ResponseBody), &body) == nil &&
					body.CloseReason == reasons[id][index] {
					return true
				}
			}
		}
		return false
	}
}
