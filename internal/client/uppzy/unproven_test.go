package uppzy_test

import (
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

// otherServers are responses of gateways, web frameworks and other APIs, as a wrong
// base_url, a missing route or another application sends them. None of them says
// anything about a session. {"status":"ok"} is not among them: a health check sends it
// as well, but it is the documented response to a close.
var otherServers = map[string]reply{
	"NestJS":                 {Status: 404, Body: `{"message":"Cannot POST /api/v1","error":"Not Found","statusCode":404}`},
	"Kong":                   {Status: 404, Body: `{"message":"no Route matched with those values"}`},
	"FastAPI":                {Status: 404, Body: `{"detail":"Not Found"}`},
	"Django REST":            {Status: 404, Body: `{"detail":"Not found."}`},
	"Spring":                 {Status: 404, Body: `{"timestamp":"2026-03-04T12:00:00.000+00:00","status":404,"error":"Not Found","path":"/api/v1"}`},
	"Google":                 {Status: 404, Body: `{"error":{"code":404,"message":"Not Found","status":"NOT_FOUND"}}`},
	"Express":                {Status: 404, Body: `{"error":"Cannot POST /x"}`},
	"Azure API Management":   {Status: 404, Body: `{"statusCode":404,"message":"Resource not found"}`},
	"gRPC gateway":           {Status: 404, Body: `{"code":5,"message":"Not Found","details":[]}`},
	"plain text":             {Status: 404, Body: "404 page not found\n"},
	"the text alone":         {Status: 404, Body: "site not found"},
	"Laravel":                {Status: 404, Body: `{"message":"The route api/v1 could not be found."}`},
	"Rails":                  {Status: 404, Body: `{"status":404,"error":"Not Found"}`},
	"RFC 9457":               {Status: 404, Body: `{"type":"about:blank","title":"Not Found","status":404}`},
	"RFC 9457, 410":          {Status: 410, Body: `{"type":"about:blank","title":"Gone","status":410}`},
	"success false":          {Status: 404, Body: `{"success":false,"error":"not_found"}`},
	"session not found":      {Status: 404, Body: `{"error":"session not found"}`},
	"HTML":                   {Status: 404, Body: `<html><h1>Not Found</h1></html>`},
	"empty":                  {Status: 404},
	"SimpleJWT":              {Status: 401, Body: `{"detail":"Given token not valid for any token type","code":"token_not_valid"}`},
	"401 of the API key":     {Status: 401, Body: `{"error":"invalid_api_key"}`},
	"AWS API Gateway":        {Status: 403, Body: `{"message":"Missing Authentication Token"}`},
	"403 of the plan":        {Status: 403, Body: `{"error":"api_access_not_available_on_plan"}`},
	"FastAPI, 405":           {Status: 405, Body: `{"detail":"Method Not Allowed"}`},
	"409":                    {Status: 409, Body: `{"error":"Conflict"}`},
	"421":                    {Status: 421, Body: "Misdirected Request"},
	"422":                    {Status: 422, Body: `{"message":"Unprocessable Entity","statusCode":422}`},
	"404's text under 410":   {Status: 410, Body: `{"error":"site not found"}`},
	"redirect":               {Status: 302},
	"queued":                 {Status: 202, Body: `{"success":true}`},
	"health":                 {Body: `{"ok":true}`},
	"object":                 {Body: `{}`},
	"null":                   {Body: `null`},
	"sessions of null":       {Body: `{"sessions":null}`},
	"sessions without ids":   {Body: `{"sessions":[{}]}`},
	"list of another name":   {Body: `{"data":[],"total":0}`},
	"array of something":     {Body: `[{"id":"x","name":"y"}]`},
	"array of numbers":       {Body: `[{"id":1,"created_at":"2024-06-13T14:30:00Z"}]`},
	"login page":             {Body: `<html><form action="/login"></form></html>`},
	"no body":                {Status: 204},
	"empty array, no object": emptyArray,
}

func TestUnprovenResponses_everyCall(t *testing.T) {
	seen := client.Ref{ID: "s1", Seen: true, AccountConfirmed: true, SameCredential: true}
	for name, response := range otherServers {
		t.Run(name, func(t *testing.T) {
			v := respondingWith(t, func(string) reply { return response })

			read, err := v.Read(t.Context(), seen)
			if err != nil || read.Status != client.StatusUnknown || read.Note == "" {
				t.Errorf("read: got %+v, %v, want unknown with a note", read, err)
			}
			for _, ref := range []client.Ref{seen, {ID: "s1"}} {
				if got, err := v.Close(t.Context(), ref, ""); err == nil {
					t.Errorf("close of %+v: got %+v, want an error", ref, got)
				}
			}
			all, err := client.List(t.Context(), v, client.Filter{}, 0)
			checkPlain(t, "list", len(all.Sessions) > 0, err)
			clock, err := v.Clock(t.Context())
			checkPlain(t, "clock", !clock.IsZero(), err)
			if response.Body != emptyArray.Body {
				opened, err := v.Open(t.Context(), client.OpenRequest{SessionID: "s1"})
				checkPlain(t, "open", opened != nil, err)
			}
			reply, err := v.Send(t.Context(), seen, client.SendRequest{Text: "hello"})
			checkPlain(t, "send", reply != nil, err)
			request, err := v.ReadRequest(t.Context(), "", "req_1")
			checkPlain(t, "request", request != nil, err)
			err = v.Rate(t.Context(), client.RatedAnswer{SessionID: "s1", RequestID: "req_1"}, client.RatingGood)
			checkPlain(t, "rate", false, err)
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

func TestUnprovenResponses_closeOnly(t *testing.T) {
	for name, response := range otherServers {
		for _, test := range []struct {
			name   string
			seen   bool
			list   reply
			failed bool
		}{
			{"open", true, openEntry, true},
			{"closed", true, closedEntry, false},
			{"missing, seen", true, empty, true},
			{"missing, never seen", false, empty, false},
		} {
			t.Run(name+"/"+test.name, func(t *testing.T) {
				v := respondingWith(t, func(call string) reply {
					if call == "close" {
						return response
					}
					return test.list
				})
				got, err := v.Close(t.Context(), client.Ref{ID: "s1", Seen: test.seen, SameCredential: true}, "")
				if unused := !test.seen && test.name == "missing, never seen"; (err != nil) != test.failed || (got.Warning != "") != unused {
					t.Errorf("got %+v, %v", got, err)
				}
			})
		}
	}
}

// A teardown closes what the list has: an invalid list must not pass for an empty one,
// and a session whose state is unclear is not left out.
func TestSessions(t *testing.T) {
	tests := map[string]struct {
		list   reply
		want   []client.Status
		failed bool
	}{
		"open":             {list: openEntry, want: []client.Status{client.StatusOpen}},
		"unclear":          {list: unclearEntry, want: []client.Status{client.StatusUnknown}},
		"empty":            {list: empty},
		"empty array":      {list: emptyArray, failed: true},
		"array":            {list: reply{Body: `[{"id":"s1","closed_at":null}]`, Odd: true}, want: []client.Status{client.StatusOpen}},
		"null":             {list: reply{Body: `null`, Odd: true}, failed: true},
		"sessions of null": {list: reply{Body: `{"sessions":null}`, Odd: true}, failed: true},
		"one without id":   {list: reply{Body: `{"sessions":[{"id":"s1"},{"closed_at":null}]}`, Odd: true}, failed: true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, replies{"list": {test.list}})
			got, err := client.List(t.Context(), v, client.Filter{NotClosed: true}, 0)
			if (err != nil) != test.failed || err != nil && !client.IsInvalidResponse(err) || len(got.Sessions) != len(test.want) {
				t.Fatalf("got %+v, %v", got, err)
			}
			for i, want := range test.want {
				if got.Sessions[i].Status != want {
					t.Errorf("got %s, want %s", got.Sessions[i].Status, want)
				}
			}
		})
	}
}
