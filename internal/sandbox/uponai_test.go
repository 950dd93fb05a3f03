package sandbox_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/contract"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

const inWorkspace = `{"workspaceId":42}`

func (b *bench) upon(method, path, body string) reply {
	b.t.Helper()
	return b.call(sandbox.UponAI, method, path, body)
}

func (b *bench) chat() (id, path string) {
	b.t.Helper()
	body := b.want(b.upon("POST", "/api/chats", `{"workspaceId":42,"agent_id":"`+sandbox.UponAIAgentID+`"}`), 201)
	id = b.text(body, "chatId")
	return id, "/api/chats/" + id
}

func TestUponAILifeOfAChat(t *testing.T) {
	b := newBench(t, sandbox.Variants{})
	body := b.want(b.upon("POST", "/api/chats",
		`{"workspaceId":42,"agent_id":"`+sandbox.UponAIAgentID+`","metadata":{"a":"1"},"uponai_dynamic_variables":{"tier":"x"}}`), 201,
		`"status":"ongoing"`, `"metadata":{"a":"1"}`, `"uponai_dynamic_variables":{"tier":"x"}`, `"endedAt":null`,
		`"transcript":null`, `"customAttributes":{}`, `"startedAt":"2026-03-04T12:00:00Z"`)
	id := b.text(body, "chatId")
	path := "/api/chats/" + id
	b.want(b.upon("POST", path+"/completions", `{"workspaceId":42,"content":"hi"}`), 201, `"content":"You said: hi"`, `"tool_calls":[]`)
	b.want(b.upon("PATCH", path, `{"workspaceId":42,"custom_attributes":{"c":1},"override_dynamic_variables":{"d":"2"}}`), 200,
		`"customAttributes":{"c":1}`, `"overrideDynamicVariables":{"d":"2"}`, `"metadata":{"a":"1"}`)
	b.Advance(time.Minute)
	r := b.upon("POST", path+"/end", inWorkspace)
	if b.want(r, 204); r.body != "" || r.header.Get("Content-Type") != "" {
		t.Errorf("a 204 with %q and %v", r.body, r.header)
	}
	b.want(b.upon("GET", path+"?workspaceId=42", ""), 200, `"status":"ended"`, `"endedAt":"2026-03-04T12:01:00Z"`,
		`"transcript":"User: hi\nAgent: You said: hi\n"`, `"chat_summary"`)
	b.want(b.upon("POST", path+"/end", inWorkspace), 204)
	b.want(b.upon("POST", path+"/completions", `{"workspaceId":42,"content":"late"}`), 400)
	got, _ := b.Session(sandbox.UponAI, id)
	if got.Open || got.Account != "42" || got.AgentID != sandbox.UponAIAgentID || got.DynamicVariables["tier"] != "x" {
		t.Errorf("session %+v", got)
	}
	_, failing := b.chat()
	b.want(b.upon("POST", failing+"/completions", `{"workspaceId":42,"content":"`+sandbox.FailMarker+`"}`), 500)
	b.want(b.upon("GET", failing+"?workspaceId=42", ""), 200, `"status":"error"`)
}

func TestUponAIWorkspaces(t *testing.T) {
	b := newBench(t, sandbox.Variants{})
	id, path := b.chat()
	b.want(b.upon("GET", path+"?workspaceId=43", ""), 404, `"status":"error"`)
	b.want(b.upon("POST", path+"/end", `{"workspaceId":43}`), 404)
	b.want(b.upon("GET", path+"?workspaceId=44", ""), 403)
	b.want(b.upon("POST", path+"/end", `{"workspaceId":44}`), 403)
	b.want(b.upon("GET", "/api/chats?workspaceId=43", ""), 200, `"data":[]`)
	b.want(b.upon("GET", "/api/workspaces", ""), 200, `"id":42`, `"id":43`)
	b.want(b.as(bearer("wrong"), sandbox.UponAI, "GET", "/api/workspaces", ""), 401)
	b.want(b.upon("POST", "/api/chats", `{"workspaceId":42,"agent_id":"nobody"}`), 404)
	b.outside(sandbox.UponAI, contract.SideRequest, func() {
		b.want(b.upon("POST", path+"/end", `{"workspaceId":"42"}`), 400)
		b.want(b.upon("POST", path+"/end", ""), 400)
		b.want(b.upon("POST", path+"/end", `{}`), 400, "workspaceId is required")
		b.want(b.upon("GET", path, ""), 400)
		b.want(b.upon("POST", path+"/completions", inWorkspace), 400)
		b.want(b.upon("GET", "/api/chats?workspaceId=42&limit=1001", ""), 400)
		b.want(b.upon("GET", "/api/chats?workspaceId=42&sortOrder=up", ""), 400)
	})
	if got, _ := b.Session(sandbox.UponAI, id); !got.Open {
		t.Error("a refused end closed the chat")
	}
}

func TestUponAIPages(t *testing.T) {
	b := newBench(t, sandbox.Variants{})
	for i := range 5 {
		b.Seed(sandbox.UponAI, sandbox.Seed{ID: fmt.Sprint("c", i), CreatedAt: noon.Add(time.Duration(i) * time.Second)})
	}
	walk := func(query string) string {
		var seen strings.Builder
		key := ""
		for range 9 {
			path := "/api/chats?workspaceId=42" + query
			if key != "" {
				path += "&paginationKey=" + key
			}
			body := b.want(b.upon("GET", path, ""), 200)
			data, _ := body["data"].([]any)
			for _, item := range data {
				fields, _ := item.(map[string]any)
				seen.WriteString(b.text(fields, "chatId"))
			}
			if body["pagination_key"] == nil {
				break
			}
			seen.WriteString("|")
			key = b.text(body, "pagination_key")
		}
		return seen.String()
	}
	for query, want := range map[string]string{
		"":                             "c4c3c2c1c0",
		"&sortOrder=ascending&limit=2": "c0c1|c2c3|c4",
		"&limit=5":                     "c4c3c2c1c0",
		"&limit=4":                     "c4c3c2c1|c0",
	} {
		if got := walk(query); got != want {
			t.Errorf("%q: %q, want %q", query, got, want)
		}
	}
	b.SetVariants(sandbox.Variants{UponAI: sandbox.UponAIVariants{PageSize: 3}})
	if got := walk(""); got != "c4c3c2|c1c0" {
		t.Errorf("page size: %q", got)
	}
	b.want(b.upon("GET", "/api/chats?workspaceId=42&paginationKey=gone", ""), 400)

	b.want(b.upon("GET", "/api/chat-agents?workspaceId=42&limit=1", ""), 200, `"pagination_key":"`+sandbox.UponAIAgentID+`"`, `"end_chat_after_silence_ms":3600000`)
	b.want(b.upon("GET", "/api/chat-agents?workspaceId=42&paginationKey="+sandbox.UponAIAgentID, ""), 200, sandbox.UponAIOtherAgentID, `"pagination_key":null`)
	b.want(b.upon("GET", "/api/chat-agents/"+sandbox.UponAIAgentID+"?workspaceId=42&version=3", ""), 200, "Website Concierge")
	b.want(b.upon("GET", "/api/chat-agents/"+sandbox.UponAIAgentID+"?workspaceId=42&version=4", ""), 404)
}

func TestUponAISilence(t *testing.T) {
	b := newBench(t, sandbox.Variants{})
	id, path := b.chat()
	b.Advance(59 * time.Minute)
	b.want(b.upon("POST", path+"/completions", `{"workspaceId":42,"content":"hi"}`), 201)
	b.Advance(time.Hour)
	b.want(b.upon("GET", path+"?workspaceId=42", ""), 200, `"status":"ended"`, `"endedAt":"2026-03-04T13:59:00Z"`)
	if got, _ := b.Session(sandbox.UponAI, id); got.CloseReason != "idle" {
		t.Errorf("session %+v", got)
	}
	b.SetVariants(sandbox.Variants{UponAI: sandbox.UponAIVariants{Silence: -1}})
	_, path = b.chat()
	b.Advance(1000 * time.Hour)
	b.want(b.upon("GET", path+"?workspaceId=42", ""), 200, `"status":"ongoing"`)
	b.want(b.upon("GET", "/api/chat-agents/"+sandbox.UponAIAgentID+"?workspaceId=42", ""), 200, `"end_chat_after_silence_ms":null`)
}

func TestUponAIVariants(t *testing.T) {
	b := newBench(t, sandbox.Variants{})
	set := func(v sandbox.UponAIVariants) { b.SetVariants(sandbox.Variants{UponAI: v}) }
	b.Seed(sandbox.UponAI, sandbox.Seed{ID: "done", Closed: true})
	open := b.Seed(sandbox.UponAI, sandbox.Seed{Metadata: map[string]any{"a": "1", "b": "2"}})
	path := "/api/chats/" + open.ID
	get := func() reply { return b.upon("GET", path+"?workspaceId=42", "") }

	const change = `{"workspaceId":42,"metadata":{"b":null,"c":"3"}}`
	set(sandbox.UponAIVariants{})
	b.want(b.upon("PATCH", path, change), 200, `"metadata":{"a":"1","c":"3"}`)
	set(sandbox.UponAIVariants{MetadataPatch: sandbox.PatchReplace})
	b.want(b.upon("PATCH", path, change), 200, `"metadata":{"b":null,"c":"3"}`)
	if open.Metadata["a"] != "1" || len(open.Metadata) != 2 {
		t.Errorf("the snapshot changed: %v", open.Metadata)
	}
	set(sandbox.UponAIVariants{MetadataEcho: sandbox.EchoOmitted, OngoingStatus: "active", EndedStatus: "finished", EndedWithoutTime: true})
	r := get()
	if b.want(r, 200, `"status":"active"`); strings.Contains(r.body, "metadata") {
		t.Errorf("metadata in %s", r.body)
	}
	b.want(b.upon("GET", "/api/chats/done?workspaceId=42", ""), 200, `"status":"finished"`, `"endedAt":null`)
}

func TestUponAIShapes(t *testing.T) {
	b := newBench(t, sandbox.Variants{UponAI: sandbox.UponAIVariants{ChatID: sandbox.ChatIDEscaped}})
	set := func(v sandbox.UponAIVariants) { b.SetVariants(sandbox.Variants{UponAI: v}) }
	body := b.want(b.upon("POST", "/api/chats", `{"workspaceId":42,"agent_id":"`+sandbox.UponAIRetellAgentID+`","metadata":{"a":"1"}}`), 201)
	path := "/api/chats/" + url.PathEscape(b.text(body, "chatId"))
	b.want(b.upon("GET", path+"?workspaceId=42", ""), 200)

	change := `{"workspaceId":42,"metadata":{"a":" Two "}}`
	set(sandbox.UponAIVariants{PatchResponse: sandbox.PatchUnchanged})
	b.want(b.upon("PATCH", path, change), 200, `"metadata":{"a":"1"}`)
	b.want(b.upon("GET", path+"?workspaceId=42", ""), 200, `"metadata":{"a":" Two "}`)
	set(sandbox.UponAIVariants{PatchResponse: sandbox.PatchNormalized})
	b.want(b.upon("PATCH", path, change), 200, `"metadata":{"a":"two"}`)
	b.want(b.upon("GET", path+"?workspaceId=42", ""), 200, `"metadata":{"a":"two"}`)

	b.outside(sandbox.UponAI, contract.SideResponse, func() {
		set(sandbox.UponAIVariants{PatchResponse: sandbox.PatchEmpty})
		b.want(b.upon("PATCH", path, change), 200, `{}`)
	})
}
