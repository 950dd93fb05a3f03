package sandbox_test

import (
	"net/http"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// tested is what the tests that go over all vendors have to be told of one.
type tested struct {
	// auth opens the vendor's ordinary calls.
	auth http.Header
	// get is the path of a GET, and opens its header where that is not auth.
	get   string
	opens http.Header
	// closing is the path and body of the POST that closes a session; opens opens it too.
	closing, body string
	// message is where an error has the vendor's words.
	message []string
	// every makes every call of the vendor's contract.
	every func(*bench)
}

// testedVendor finds the row of a vendor; it is empty where there is none.
func testedVendor(name string) tested {
	return map[string]tested{
		sandbox.Uppzy: {
			auth: http.Header{"X-Api-Key": {sandbox.UppzyAPIKey}}, get: site + "/sessions", every: (*bench).everyOfUppzy,
			closing: site + "/chat/session/close", body: `{"session_id":"s"}`, message: []string{"error"},
		},
		sandbox.TalkifAI: {
			auth: http.Header{"X-Api-Key": {sandbox.TalkifAIAPIKey}}, get: "/sessions/c/messages", opens: bearer("t"),
			every: (*bench).everyOfTalkifAI, closing: "/sessions/c/end", message: []string{"detail"},
		},
		sandbox.SiteAssist: {
			auth: bearer(sandbox.SiteAssistToken), get: "/conversations", every: (*bench).everyOfSiteAssist,
			closing: "/conversations/00000000-0000-4000-8000-000000000000/close", message: []string{"error", "message"},
		},
		sandbox.UponAI: {
			auth: bearer(sandbox.UponAIToken), get: "/api/chats?workspaceId=42", every: (*bench).everyOfUponAI,
			closing: "/api/chats/c/end", body: inWorkspace, message: []string{"message"},
		},
	}[name]
}
