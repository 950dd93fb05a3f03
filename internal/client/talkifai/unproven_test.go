package talkifai_test

import (
	"net/http"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

// otherServers are responses of gateways, web frameworks and other APIs, as a wrong
// base_url, a missing route or another application sends them. None of them says
// anything about a session.
var otherServers = map[string]reply{
	"NestJS":                  {Status: 404, Body: `{"message":"Cannot POST /v1/chat","error":"Not Found","statusCode":404}`},
	"Kong":                    {Status: 404, Body: `{"message":"no Route matched with those values"}`},
	"FastAPI":                 {Status: 404, Body: `{"detail":"Not Found"}`},
	"FastAPI with a text":     {Status: 404, Body: `{"detail":"Item not found"}`},
	"Django REST":             {Status: 404, Body: `{"detail":"Not found."}`},
	"Spring":                  {Status: 404, Body: `{"timestamp":"2026-03-04T12:00:00.000+00:00","status":404,"error":"Not Found","path":"/v1/chat"}`},
	"Google":                  {Status: 404, Body: `{"error":{"code":404,"message":"Not Found","status":"NOT_FOUND"}}`},
	"Express":                 {Status: 404, Body: `{"error":"Cannot POST /v1/chat"}`},
	"Azure API Management":    {Status: 404, Body: `{"statusCode":404,"message":"Resource not found"}`},
	"gRPC gateway":            {Status: 404, Body: `{"code":5,"message":"Not Found","details":[]}`},
	"plain text":              {Status: 404, Body: "404 page not found\n"},
	"Laravel":                 {Status: 404, Body: `{"message":"The route v1/chat could not be found."}`},
	"Rails":                   {Status: 404, Body: `{"status":404,"error":"Not Found"}`},
	"RFC 9457":                {Status: 404, Body: `{"type":"about:blank","title":"Not Found","status":404,"detail":"Session not found"}`},
	"RFC 9457, 410":           {Status: 410, Body: `{"type":"about:blank","title":"Gone","status":410}`},
	"success false":           {Status: 404, Body: `{"success":false,"error":"not_found"}`},
	"success false, no code":  {Status: 404, Body: `{"success":false,"error":"Not found"}`},
	"success false, the code": {Status: 404, Body: `{"success":false,"error":"Resource not found","code":"not_found"}`},
	"the code alone":          {Status: 404, Body: `{"code":"not_found"}`},
	"HTML":                    {Status: 404, Body: `<html><h1>Not Found</h1></html>`},
	"empty":                   {Status: 404},
	"SimpleJWT": {Status: 401, Body: `{"detail":"Given token not valid for any token type","code":"token_not_valid",` +
		`"messages":[{"token_class":"AccessToken","token_type":"access","message":"Token is invalid or expired"}]}`},
	"Django REST, 401":     {Status: 401, Body: `{"detail":"Invalid token."}`},
	"FastAPI, 401":         {Status: 401, Body: `{"detail":"Not authenticated"}`},
	"401 of the API key":   {Status: 401, Body: `{"success":false,"error":"Invalid API key","code":"invalid_api_key"}`},
	"AWS API Gateway":      {Status: 403, Body: `{"message":"Missing Authentication Token"}`},
	"Cloudflare":           {Status: 403, Body: `{"success":false,"errors":[{"code":1020,"message":"Access denied"}],"messages":[],"result":null}`},
	"FastAPI, 405":         {Status: 405, Body: `{"detail":"Method Not Allowed"}`},
	"409":                  {Status: 409, Body: `{"error":"Conflict"}`},
	"421":                  {Status: 421, Body: "Misdirected Request"},
	"422":                  {Status: 422, Body: `{"detail":[{"loc":["path"],"msg":"no session"}]}`},
	"401's text under 404": {Status: 404, Body: `{"detail":"Invalid token"}`},
	"404's text under 410": {Status: 410, Body: `{"detail":"Session not found or expired"}`},
	"redirect":             {Status: 302},
	"success":              {Body: `{"success":true}`},
	"success, empty text":  {Body: `{"success":true,"message":""}`},
	"success, null":        {Body: `{"success":true,"message":null}`},
	"success with data":    {Body: `{"success":true,"data":null}`},
	"success, 202":         {Status: 202, Body: `{"success":true,"message":"Accepted"}`},
	"health":               {Body: `{"status":"ok"}`},
	"array":                {Body: `[]`},
	"object":               {Body: `{}`},
	"null":                 {Body: `null`},
	"messages of null":     {Body: `{"messages":null}`},
	"login page":           {Body: `<html><form action="/login"></form></html>`},
	"no body":              {Status: 204},
}

func TestUnprovenResponses_everyCall(t *testing.T) {
	for name, response := range otherServers {
		t.Run(name, func(t *testing.T) {
			v := respondingWith(t, func(string) reply { return response })

			read, err := v.Read(t.Context(), ref)
			if err != nil || read.Status != client.StatusUnknown || read.Note == "" {
				t.Errorf("read: got %+v, %v, want unknown with a note", read, err)
			}
			if got, err := v.Close(t.Context(), ref, ""); err == nil {
				t.Errorf("close: got %+v, want an error", got)
			}
			got, err := v.Open(t.Context(), client.OpenRequest{SessionID: ref.ID, SessionToken: token})
			checkPlain(t, "adopt", got != nil, err)
			reply, err := v.Send(t.Context(), ref, hello)
			checkPlain(t, "send", reply != nil, err)
			history, err := client.History(t.Context(), v, ref)
			checkPlain(t, "messages", len(history) > 0, err)
		})
	}
}

// checkPlain fails the test unless the call has failed with an error that concludes
// nothing about the session.
func checkPlain(t *testing.T, call string, result bool, err error) {
	t.Helper()
	if result || vendortest.StatusOf(err) < 0 || vendortest.Is[*client.NotFoundError](err) || vendortest.Is[*client.ClosedError](err) {
		t.Errorf("%s: got %v, want a plain error", call, err)
	}
}

func TestUnprovenResponses_endOnly(t *testing.T) {
	for name, response := range otherServers {
		for _, test := range []struct {
			name     string
			history  reply
			wantOpen bool
		}{
			{"open", history, true},
			{"not found", notFound, false},
			{"token invalid", tokenInvalid, false},
		} {
			t.Run(name+"/"+test.name, func(t *testing.T) {
				v := respondingWith(t, func(call string) reply {
					if call == "end" {
						return response
					}
					return test.history
				})
				if got, err := v.Close(t.Context(), ref, ""); (err != nil) != test.wantOpen || got.Warning != "" {
					t.Errorf("got %+v, %v", got, err)
				}
			})
		}
	}
}

// A session whose token must have expired is not kept for a vendor that does not
// respond any more.
func TestClose_overdue(t *testing.T) {
	const all = ""
	tests := map[string]struct {
		opened  string
		call    string // answered with the response; all of them if empty
		respond reply
		other   reply // the response to the other call
		warned  bool
		failed  bool
	}{
		"other server":                       {opened: "old", call: all, respond: proxy404, warned: true},
		"other server, recent":               {opened: "recent", call: all, respond: proxy404, failed: true},
		"other server, unknown age":          {opened: "", call: all, respond: proxy404, failed: true},
		"5xx":                                {opened: "old", call: all, respond: reply{Status: 530}, warned: true},
		"5xx, recent":                        {opened: "recent", call: all, respond: reply{Status: 530}, failed: true},
		"success without a message":          {opened: "old", call: all, respond: reply{Body: `{"success":true}`}, warned: true},
		"rate limit":                         {opened: "old", call: all, respond: limited, failed: true},
		"rate limit of the history":          {opened: "old", call: "history", respond: limited, other: proxy404, failed: true},
		"history open":                       {opened: "old", call: "end", respond: proxy404, other: history, failed: true},
		"history open, end fails":            {opened: "old", call: "end", respond: failed, other: history, failed: true},
		"token mismatch":                     {opened: "old", call: all, respond: tokenMismatch, failed: true},
		"token mismatch of the end":          {opened: "old", call: "end", respond: tokenMismatch, other: proxy404, failed: true},
		"token mismatch of the history":      {opened: "old", call: "history", respond: tokenMismatch, other: proxy404, failed: true},
		"end documented, history other":      {opened: "old", call: "end", respond: notFound, other: proxy404},
		"history documented, end other":      {opened: "old", call: "history", respond: tokenInvalid, other: proxy404},
		"history documented, recent session": {opened: "recent", call: "history", respond: tokenInvalid, other: proxy404},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			v := respondingWith(t, func(call string) reply {
				if test.call == all || test.call == call {
					return test.respond
				}
				return test.other
			})
			ref := ref
			switch test.opened {
			case "old":
				ref.OpenedAt = old
			case "recent":
				ref.OpenedAt = recent
			}
			got, err := v.Close(t.Context(), ref, "")
			if (err != nil) != test.failed || (got.Warning != "") != test.warned {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
}

func TestClose_overdueUnreachable(t *testing.T) {
	for name, opened := range map[string]client.Ref{
		"old": {ID: ref.ID, Token: token, OpenedAt: old}, "recent": {ID: ref.ID, Token: token, OpenedAt: recent},
	} {
		t.Run(name, func(t *testing.T) {
			v := vendorAt(t, unreachable)
			got, err := v.Close(t.Context(), opened, "")
			if want := name == "old"; (err == nil) != want || (got.Warning != "") != want {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
}

func TestClose_overdueStatuses(t *testing.T) {
	// The history of an open session that was seen in between outweighs a later failure.
	probes := 0
	v := respondingWith(t, func(call string) reply {
		if call == "end" {
			return failed
		}
		if probes++; probes == 1 {
			return history
		}
		return reply{Status: http.StatusBadGateway}
	})
	opened := ref
	opened.OpenedAt = old
	if got, err := v.Close(t.Context(), opened, ""); vendortest.StatusOf(err) != http.StatusInternalServerError {
		t.Errorf("got %+v, %v, want the error of the end", got, err)
	}
}
