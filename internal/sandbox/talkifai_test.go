package sandbox_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/contract"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

const newTalk = `{"agent_id":"` + sandbox.TalkifAIAgentID + `","user_identifier":"u@example.com","metadata":{"env":"pr-1"}}`

// talk opens a session and gives its path and the header with its token.
func (b *bench) talk() (id, path string, token http.Header) {
	b.t.Helper()
	body := b.want(b.call(sandbox.TalkifAI, "POST", "/sessions", newTalk), 200)
	id = b.text(body, "conversation_id")
	return id, "/sessions/" + id, bearer(b.text(body, "session_token"))
}

func TestTalkifAILifeOfASession(t *testing.T) {
	b := newBench(t, sandbox.Variants{})
	id, path, token := b.talk()
	if strings.Contains(id, "example") {
		t.Errorf("the id %q shows the address", id)
	}
	r := b.as(token, sandbox.TalkifAI, "POST", path+"/messages", `{"message":"hi you `+sandbox.ToolMarker+sandbox.EndMarker+`"}`)
	b.want(r, 200,
		"event: stream_start\ndata: {\"agent_name\":\"Support Agent\"}\n\n", "event: tool_call\n", "event: tool_result\n",
		"event: handoff\n", "event: chunk\ndata: {\"delta\":\"You \"}\n\n", `"end_session":true`)
	if typ := r.header.Get("Content-Type"); typ != "text/event-stream" {
		t.Errorf("content type %q", typ)
	}
	b.want(b.as(token, sandbox.TalkifAI, "POST", path+"/messages", `{"message":"`+sandbox.FailMarker+`"}`), 200, "event: error\n")

	b.want(b.as(token, sandbox.TalkifAI, "GET", path+"/messages", ""), 200,
		`"count":4`, `"timestamp":"2026-03-04T12:00:00+00:00","token_count":null`, `"token_count":5`)
	b.want(b.as(token, sandbox.TalkifAI, "GET", path+"/messages?limit=1&offset=3", ""), 200, `"count":1`, sandbox.FailMarker)
	b.want(b.as(token, sandbox.TalkifAI, "GET", path+"/messages?offset=9", ""), 200, `{"count":0,"messages":[]}`)

	b.want(b.as(token, sandbox.TalkifAI, "POST", path+"/end", ""), 200, `{"success":true,"message":"Session ended successfully"}`)
	b.want(b.as(token, sandbox.TalkifAI, "POST", path+"/messages", `{"message":"late"}`), 404)
	got, _ := b.Session(sandbox.TalkifAI, id)
	if got.Open || got.CloseReason != "ended" || got.AgentID != sandbox.TalkifAIAgentID ||
		got.Metadata["env"] != "pr-1" || got.UserIdentifier != "u@example.com" || got.Account != "" {
		t.Errorf("session %+v", got)
	}
}

func TestTalkifAICreate(t *testing.T) {
	b := newBench(t, sandbox.Variants{})
	create := func(agent string) reply {
		return b.call(sandbox.TalkifAI, "POST", "/sessions", `{"agent_id":"`+agent+`"}`)
	}
	b.want(create(sandbox.TalkifAIAgentID), 200, `"greeting":"Hello`, `"agent_model":"gpt-4o-mini"`)
	b.want(create(sandbox.TalkifAIQuietAgentID), 200, `"greeting":null`)
	b.want(create(sandbox.TalkifAIVoiceAgentID), 400, "not_text_agent")
	b.want(create(sandbox.TalkifAIForeignAgentID), 404, "Agent "+sandbox.TalkifAIForeignAgentID+" not found or does not belong")
	for key, status := range map[string]int{"wrong": 401, sandbox.TalkifAINoCreditsAPIKey: 402} {
		b.want(b.as(http.Header{"X-Api-Key": {key}}, sandbox.TalkifAI, "POST", "/sessions", newTalk), status)
	}
	b.SetVariants(sandbox.Variants{TalkifAI: sandbox.TalkifAIVariants{ErrorShape: sandbox.ErrorEnvelope}})
	b.want(create(sandbox.TalkifAIVoiceAgentID), 400, `"success":false`, `"code":"not_text_agent"`)
	b.outside(sandbox.TalkifAI, contract.SideRequest, func() {
		b.want(create("agent_xyz"), 422, "not a valid uuid")
		b.want(b.as(bearer(sandbox.TalkifAIAPIKey), sandbox.TalkifAI, "POST", "/sessions", newTalk), 401)
		b.want(b.call(sandbox.TalkifAI, "POST", "/sessions", `{"agent":"x"}`), 422)
		b.want(b.call(sandbox.TalkifAI, "POST", "/sessions", strings.Replace(newTalk, "u@example.com", "", 1)), 422)
	})
}

func TestTalkifAITokens(t *testing.T) {
	b := newBench(t, sandbox.Variants{TalkifAI: sandbox.TalkifAIVariants{IdleTimeout: sandbox.Duration(48 * time.Hour)}})
	id, path, token := b.talk()
	_, otherPath, other := b.talk()
	end := func(header http.Header, path string) reply {
		return b.as(header, sandbox.TalkifAI, "POST", path+"/end", "")
	}

	b.want(end(other, path), 403, "does not match session token")
	b.want(end(token, "/sessions/unknown"), 403)
	b.want(end(bearer("wrong"), path), 401, `{"detail":"Invalid token"}`)
	b.Advance(24*time.Hour - time.Second)
	b.want(b.as(token, sandbox.TalkifAI, "GET", path+"/messages", ""), 200)
	b.Advance(time.Second)
	b.want(b.as(token, sandbox.TalkifAI, "GET", path+"/messages", ""), 401)
	b.want(end(token, path), 401)
	if got, _ := b.Session(sandbox.TalkifAI, id); !got.Open {
		t.Error("a refused end closed the session")
	}
	_, path, token = b.talk()
	b.ExpireTokens(sandbox.TalkifAI)
	b.want(end(token, path), 401)
	b.outside(sandbox.TalkifAI, contract.SideRequest, func() {
		b.want(end(auth(sandbox.TalkifAI), otherPath), 401)
		b.want(b.as(other, sandbox.TalkifAI, "POST", otherPath+"/messages", `{"message":""}`), 401)
	})
}

func TestTalkifAIMessageLimits(t *testing.T) {
	b := newBench(t, sandbox.Variants{})
	_, path, token := b.talk()
	longest := strings.Repeat("ä", 10_000)
	b.want(b.as(token, sandbox.TalkifAI, "POST", path+"/messages", `{"message":"`+longest+`"}`), 200)
	b.outside(sandbox.TalkifAI, contract.SideRequest, func() {
		b.want(b.as(token, sandbox.TalkifAI, "POST", path+"/messages", `{"message":"`+longest+`a"}`), 400, "Message too long (max 10000 characters)")
		b.want(b.as(token, sandbox.TalkifAI, "POST", path+"/messages", `{"message":""}`), 422)
		b.want(b.as(token, sandbox.TalkifAI, "GET", path+"/messages?limit=101", ""), 200)
		b.SetVariants(sandbox.Variants{TalkifAI: sandbox.TalkifAIVariants{LargeLimit: 422}})
		b.want(b.as(token, sandbox.TalkifAI, "GET", path+"/messages?limit=101", ""), 422)
		b.want(b.as(token, sandbox.TalkifAI, "GET", path+"/messages?offset=-1", ""), 422)
	})
}

func TestTalkifAIIdleExpiry(t *testing.T) {
	b := newBench(t, sandbox.Variants{})
	id, path, token := b.talk()
	b.Advance(30 * time.Minute)
	if got, _ := b.Session(sandbox.TalkifAI, id); got.Open || got.CloseReason != "idle" || !got.ClosedAt.Equal(noon.Add(30*time.Minute)) {
		t.Errorf("session %+v", got)
	}
	b.want(b.as(token, sandbox.TalkifAI, "GET", path+"/messages?limit=1", ""), 404)
}

func TestTalkifAIAfterTheEnd(t *testing.T) {
	b := newBench(t, sandbox.Variants{})
	id, path, token := b.talk()
	b.CloseSession(sandbox.TalkifAI, id)
	removed, removedPath, removedToken := b.talk()
	b.RemoveSession(sandbox.TalkifAI, removed)
	b.want(b.as(removedToken, sandbox.TalkifAI, "GET", removedPath+"/messages", ""), 404)
	for _, status := range []sandbox.Status{404, 401} {
		b.SetVariants(sandbox.Variants{TalkifAI: sandbox.TalkifAIVariants{SecondEnd: status}})
		b.want(b.as(token, sandbox.TalkifAI, "POST", path+"/end", ""), int(status))
		b.want(b.as(removedToken, sandbox.TalkifAI, "POST", removedPath+"/end", ""), int(status))
	}
}

// Each refusal has the text of its page, or the envelope of the vendor's OpenAPI file.
func TestTalkifAIErrorBodies(t *testing.T) {
	b := newBench(t, sandbox.Variants{})
	_, path, token := b.talk()
	ended, endedPath, endedToken := b.talk()
	b.CloseSession(sandbox.TalkifAI, ended)
	create := func(key, agent string) reply {
		return b.as(http.Header{"X-Api-Key": {key}}, sandbox.TalkifAI, "POST", "/sessions", `{"agent_id":"`+agent+`"}`)
	}
	with := func(token http.Header, method, path, body string) func() reply {
		return func() reply { return b.as(token, sandbox.TalkifAI, method, path, body) }
	}
	foreign := func() reply { return create(sandbox.TalkifAIAPIKey, sandbox.TalkifAIForeignAgentID) }
	const (
		end, history, message = "/end", "/messages", `{"message":"m"}`
		gone, goneCode        = "Session not found or expired", "session_not_found"
	)
	for _, c := range []struct {
		name     string
		call     func() reply
		variants sandbox.TalkifAIVariants
		status   int
		detail   string // "detail" of the pages
		code     string // of the envelope
		openapi  string // error of AP, where it prints one
	}{
		{"wrong key", func() reply { return create("wrong", sandbox.TalkifAIAgentID) }, sandbox.TalkifAIVariants{}, 401, "Invalid API key", "invalid_api_key", "Invalid API key"},
		{
			"no credits", func() reply { return create(sandbox.TalkifAINoCreditsAPIKey, sandbox.TalkifAIAgentID) },
			sandbox.TalkifAIVariants{},
			402,
			"Insufficient credits. Please add credits to continue.", "insufficient_credits", "",
		},
		{"foreign agent, 400", foreign, sandbox.TalkifAIVariants{ForeignAgent: 400}, 400, "Agent not found or does not belong to your organization", "", ""},
		{"foreign agent, 403", foreign, sandbox.TalkifAIVariants{ForeignAgent: 403}, 403, "Agent does not belong to your organization", "", ""},
		{"busy", with(token, "POST", path+history, message), sandbox.TalkifAIVariants{BusySend: 409}, 409, "Another message is already processing", "message_in_progress", ""},
		{"other token", with(token, "GET", endedPath+history, ""), sandbox.TalkifAIVariants{}, 403, "Conversation ID does not match session token", "conversation_mismatch", ""},
		{"wrong token, end", with(bearer("x"), "POST", path+end, ""), sandbox.TalkifAIVariants{}, 401, "Invalid token", "invalid_token", "Invalid API key"},
		{"ended, end", with(endedToken, "POST", endedPath+end, ""), sandbox.TalkifAIVariants{}, 404, gone, goneCode, "Not found"},
		{"ended, history", with(endedToken, "GET", endedPath+history, ""), sandbox.TalkifAIVariants{}, 404, gone, goneCode, "Not found"},
		{"ended, send", with(endedToken, "POST", endedPath+history, message), sandbox.TalkifAIVariants{}, 404, gone, goneCode, "Not found"},
	} {
		v := c.variants
		b.SetVariants(sandbox.Variants{TalkifAI: v})
		if r := c.call(); r.status != c.status || strings.TrimSpace(r.body) != `{"detail":"`+c.detail+`"}` {
			t.Errorf("%s: %d %s", c.name, r.status, r.body)
		}
		v.ErrorShape = sandbox.ErrorEnvelope
		b.SetVariants(sandbox.Variants{TalkifAI: v})
		if r := b.want(c.call(), c.status); r["success"] != false || r["error"] != c.detail || c.code != "" && r["code"] != c.code {
			t.Errorf("%s: %v", c.name, r)
		}
		v.ErrorShape = sandbox.ErrorOpenAPI
		b.SetVariants(sandbox.Variants{TalkifAI: v})
		if r := b.want(c.call(), c.status); c.openapi != "" && r["error"] != c.openapi {
			t.Errorf("%s: %v", c.name, r)
		}
	}
}

func TestTalkifAIVariants(t *testing.T) {
	b := newBench(t, sandbox.Variants{TalkifAI: sandbox.TalkifAIVariants{
		ConversationID: sandbox.ConversationEscaped, Handoff: sandbox.HandoffFromTo,
	}})
	created := b.want(b.call(sandbox.TalkifAI, "POST", "/sessions", newTalk), 200)
	path := "/sessions/" + url.PathEscape(b.text(created, "conversation_id"))
	token := bearer(b.text(created, "session_token"))
	b.want(b.as(token, sandbox.TalkifAI, "POST", path+"/messages", `{"message":"`+sandbox.ToolMarker+`"}`), 200,
		`data: {"from_agent":"Support Agent","to_agent":"Second Agent"}`, `"input_tokens":1`, `"output_tokens":3`)
	b.want(b.as(token, sandbox.TalkifAI, "POST", path+"/end", ""), 200)
}
