package provider

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// storesOtherwise makes UponAI respond to the next creation with a chat of its own that
// has these fields, and returns the id of that chat.
func (b *testBox) storesOtherwise(agent string, metadata, variables map[string]any) string {
	session := b.Seed(sandbox.UponAI, sandbox.Seed{AgentID: agent, Metadata: metadata, DynamicVariables: variables})
	body, _ := json.Marshal(map[string]any{ // plain values always marshal
		"chatId": session.ID, "agentId": agent, "status": "ongoing", "startedAt": session.CreatedAt,
		"metadata": metadata, "uponai_dynamic_variables": variables,
	})
	b.Inject(sandbox.Fault{
		Vendor: sandbox.UponAI, Operation: "createChat", Kind: sandbox.FaultStatus, Status: 201, Body: string(body), Times: 1,
	})
	return session.ID
}

var chatConfig = fmt.Sprintf(`
resource "chat_session" "chat" {
  vendor            = "uponai"
  agent_id          = %q
  metadata          = { stage = " In Review ", owner = "me" }
  dynamic_variables = { tier = "Gold", lang = "en" }
}
`, sandbox.UponAIAgentID)

// A new chat that is not as it was sent: one warning for each argument, in the run that
// has sent it, and no change is planned afterwards.
func TestAccSession_createdOtherwise(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	id := box.storesOtherwise(sandbox.UponAIOtherAgentID, map[string]any{"stage": "in review"}, map[string]any{"tier": "gold", "lang": "en"})
	w := startWorkspace(t, box.provider()+chatConfig)
	w.apply().mustSucceed(t).expectWarnings(t,
		[]string{"Metadata stored with other values", id, "owner, stage"},
		[]string{"Variables stored with other values", id, "tier"},
		[]string{"Another agent returned", id, sandbox.UponAIOtherAgentID, sandbox.UponAIAgentID})
	for range 2 {
		if planned := w.plan().mustSucceed(t).expectWarnings(t).planned; len(planned) > 0 {
			t.Errorf("planned afterwards: %v", planned)
		}
	}
	w.destroy().mustSucceed(t).expectWarnings(t)
	if n := box.open(""); n != 0 {
		t.Errorf("%d sessions are still open", n)
	}
}

// A new chat that has none of what was sent is an error. The chat remains in state as
// tainted: the next apply replaces it.
func TestAccSession_createdWithout(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	id := box.storesOtherwise(sandbox.UponAIAgentID, map[string]any{"app": "x"}, map[string]any{})
	w := startWorkspace(t, box.provider()+chatConfig)
	w.apply().mustFail(t, []string{"chat_session.chat", id, "stored none of its metadata and dynamic_variables", "Remove what is not stored", "tainted"})
	if session, _ := box.Session(sandbox.UponAI, id); !session.Open {
		t.Error("the chat was closed")
	}
	w.apply().mustSucceed(t).expectWarnings(t)
	if session, _ := box.Session(sandbox.UponAI, id); session.Open || box.open("") != 1 {
		t.Errorf("the chat was not replaced; %d are open", box.open(""))
	}
	w.destroy().mustSucceed(t)
}

// An ephemeral session warns of the same differences, and is closed again where none of
// what was sent is stored.
func TestEphemeral_storedOtherwise(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	e := configured(t, box.config())
	config := values{"vendor": "uponai", "agent_id": sandbox.UponAIAgentID, "metadata": map[string]string{"stage": "Test"}}
	id := box.storesOtherwise(sandbox.UponAIAgentID, map[string]any{"stage": "test"}, nil)
	if opened, p := e.tryEphemeral(t.Context(), config); opened == nil || len(p) != 1 || !p.warnings().has("metadata", id, "stage") {
		t.Errorf("want one warning that names the key, got %v", p)
	}
	id = box.storesOtherwise(sandbox.UponAIAgentID, map[string]any{}, nil)
	_, p := e.tryEphemeral(t.Context(), config)
	if session, _ := box.Session(sandbox.UponAI, id); session.Open || !p.errors().has("", id, "stored none of its metadata") {
		t.Errorf("open: %t, got %v", session.Open, p)
	}
}
