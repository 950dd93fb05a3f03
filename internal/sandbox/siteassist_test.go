package sandbox_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/contract"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

func (b *bench) assist(method, path, body string) reply {
	b.t.Helper()
	return b.call(sandbox.SiteAssist, method, path, body)
}

// visitor gets a token for a device and the id of its visitor.
func (b *bench) visitor(device string, status int) (id string, token http.Header) {
	b.t.Helper()
	r := b.as(nil, sandbox.SiteAssist, "POST", "/identity/init",
		`{"apiKey":"`+sandbox.SiteAssistPublishableKey+`","saVid":"`+device+`"}`)
	body := b.want(r, status)
	visitor, _ := body["visitor"].(map[string]any)
	return b.text(visitor, "id"), bearer(b.text(body, "sessionToken"))
}

// conversation starts a conversation of the default visitor.
func (b *bench) conversation() (id, path string) {
	b.t.Helper()
	id = b.text(b.want(b.assist("POST", "/conversations", `{}`), 201), "id")
	return id, "/conversations/" + id
}

func TestSiteAssistLifeOfAConversation(t *testing.T) {
	b := newBench(t, sandbox.Variants{})
	body := b.want(b.assist("POST", "/conversations", `{"context":{"pageUrl":"https://example.com/x"}}`), 201,
		`"status":"open"`, `"lastInteractionAt":"2026-03-04T12:00:00.000Z"`, `"messages":[]`, `"humanAgent":null`)
	id := b.text(body, "id")
	path := "/conversations/" + id
	b.want(b.assist("GET", "/conversations", ""), 200, `"total":1`, `"limit":10`, `"lastMessage":null`)

	b.want(b.assist("POST", path+"/messages", `{"content":"hi","pageContext":{"url":null,"title":"T"}}`), 200, `"text":"You said: hi"`)
	b.want(b.assist("POST", path+"/messages", `{"content":"hi","stream":true}`), 200, `data: {"delta":"You "`, "data: [DONE]\n\n")
	b.want(b.assist("POST", path+"/messages", `{"content":"`+sandbox.FailMarker+`"}`), 502, "BAD_GATEWAY")
	b.want(b.assist("POST", path+"/messages", `{"content":"`+sandbox.HumanMarker+`"}`), 202, "Message sent")
	b.want(b.assist("POST", path+"/messages", `{"content":"still there?"}`), 202)
	b.want(b.assist("GET", path, ""), 200, `"isHumanHandled":true`, `"humanAgent":{"image":null,"name":"Sandbox Human"}`)
	b.want(b.assist("GET", "/conversations", ""), 200, `"lastMessage":{`, "still there?")
	b.want(b.assist("GET", path+"/messages?role=user&limit=1&offset=1", ""), 200, `"role":"user"`, `"object":"list"`)
	b.want(b.assist("GET", path+"/messages?status=error", ""), 200, `"data":[]`)

	got, _ := b.Session(sandbox.SiteAssist, id)
	if got.PageURL != "https://example.com/x" || got.Account != sandbox.SiteAssistAccount(sandbox.SiteAssistVisitorID) {
		t.Errorf("session %+v", got)
	}
	message := "/messages/" + got.Messages[1].ID + "/feedback"
	b.want(b.assist("POST", message, `{"feedback":"like"}`), 200, `{"feedback":"like"}`)
	b.want(b.assist("GET", path+"/messages?role=assistant", ""), 200, `"feedback":"like","feedbackAt":"2026-03-04T12:00:00.000Z"`)
	b.want(b.assist("POST", message, `{"feedback":null}`), 200, `{"feedback":null}`)
	b.want(b.assist("POST", "/messages/"+id+"/feedback", `{"feedback":"dislike"}`), 404)

	b.Advance(time.Minute)
	b.want(b.assist("POST", path+"/close", `{"closeReason":"done"}`), 200, `{"success":true,"message":"Conversation closed successfully."}`)
	b.want(b.assist("POST", path+"/close", `{"closeReason":"again"}`), 200, `"success":true`)
	b.want(b.assist("GET", path, ""), 200, `"status":"closed"`, `"closeReason":"done"`, `"closedAt":"2026-03-04T12:01:00.000Z"`)
	b.want(b.assist("POST", path+"/messages", `{"content":"late"}`), 409, "CONFLICT")
}

func TestSiteAssistIdentity(t *testing.T) {
	b := newBench(t, sandbox.Variants{})
	first, token := b.visitor("device-1", 201)
	again, _ := b.visitor("device-1", 200)
	other, otherToken := b.visitor("device-2", 201)
	known, _ := b.visitor(sandbox.SiteAssistVisitorID, 200)
	if first != again || first == other || first != sandbox.SiteAssistAccount("device-1") {
		t.Errorf("visitors %s, %s, %s", first, again, other)
	}
	b.want(b.assist("GET", "/identity/me", ""), 200, known)
	b.want(b.as(token, sandbox.SiteAssist, "GET", "/identity/me", ""), 200, first, `"type":"anonymous"`)
	b.want(b.as(nil, sandbox.SiteAssist, "POST", "/identity/init", `{"apiKey":"wrong","saVid":"d"}`), 401, "UNAUTHORIZED")

	b.Advance(24 * time.Hour)
	b.want(b.as(token, sandbox.SiteAssist, "GET", "/identity/me", ""), 401)
	b.want(b.assist("GET", "/identity/me", ""), 200)
	_, token = b.visitor("device-1", 200)
	b.want(b.as(token, sandbox.SiteAssist, "GET", "/identity/me", ""), 200)
	b.SetVariants(sandbox.Variants{SiteAssist: sandbox.SiteAssistVariants{TokenLifetime: sandbox.Duration(time.Minute)}})
	_, short := b.visitor("device-1", 200)
	b.Advance(time.Minute)
	b.want(b.as(short, sandbox.SiteAssist, "GET", "/identity/me", ""), 401)
	b.ExpireTokens(sandbox.SiteAssist)
	for _, dead := range []http.Header{token, otherToken, auth(sandbox.SiteAssist)} {
		b.want(b.as(dead, sandbox.SiteAssist, "GET", "/identity/me", ""), 401)
	}
	b.outside(sandbox.SiteAssist, contract.SideRequest, func() {
		b.want(b.as(nil, sandbox.SiteAssist, "POST", "/identity/init", `{"apiKey":"k","saVid":""}`), 422)
		b.want(b.as(nil, sandbox.SiteAssist, "POST", "/identity/init", `{"apiKey":"k"}`), 422)
	})
}

// Bodies are optional on start and close, and a page context may be null.
func TestSiteAssistOptionalBodies(t *testing.T) {
	b := newBench(t, sandbox.Variants{})
	path := "/conversations/" + b.text(b.want(b.assist("POST", "/conversations", ""), 201), "id")
	b.want(b.assist("POST", path+"/messages", `{"content":"hi","pageContext":null}`), 200)
	b.want(b.assist("POST", path+"/close", ""), 200, `"success":true`)
	b.want(b.assist("GET", path, ""), 200, `"closeReason":null`)
}

func TestSiteAssistOrigin(t *testing.T) {
	b := newBench(t, sandbox.Variants{})
	init := func(origin string) reply {
		header := http.Header{}
		if origin != "" {
			header.Set("Origin", origin)
		}
		return b.as(header, sandbox.SiteAssist, "POST", "/identity/init",
			`{"apiKey":"`+sandbox.SiteAssistPublishableKey+`","saVid":"`+sandbox.SiteAssistVisitorID+`"}`)
	}
	b.want(init(""), 200)
	b.want(init("https://elsewhere.example"), 403, "FORBIDDEN")
	for _, status := range []sandbox.Status{401, 403} {
		b.SetVariants(sandbox.Variants{SiteAssist: sandbox.SiteAssistVariants{InitWithoutOrigin: status}})
		b.want(init(""), int(status))
		b.want(init("https://elsewhere.example"), int(status))
		b.want(init(sandbox.SiteAssistOrigin), 200)
	}
}

func TestSiteAssistPrivateKey(t *testing.T) {
	b := newBench(t, sandbox.Variants{})
	foreign := "/conversations/" + b.Seed(sandbox.SiteAssist, sandbox.Seed{Account: "someone else"}).ID
	private := bearer(sandbox.SiteAssistPrivateKey)
	call := func(method, path string) reply { return b.as(private, sandbox.SiteAssist, method, path, "") }

	path := "/conversations/" + b.text(b.want(call("POST", "/conversations"), 201), "id")
	b.want(b.assist("GET", path, ""), 200)
	b.want(call("GET", "/conversations"), 200, `"total":1`)
	b.want(call("GET", foreign), 403)
	b.want(call("GET", "/identity/me"), 200, sandbox.SiteAssistAccount(sandbox.SiteAssistVisitorID))

	b.SetVariants(sandbox.Variants{SiteAssist: sandbox.SiteAssistVariants{PrivateKey: sandbox.KeyOfProject}})
	b.want(call("POST", "/conversations"), 201)
	b.want(call("GET", "/conversations"), 200, `"total":3`)
	b.want(call("POST", foreign+"/close"), 200, `"success":true`)
	b.want(call("GET", "/conversations/00000000-0000-4000-8000-000000000000"), 404)

	for key, status := range map[string]int{sandbox.KeyUnauthorized: 401, sandbox.KeyForbidden: 403} {
		b.SetVariants(sandbox.Variants{SiteAssist: sandbox.SiteAssistVariants{PrivateKey: key}})
		b.want(call("GET", "/conversations"), status)
		b.want(call("GET", "/identity/me"), status)
	}
	for _, status := range []sandbox.Status{401, 403, 404} {
		b.SetVariants(sandbox.Variants{SiteAssist: sandbox.SiteAssistVariants{PrivateKeyMe: status}})
		b.want(call("GET", "/identity/me"), int(status))
		b.want(b.assist("GET", "/identity/me", ""), 200)
	}
}

func TestSiteAssistList(t *testing.T) {
	b := newBench(t, sandbox.Variants{})
	for i, id := range []string{"a", "b", "c"} {
		at := noon.Add(time.Duration(i) * time.Minute)
		b.Seed(sandbox.SiteAssist, sandbox.Seed{ID: strings.Repeat(id, 8) + "-0000-4000-8000-000000000000", CreatedAt: at, Closed: id == "b"})
	}
	b.Seed(sandbox.SiteAssist, sandbox.Seed{Account: "someone else"})
	order := func(path string) string {
		var ids strings.Builder
		body := b.want(b.assist("GET", path, ""), 200)
		data, _ := body["data"].([]any)
		for _, item := range data {
			fields, _ := item.(map[string]any)
			ids.WriteString(b.text(fields, "id")[:1])
		}
		return ids.String()
	}
	for path, want := range map[string]string{
		"/conversations": "cba",
		"/conversations?orderBy=createdAt&orderDir=asc":       "abc",
		"/conversations?orderBy=id":                           "cba",
		"/conversations?status=open":                          "ca",
		"/conversations?status=closed":                        "b",
		"/conversations?limit=1&offset=1":                     "b",
		"/conversations?offset=7":                             "",
		"/conversations?orderBy=closedAt&orderDir=asc":        "acb",
		"/conversations?orderBy=lastInterationAt&limit=2":     "cb",
		"/conversations?orderBy=status&orderDir=asc&offset=0": "bac",
		"/conversations?orderBy=updatedAt&orderDir=desc":      "cba",
		"/conversations?orderBy=isHumanHandled&orderDir=asc":  "abc",
		"/conversations?orderBy=title&orderDir=asc":           "abc",
		"/conversations?orderBy=lastInteractionAt&limit=100":  "cba",
	} {
		if got := order(path); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
	b.outside(sandbox.SiteAssist, contract.SideRequest, func() {
		for _, query := range []string{"limit=0", "limit=101", "offset=-1", "status=ended", "orderBy=mood", "orderDir=up"} {
			b.want(b.assist("GET", "/conversations?"+query, ""), 422, "VALIDATION_ERROR")
		}
	})
}

func TestSiteAssistVariants(t *testing.T) {
	b := newBench(t, sandbox.Variants{})
	set := func(v sandbox.SiteAssistVariants) { b.SetVariants(sandbox.Variants{SiteAssist: v}) }
	const unknown = "/conversations/00000000-0000-4000-8000-000000000000"
	foreign := "/conversations/" + b.Seed(sandbox.SiteAssist, sandbox.Seed{Account: "someone else"}).ID

	_, closed := b.conversation()
	b.want(b.assist("POST", closed+"/close", ""), 200)
	for _, status := range []sandbox.Status{200, 409} {
		set(sandbox.SiteAssistVariants{SecondClose: status})
		b.want(b.assist("POST", closed+"/close", `{}`), int(status))
	}
	for _, status := range []sandbox.Status{404, 403} {
		set(sandbox.SiteAssistVariants{UnknownID: status, ForeignID: 404 + 403 - status})
		b.want(b.assist("POST", unknown+"/close", `{}`), int(status))
		b.want(b.assist("GET", unknown, ""), int(status))
		b.want(b.assist("GET", foreign, ""), 404+403-int(status))
		b.want(b.assist("POST", foreign+"/close", `{}`), 404+403-int(status))
	}
	set(sandbox.SiteAssistVariants{StartStatus: 200, Interaction: sandbox.InterationAt})
	b.want(b.assist("POST", "/conversations", `{}`), 200, `"lastInterationAt"`)

	set(sandbox.SiteAssistVariants{Interaction: sandbox.InteractionAbsent})
	if r := b.assist("POST", "/conversations", `{}`); r.status != 201 || strings.Contains(r.body, "lastInter") {
		t.Errorf("%+v", r)
	}

	b.outside(sandbox.SiteAssist, contract.SideRequest, func() {
		b.want(b.assist("POST", "/conversations", `{"context":{"pageUrl":"x"}}`), 422)
		b.want(b.assist("POST", "/conversations", `{"page":"x"}`), 400)
		b.want(b.assist("POST", closed+"/close", `{"closeReason":"`+strings.Repeat("r", 257)+`"}`), 422)
		b.want(b.assist("POST", closed+"/messages", `{"content":""}`), 400)
		b.want(b.assist("POST", closed+"/messages", `{"content":"`+strings.Repeat("r", 10_001)+`"}`), 422)
		b.want(b.assist("GET", closed+"/messages?limit=1001", ""), 422)
		b.want(b.assist("POST", "/messages/00000000-0000-4000-8000-000000000000/feedback", `{}`), 422)
	})
}
