package sandbox

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
)

// UppzyVariants are the open points of Uppzy. The numbers are those of the marks in its
// contract.
type UppzyVariants struct {
	// ChatStatus, ListStatus and CloseStatus are the status of a success: 200 or
	// another 2xx (outside the contract). No page prints a number [02, 10, 12].
	ChatStatus  Status `json:"chat_status,omitzero" values:"200 201"`
	ListStatus  Status `json:"list_status,omitzero" values:"200 203"`
	CloseStatus Status `json:"close_status,omitzero" values:"200 202"`
	// SessionIDs is "any", or "uuid" where any other session_id is a 400 [15].
	SessionIDs string `json:"session_ids,omitzero" values:"any uuid"`
	// NewSession is the response to a message with a new session_id: 200, which opens
	// the session, or 400 [16].
	NewSession Status `json:"new_session,omitzero" values:"200 400"`
	// CloseUnknown is the response to the close of an id that never had a message: 200,
	// 400 or 404 with "session not found". S0 documents 400 and 404 for other causes
	// only [11].
	CloseUnknown Status `json:"close_unknown,omitzero" values:"200 400 404"`
	// ClosedChat is the response to a message to a closed session: 400, 404, 409 or
	// 500. S0 says only that it accepts none. 409 is outside the contract: no page lists
	// it (ERR) [01].
	ClosedChat Status `json:"closed_chat,omitzero" values:"400 404 409 500"`
	// ListShape is "object" ({"sessions": […]}, as the code of S0 and S1 reads it) or
	// "array" (bare, as the prose of S1 sketches it; outside the contract) [26].
	ListShape string `json:"list_shape,omitzero" values:"object array"`
	// ListLimit limits the list to so many sessions, the oldest ones; 0 does not [08].
	ListLimit int `json:"list_limit,omitzero" values:"number"`
	// ListOmit holds ids that the list leaves out although they exist.
	ListOmit []string `json:"list_omit,omitzero" values:"list"`
	// ListLag keeps a session out of the list for so long after its first message [08].
	ListLag Duration `json:"list_lag,omitzero" values:"duration"`
	// EmailDropped leaves the e-mail address out of the session, so that no filter
	// finds it [18].
	EmailDropped bool `json:"email_dropped,omitzero" values:"false true"`
	// EmailIgnoresCase makes the e-mail filter ignore letter case [09].
	EmailIgnoresCase bool `json:"email_ignores_case,omitzero" values:"false true"`
	// SessionFields are the fields of a list item: "all", "no_closed_at" (left out while
	// the session is open; outside the contract) or "more" [27].
	SessionFields string `json:"session_fields,omitzero" values:"all no_closed_at more"`
	// MessageCount counts "all" messages or those of the "user" [28].
	MessageCount string `json:"message_count,omitzero" values:"all user"`
	// AsyncStatus is the status of an asynchronous message: 200 or 202 [03, 04].
	AsyncStatus Status `json:"async_status,omitzero" values:"200 202"`
	// AsyncPolls is how often the state of a request is pending before the answer is
	// there: 0 means once, a negative number not at all.
	AsyncPolls int `json:"async_polls,omitzero" values:"number"`
	// PendingWord replaces the word "pending"; SDK types the status as any text [22, 24].
	PendingWord string `json:"pending_word,omitzero" values:"text"`
	// FailedWithoutError leaves the error text out of a failed request (AW) [23].
	FailedWithoutError bool `json:"failed_without_error,omitzero" values:"false true"`
	// PendingFeedback is the response to feedback on a request that is not completed:
	// 400, 404 or 409 (outside the contract). FB says only that it cannot be rated [06].
	PendingFeedback Status `json:"pending_feedback,omitzero" values:"400 404 409"`
	// SecondFeedback is what another rating of a rated request does: "ignore" (nothing,
	// and the response repeats what was sent), "keep" (nothing, and the response has the
	// first rating) or "replace". FB says only that it answers ok [25].
	SecondFeedback string `json:"second_feedback,omitzero" values:"ignore keep replace"`
}

// Values of the Uppzy variants.
const (
	SessionIDsUUID   = "uuid"
	FieldsNoClosedAt = "no_closed_at"
	FieldsMore       = "more"
	CountUser        = "user"
	FeedbackIgnore   = "ignore"
	FeedbackKeep     = "keep"
	FeedbackReplace  = "replace"
	ListArray        = "array"
)

func uppzyReadings() []Reading {
	const list, closing, sync, async, request, rate = "listSessions", "closeSession", "chatSync", "chatAsync", "getChatRequest", "submitFeedback"
	late := sent("late")
	return slices.Concat(
		statuses("uppzy-01", "uppzy.closed_chat", func(s int) evidence { return one(on(sync, s), late) }, 400, 404, 409, 500),
		reading("uppzy-02", "200", one(on(sync, 200))),
		reading("uppzy-02", "another 2xx", one(on(sync, 201)), set("uppzy.chat_status=201")),
		statuses("uppzy-03", "uppzy.async_status", func(s int) evidence { return one(on(async, s)) }, 200, 202),
		statuses("uppzy-04", "uppzy.async_status", func(s int) evidence { return one(on(async, s)) }, 200, 202),
		statuses("uppzy-06", "uppzy.pending_feedback", func(s int) evidence { return one(on(rate, s)) }, 400, 404, 409),
		reading("uppzy-08", "every session in one answer", one(on(list, 200), wholeList, items(func(n int) bool { return n > 1 }))),
		reading("uppzy-08", "the list is cut", one(on(list, 200), wholeList, items(func(n int) bool { return n == 1 })), set("uppzy.list_limit=1")),
		reading("uppzy-08", "a new session appears late", one(on(list, 200), wholeList, items(func(n int) bool { return n == 0 })), set("uppzy.list_lag=1h")),
		reading("uppzy-09", "an exact match filters", one(on(list, 200), otherCase, items(func(n int) bool { return n == 0 }))),
		reading("uppzy-09", "letter case is ignored", one(on(list, 200), otherCase, items(func(n int) bool { return n > 0 })), set("uppzy.email_ignores_case=true")),
		reading("uppzy-10", "200", one(on(list, 200))),
		reading("uppzy-10", "another 2xx", one(on(list, 203)), set("uppzy.list_status=203")),
		reading("uppzy-11", "200", one(on(closing, 200))),
		reading("uppzy-11", "400", one(on(closing, 400)), set("uppzy.close_unknown=400")),
		reading("uppzy-11", "404", one(on(closing, 404), got("session not found")), set("uppzy.close_unknown=404")),
		reading("uppzy-12", "200", one(on(closing, 200))),
		reading("uppzy-12", "another 2xx", one(on(closing, 202)), set("uppzy.close_status=202")),
		reading("uppzy-13", "any text, escaped in the path", one(to(url.PathEscape(UppzyEscapedSiteID)), on(list, 200)),
			credentials(Credential{Name: "api_key", Value: UppzyAPIKey, Secret: true}, Credential{Name: "site_id", Value: UppzyEscapedSiteID})),
		reading("uppzy-15", "any text is taken", one(on(sync, 200))),
		reading("uppzy-15", "400 for an id that is no UUID", one(on(sync, 400), got("invalid session_id")), set("uppzy.session_ids=uuid")),
		reading("uppzy-16", "a new session_id opens a session", one(on(sync, 200))),
		reading("uppzy-16", "400 for a new session_id", one(on(sync, 400), got("unknown session_id")), set("uppzy.new_session=400")),
		reading("uppzy-18", "becomes the key of the email filter", one(on(list, 200), sameCase, items(func(n int) bool { return n > 0 }))),
		reading("uppzy-18", "is not kept", one(on(list, 200), sameCase, items(func(n int) bool { return n == 0 })), set("uppzy.email_dropped=true")),
		reading("uppzy-22", "pending", one(on(async, 200), got(`"status":"pending"`))),
		reading("uppzy-22", "any other word: still running", one(on(async, 200), got(`"status":"queued"`)), set("uppzy.pending_word=queued")),
		reading("uppzy-23", "error present", one(on(request, 200), got(`"status":"failed"`, `"error":`))),
		reading("uppzy-23", "error absent", one(on(request, 200), got(`"status":"failed"`), lacks(`"error":`)), set("uppzy.failed_without_error=true")),
		reading("uppzy-24", "pending", one(on(request, 200), got(`"status":"pending"`))),
		reading("uppzy-24", "completed", one(on(request, 200), got(`"status":"completed"`))),
		reading("uppzy-24", "failed", one(on(request, 200), got(`"status":"failed"`))),
		reading("uppzy-24", "any other word: still running", one(on(request, 200), got(`"status":"queued"`)), set("uppzy.pending_word=queued")),
		reading("uppzy-25", "the first rating stays and is repeated", one(on(rate, 200), sent(`"bad"`), got(`"good"`)), set("uppzy.second_feedback=keep")),
		reading("uppzy-25", "the first stays, the answer repeats the second", one(on(rate, 200), sent(`"bad"`), got(`"bad"`))),
		// That the second rating replaces the first is not to be seen in any response.
		reading("uppzy-26", "an object with sessions", one(on(list, 200), got(`{"sessions":[`))),
		reading("uppzy-26", "a bare array", one(on(list, 200), begins("[")), set("uppzy.list_shape=array")),
		reading("uppzy-27", "all fields present", one(on(list, 200), item(func(i map[string]any) bool { _, ok := i["closed_at"]; return ok }))),
		reading("uppzy-27", "closed_at absent while open",
			one(on(list, 200), item(func(i map[string]any) bool { _, ok := i["closed_at"]; return !ok })), set("uppzy.session_fields=no_closed_at")),
		reading("uppzy-27", "more fields", one(on(list, 200), item(func(i map[string]any) bool { return len(i) > 5 })), set("uppzy.session_fields=more")),
		reading("uppzy-28", "user messages are counted",
			one(on(list, 200), item(func(i map[string]any) bool { return i["message_count"] == 1.0 })), set("uppzy.message_count=user")),
		reading("uppzy-28", "all messages are counted", one(on(list, 200), item(func(i map[string]any) bool { return i["message_count"] == 2.0 }))),
		reading("uppzy-29", "error present", one(status(403), got(`"error":`)), fault(403, `{"error":"api_access_not_available_on_plan"}`)),
		reading("uppzy-29", "error absent", one(status(403), isJSON, lacks(`"error":`)), fault(403, `{"code":"api_access_not_available_on_plan"}`)),
		reading("uppzy-29", "a body that is no JSON", one(status(403), isNotJSON), fault(403, "Forbidden")),
		reading("uppzy-30", "a JSON body with error", one(status(400), got(`"error":`)), fault(400, `{"error":"invalid payload"}`)),
		reading("uppzy-30", "any other body", one(status(400), lacks(`"error":`)), fault(400, "Bad Request")),
		reading("uppzy-31", "a JSON body with error", one(status(404), got(`"error":"site not found"`)), fault(404, `{"error":"site not found"}`)),
		reading("uppzy-31", "any other body", one(status(404), lacks(`"error":`)), fault(404, "Not Found")),
		reading("uppzy-33", "any body, no Retry-After", one(status(429), noRetryAfter), fault(429, "slow down")),
		reading("uppzy-33", "any body, with Retry-After", one(status(429), retryAfter), fault(429, "slow down", "Retry-After", "1")),
		reading("uppzy-34", "any body", one(status(500)), fault(500, "upstream failed")),
	)
}

// wholeList passes a list without a filter, sameCase and otherCase one that is filtered by
// an address in lower case or not.
func wholeList(r Request) bool { return !r.Query.Has("email") }

func sameCase(r Request) bool {
	email := r.Query.Get("email")
	return email != "" && email == strings.ToLower(email)
}

func otherCase(r Request) bool { return r.Query.Get("email") != strings.ToLower(r.Query.Get("email")) }

// items passes a list by the number of its items, item one with an item that fits.
func items(fits func(n int) bool) check {
	return func(r Request) bool { return fits(len(uppzyItems(r))) }
}

func item(fits func(map[string]any) bool) check {
	return func(r Request) bool { return slices.ContainsFunc(uppzyItems(r), fits) }
}

func uppzyItems(r Request) []map[string]any {
	var array []map[string]any
	if json.Unmarshal([]byte(r.ResponseBody), &array) == nil {
		return array
	}
	var object struct {
		Sessions []map[string]any `json:"sessions"`
	}
	if json.Unmarshal([]byte(r.ResponseBody), &object) != nil {
		return nil
	}
	return object.Sessions
}
