package sandbox_test

import (
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// Every operation of every contract is served, is recorded under its operationId, and
// keeps its contract.
func TestEveryOperationOfEveryContract(t *testing.T) {
	b := newBench(t, sandbox.Variants{Uppzy: sandbox.UppzyVariants{AsyncPolls: -1}})

	sync := b.want(b.uppzy("POST", "/chat", `{"session_id":"s","message":"m"}`), 200)
	async := b.want(b.uppzy("POST", "/chat/async", `{"session_id":"s","message":"m"}`), 200)
	b.want(b.uppzy("GET", "/chat/requests/"+b.text(async, "request_id"), ""), 200)
	b.want(b.uppzy("POST", "/chat/feedback",
		`{"session_id":"s","request_id":"`+b.text(sync, "request_id")+`","feedback":"bad"}`), 200)
	b.want(b.uppzy("GET", "/sessions", ""), 200)
	b.want(b.uppzy("POST", "/chat/session/close", `{"session_id":"s"}`), 200)

	_, path, token := b.talk()
	b.want(b.as(token, sandbox.TalkifAI, "POST", path+"/messages", `{"message":"m"}`), 200)
	b.want(b.as(token, sandbox.TalkifAI, "GET", path+"/messages", ""), 200)
	b.want(b.as(token, sandbox.TalkifAI, "POST", path+"/end", ""), 200)

	b.visitor("device", 201)
	b.want(b.assist("GET", "/identity/me", ""), 200)
	id, path := b.conversation()
	b.want(b.assist("POST", path+"/messages", `{"content":"m"}`), 200)
	b.want(b.assist("GET", path+"/messages", ""), 200)
	conversation, _ := b.Session(sandbox.SiteAssist, id)
	b.want(b.assist("POST", "/messages/"+conversation.Messages[0].ID+"/feedback", `{"feedback":"like"}`), 200)
	b.want(b.assist("GET", path, ""), 200)
	b.want(b.assist("GET", "/conversations", ""), 200)
	b.want(b.assist("POST", path+"/close", `{}`), 200)

	_, path = b.chat()
	b.want(b.upon("GET", "/api/workspaces", ""), 200)
	b.want(b.upon("GET", "/api/chat-agents?workspaceId=42", ""), 200)
	b.want(b.upon("GET", "/api/chat-agents/"+sandbox.UponAIAgentID+"?workspaceId=42", ""), 200)
	b.want(b.upon("POST", path+"/completions", `{"workspaceId":42,"content":"m"}`), 201)
	b.want(b.upon("PATCH", path, `{"workspaceId":42,"metadata":{}}`), 200)
	b.want(b.upon("GET", path+"?workspaceId=42", ""), 200)
	b.want(b.upon("GET", "/api/chats?workspaceId=42", ""), 200)
	b.want(b.upon("POST", path+"/end", inWorkspace), 204)

	for _, vendor := range sandbox.Vendors() {
		v := b.validators[vendor]
		if missing := v.Unexercised(); len(missing) > 0 {
			t.Errorf("%s: not exercised: %v", vendor, missing)
		}
		for _, operation := range v.OperationIDs() {
			if got := b.Requests(sandbox.ByVendor(vendor), sandbox.ByOperation(operation)); len(got) == 0 {
				t.Errorf("%s: %s is not recorded", vendor, operation)
			}
		}
	}
}
