package contract

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// exchange is one call and its answer.
type exchange struct {
	method, path string
	header       map[string]string
	body         string // sent as JSON when not empty

	status int
	typ    string // of the answer; JSON when empty and there is a body
	answer string
}

// play sends the exchange through a validator and gives what it has to say.
func play(t *testing.T, vendor string, x exchange) []Violation {
	t.Helper()
	v, err := New(vendor, "http://127.0.0.1:1/mount/"+vendor+"/")
	if err != nil {
		t.Fatal(err)
	}
	handler := v.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if got, err := io.ReadAll(r.Body); err != nil || string(got) != x.body {
			t.Errorf("the handler got the body %q (%v), want %q", got, err, x.body)
		}
		if x.answer != "" {
			typ := x.typ
			if typ == "" {
				typ = "application/json"
			}
			w.Header().Set("Content-Type", typ)
		}
		w.WriteHeader(x.status)
		_, _ = io.WriteString(w, x.answer)
	}))
	request := httptest.NewRequestWithContext(t.Context(), x.method, "/mount/"+vendor+x.path, strings.NewReader(x.body))
	if x.body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	for name, value := range x.header {
		request.Header.Set(name, value)
	}
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, request)
	if recorder.Code != x.status || recorder.Body.String() != x.answer {
		t.Errorf("the client got %d %q, want %d %q", recorder.Code, recorder.Body, x.status, x.answer)
	}
	return v.Violations()
}

var (
	key    = map[string]string{"X-API-Key": "k"}
	bearer = map[string]string{"Authorization": "Bearer t"}
)

const (
	id           = "123e4567-e89b-12d3-a456-426614174000"
	conversation = `{"object":"conversation","id":"` + id + `","createdAt":"2024-01-15T10:30:00.000Z",` +
		`"updatedAt":"2024-01-15T10:30:00.000Z","status":"open","closedAt":null,"closeReason":null,` +
		`"lastInteractionAt":"2024-01-15T10:30:00.000Z","humanAgent":null,"messages":[]}`
	older = `{"id":"` + id + `","createdAt":"2024-01-15T10:30:00.000Z",` +
		`"updatedAt":"2024-01-15T10:30:00.000Z","status":"closed","closedAt":"2024-01-15T10:30:00.000Z",` +
		`"closeReason":null,"lastInterationAt":"2024-01-15T10:30:00.000Z"}`
)

func TestGoodExchangesPass(t *testing.T) {
	for name, c := range map[string]struct {
		vendor string
		exchange
	}{
		"uppzy close": {"uppzy", exchange{
			method: "POST", path: "/m2m/sites/s%2F1/chat/session/close", header: key,
			body: `{"session_id":"a"}`, status: 200, answer: `{"status":"ok"}`,
		}},
		"uppzy list by e-mail": {"uppzy", exchange{
			method: "GET", path: "/m2m/sites/s/sessions?email=user%40example.com", header: key,
			status: 200, answer: `{"sessions":[]}`,
		}},
		"uppzy 429 without schema": {"uppzy", exchange{
			method: "GET", path: "/m2m/sites/s/sessions", header: key, status: 429, typ: "text/plain", answer: "slow down",
		}},
		"uppzy 5XX": {"uppzy", exchange{
			method: "GET", path: "/m2m/sites/s/sessions", header: key, status: 503,
		}},
		"talkifai stream": {"talkifai", exchange{
			method: "POST", path: "/sessions/chat_1/messages", header: bearer, body: `{"message":"hi"}`,
			status: 200, typ: "text/event-stream", answer: "event: stream_end\ndata: {}\n\n",
		}},
		"talkifai end": {"talkifai", exchange{
			method: "POST", path: "/sessions/chat_1/end", header: bearer,
			status: 200, answer: `{"success":true,"message":"Session ended successfully"}`,
		}},
		"siteassist start": {"siteassist", exchange{
			method: "POST", path: "/conversations", header: bearer, body: `{}`, status: 201, answer: conversation,
		}},
		"siteassist older spelling": {"siteassist", exchange{
			method: "GET", path: "/conversations/" + id, header: bearer, status: 200, answer: older,
		}},
		"siteassist 202": {"siteassist", exchange{
			method: "POST", path: "/conversations/" + id + "/messages", header: bearer,
			body: `{"content":"hi"}`, status: 202, answer: `"Message sent"`,
		}},
		"siteassist init needs no token": {"siteassist", exchange{
			method: "POST", path: "/identity/init", body: `{"apiKey":"k","saVid":"d"}`, status: 401,
			answer: `{"error":{"message":"no"}}`,
		}},
		"uponai end": {"uponai", exchange{
			method: "POST", path: "/api/chats/c/end", header: bearer, body: `{"workspaceId":42}`, status: 204,
		}},
		"uponai default answer": {"uponai", exchange{
			method: "GET", path: "/api/chats?workspaceId=42&limit=10", header: bearer,
			status: 418, typ: "text/html", answer: "<html>",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, violation := range play(t, c.vendor, c.exchange) {
				t.Error(violation)
			}
		})
	}
}

func TestBadExchangesAreFound(t *testing.T) {
	for name, c := range map[string]struct {
		vendor, side string
		exchange
	}{
		"workspaceId as text": {"uponai", SideRequest, exchange{
			method: "POST", path: "/api/chats/c/end", header: bearer, body: `{"workspaceId":"42"}`, status: 204,
		}},
		"workspaceId missing in the query": {"uponai", SideRequest, exchange{
			method: "GET", path: "/api/chats/c", header: bearer, status: 200, answer: `{"chatId":"c"}`,
		}},
		"end without a body": {"uponai", SideRequest, exchange{
			method: "POST", path: "/api/chats/c/end", header: bearer, status: 204,
		}},
		"additional property": {"uppzy", SideRequest, exchange{
			method: "POST", path: "/m2m/sites/s/chat/session/close", header: key,
			body: `{"session_id":"a","reason":"b"}`, status: 200, answer: `{"status":"ok"}`,
		}},
		"no credential": {"uppzy", SideRequest, exchange{
			method: "GET", path: "/m2m/sites/s/sessions", status: 200, answer: `{"sessions":[]}`,
		}},
		"wrong credential": {"talkifai", SideRequest, exchange{
			method: "POST", path: "/sessions/c/end", header: key, status: 200, answer: `{"success":true,"message":""}`,
		}},
		"basic instead of bearer": {"uponai", SideRequest, exchange{
			method: "GET", path: "/api/workspaces", header: map[string]string{"Authorization": "Basic dTpw"}, status: 200, answer: `[]`,
		}},
		"credential too many": {"siteassist", SideRequest, exchange{
			method: "POST", path: "/identity/init", header: bearer, body: `{"apiKey":"k","saVid":"d"}`, status: 401,
			answer: `{"error":{"message":"no"}}`,
		}},
		"body where none belongs": {"talkifai", SideRequest, exchange{
			method: "POST", path: "/sessions/c/end", header: bearer, body: `{}`,
			status: 200, answer: `{"success":true,"message":""}`,
		}},
		"unknown query parameter": {"uppzy", SideRequest, exchange{
			method: "GET", path: "/m2m/sites/s/sessions?page=2", header: key, status: 200, answer: `{"sessions":[]}`,
		}},
		"query parameter twice": {"uppzy", SideRequest, exchange{
			method: "GET", path: "/m2m/sites/s/sessions?email=a%40b.c&email=b%40b.c", header: key, status: 200, answer: `{"sessions":[]}`,
		}},
		"limit out of range": {"siteassist", SideRequest, exchange{
			method: "GET", path: "/conversations?limit=101", header: bearer, status: 422, answer: `{"error":{"message":"no"}}`,
		}},
		"format in a body": {"uppzy", SideRequest, exchange{
			method: "POST", path: "/m2m/sites/s/chat", header: key, body: `{"session_id":"a","message":"b","email":"nobody"}`,
			status: 400, answer: `{"error":"invalid payload"}`,
		}},
		"format in a path": {"siteassist", SideRequest, exchange{
			method: "GET", path: "/conversations/abc", header: bearer, status: 404, answer: `{"error":{"message":"no"}}`,
		}},
		"uuid in a body": {"talkifai", SideRequest, exchange{
			method: "POST", path: "/sessions", header: key, body: `{"agent_id":"agent_xyz"}`, status: 404, answer: `{"detail":"no"}`,
		}},
		"wrong content type": {"uppzy", SideRequest, exchange{
			method: "POST", path: "/m2m/sites/s/chat/session/close",
			header: map[string]string{"X-API-Key": "k", "Content-Type": "text/plain"},
			body:   `{"session_id":"a"}`, status: 200, answer: `{"status":"ok"}`,
		}},
		"unknown route": {"uppzy", SideRequest, exchange{
			method: "DELETE", path: "/m2m/sites/s/sessions", header: key, status: 405,
		}},
		"undeclared status": {"uppzy", SideResponse, exchange{
			method: "GET", path: "/m2m/sites/s/sessions", header: key, status: 409, answer: `{"error":"no"}`,
		}},
		"undeclared redirect": {"uppzy", SideResponse, exchange{
			method: "GET", path: "/m2m/sites/s/sessions", header: key, status: 307,
		}},
		"bare array": {"uppzy", SideResponse, exchange{
			method: "GET", path: "/m2m/sites/s/sessions", header: key, status: 200, answer: `[]`,
		}},
		"field missing in an answer": {"siteassist", SideResponse, exchange{
			method: "GET", path: "/conversations/" + id, header: bearer, status: 200,
			answer: strings.ReplaceAll(conversation, "createdAt", "madeAt"),
		}},
		"null for an object": {"uponai", SideResponse, exchange{
			method: "GET", path: "/api/chats/c?workspaceId=42", header: bearer, status: 200, answer: `{"chatId":"c","metadata":null}`,
		}},
		"time of a wrong form": {"uponai", SideResponse, exchange{
			method: "GET", path: "/api/chats/c?workspaceId=42", header: bearer, status: 200, answer: `{"chatId":"c","startedAt":"yesterday"}`,
		}},
		"HTML for JSON": {"talkifai", SideResponse, exchange{
			method: "POST", path: "/sessions/c/end", header: bearer, status: 200, typ: "text/html", answer: `<html>`,
		}},
		"not JSON": {"talkifai", SideResponse, exchange{
			method: "POST", path: "/sessions/c/end", header: bearer, status: 200, answer: `<html>`,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			violations := play(t, c.vendor, c.exchange)
			if len(violations) == 0 {
				t.Fatal("nothing was found")
			}
			for _, violation := range violations {
				t.Log(violation)
				if violation.Side != c.side || violation.Vendor != c.vendor || violation.Reason == "" {
					t.Errorf("want a violation on the %s only", c.side)
				}
			}
		})
	}
}
