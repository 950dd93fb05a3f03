package siteassist_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/siteassist"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

const (
	token   = "private-token-77"
	key     = "sa_pk_secret_88"
	device  = "device-1"
	website = "https://www.example.com"
	id      = "123e4567-e89b-12d3-a456-426614174000"
	visitor = "c2a19f0e-8bcb-4a67-9e4a-8f7b8f5d8d2a"

	start = "POST /conversations"
	get   = "GET /conversations/" + id
	end   = "POST /conversations/" + id + "/close"
	me    = "GET /identity/me"
	login = "POST /identity/init"
	list  = "GET /conversations?limit=100&offset=0&orderBy=createdAt&orderDir=desc"
)

type step = vendortest.Step

// What the scripts are made of.
var (
	foreign = vendortest.Foreign
	twice   = vendortest.Twice
	join    = vendortest.Join
)

// Responses that several tests need.
var (
	isMe       = step{Call: me, Body: visitorJSON}
	readsOpen  = step{Call: get, Body: conversationJSON("open", "null")}
	readsEnded = step{Call: get, Body: endedJSON}
	started    = step{Call: start, Status: 201, Body: conversationJSON("open", "null")}
)

// What the list has of the conversation.
var (
	listsOpen  = lists(list, 2, other(1), conversationJSON("open", "null"))
	listsEnded = lists(list, 2, other(1), endedJSON)
	listsOther = lists(list, 1, other(1))
	listsNone  = lists(list, 0)
)

var endedJSON = conversationJSON("closed", `"2024-01-15T10:40:00.000Z"`)

// closedJSON is the documented response to a close.
const closedJSON = `{"success":true,"message":"Conversation closed successfully."}`

const visitorJSON = `{"object":"visitor","id":"` + visitor + `","type":"anonymous","externalId":null,"name":null,"avatarUrl":null}`

func conversationJSON(status, closedAt string) string {
	return `{"object":"conversation","id":"` + id + `","createdAt":"2024-01-15T10:30:00.000Z",
		"updatedAt":"2024-01-15T10:31:00.000Z","status":"` + status + `","closedAt":` + closedAt + `,"closeReason":null,
		"lastInteractionAt":"2024-01-15T10:30:00.000Z","isHumanHandled":false,"humanAgent":null,"messages":[]}`
}

func listFrom(offset int) string {
	return strings.Replace(list, "offset=0", fmt.Sprintf("offset=%d", offset), 1)
}

// lists is a page of the list.
func lists(call string, total int, conversations ...string) step {
	return step{Call: call, Body: fmt.Sprintf(`{"object":"list","total":%d,"limit":100,"offset":0,"data":[%s]}`,
		total, strings.Join(conversations, ","))}
}

// other is a conversation with another id.
func other(n int) string {
	return strings.Replace(conversationJSON("open", "null"), id, fmt.Sprintf("00000000-0000-4000-8000-%012d", n), 1)
}

// loggedIn is a response of init with this token.
func loggedIn(token string) step {
	return step{Call: login, Body: `{"sessionToken":"` + token + `","visitor":` + visitorJSON + `}`}
}

// codes are the documented codes of the errors.
var codes = map[int]string{
	400: "INVALID_REQUEST_BODY", 401: "UNAUTHORIZED", 402: "PAYMENT_REQUIRED", 403: "FORBIDDEN", 404: "CONVERSATION_NOT_FOUND",
	409: "CONFLICT", 422: "VALIDATION_ERROR", 429: "RATE_LIMIT_EXCEEDED",
	500: "INTERNAL_SERVER_ERROR", 502: "BAD_GATEWAY", 503: "SERVICE_UNAVAILABLE",
}

// own is an error in the documented words.
func own(call string, status int) step {
	return step{Call: call, Status: status, Body: fmt.Sprintf(`{"error":{"message":"it said %d","code":%q}}`, status, codes[status])}
}

// alien is a response, on purpose not one of the contract.
func alien(call string, status int, body string) step {
	return step{Call: call, Status: status, Body: body, Odd: true}
}

// What is known of the session before a call.
var (
	confirmed      = client.Ref{ID: id, Seen: true, AccountConfirmed: true}
	sameCredential = client.Ref{ID: id, Seen: true, SameCredential: true}
	untrusted      = client.Ref{ID: id, Seen: true}
)

// byToken and byKey are the two kinds of credentials.
var (
	byToken = siteassist.Config{Token: token}
	byKey   = siteassist.Config{PublishableKey: key, VisitorID: device}
)

func withOrigin(c siteassist.Config, origin string) siteassist.Config {
	c.Origin = origin
	return c
}

// play starts a server with the steps and a vendor that speaks to it.
func play(t *testing.T, c siteassist.Config, steps ...step) (*siteassist.Vendor, *vendortest.Script) {
	t.Helper()
	s := &vendortest.Script{}
	c.Transport = vendortest.Options(s.Play(t, "siteassist", "/v2", steps))
	v, err := siteassist.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return v, s
}
