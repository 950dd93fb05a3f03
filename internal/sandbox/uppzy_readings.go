package sandbox

import (
	"encoding/json"
	"net/url"
	"strings"
)

func uppzyReadings() []Reading {
	const list, closing, sync, async, request, rate = "listSessions", "closeSession", "chatSync", "chatAsync", "getChatRequest", "submitFeedback"
	late := sent("late")
	return []Reading{
		reading("uppzy-01", "400", one(on(sync, 400), late)),
		reading("uppzy-01", "404", one(on(sync, 404), late), set("uppzy.closed_chat=404")),
		reading("uppzy-01", "409", one(on(sync, 409), late), set("uppzy.closed_chat=409")),
		reading("uppzy-01", "500", one(on(sync, 500), late), set("uppzy.closed_chat=500")),
		reading("uppzy-02", "200", one(on(sync, 200))),
		reading("uppzy-02", "another 2xx", one(on(sync, 201)), set("uppzy.chat_status=201")),
		reading("uppzy-03", "200", one(on(async, 200))),
		reading("uppzy-03", "202", one(on(async, 202)), set("uppzy.async_status=202")),
		reading("uppzy-04", "202", one(on(async, 202)), set("uppzy.async_status=202")),
		reading("uppzy-04", "200", one(on(async, 200))),
		reading("uppzy-06", "400", one(on(rate, 400))),
		reading("uppzy-06", "404", one(on(rate, 404)), set("uppzy.pending_feedback=404")),
		reading("uppzy-06", "409", one(on(rate, 409)), set("uppzy.pending_feedback=409")),
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
	}
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
	return func(r Request) bool {
		for _, i := range uppzyItems(r) {
			if fits(i) {
				return true
			}
		}
		return false
	}
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
