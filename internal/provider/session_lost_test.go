package provider

import (
	"fmt"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// Ten creations side by side, and every second answer is lost: each session that is
// found again belongs to the resource that made it, and none is made twice.
func TestAccSession_everySecondAnswerLost(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	for n := 0; n < 10; n += 2 {
		box.Inject(sandbox.Fault{
			Vendor: sandbox.UponAI, Operation: "createChat", Contains: fmt.Sprintf(`"n":"%d"`, n), Kind: sandbox.FaultResetAfter, Times: 1,
		})
		box.Inject(sandbox.Fault{
			Vendor: sandbox.Uppzy, Operation: "chatAsync", Contains: fmt.Sprintf(`"I am %d"`, n), Kind: sandbox.FaultResetAfter, Times: 1,
		})
	}
	w := startWorkspace(t, box.provider()+fmt.Sprintf(`
resource "chat_session" "uponai" {
  for_each = toset([for n in range(10) : tostring(n)])
  vendor   = "uponai"
  agent_id = %q
  metadata = { n = each.key }
}

resource "chat_session" "uppzy" {
  for_each          = toset([for n in range(10) : tostring(n)])
  vendor            = "uppzy"
  session_id_prefix = "n${each.key}-"
  opening_message   = "I am ${each.key}"
}
`, sandbox.UponAIAgentID))
	w.apply().mustSucceed(t)
	for n := range 10 {
		chat, ok := box.Session(sandbox.UponAI, w.sessionID(address(sandbox.UponAI, fmt.Sprint(n))))
		if !ok || chat.Metadata["n"] != fmt.Sprint(n) || !chat.Open {
			t.Errorf("the chat of %d is %+v", n, chat)
		}
	}
	for _, vendor := range []string{sandbox.UponAI, sandbox.Uppzy} {
		if made := len(box.Sessions(vendor)); made != 10 {
			t.Errorf("%d sessions were made at %s", made, vendor)
		}
	}
	w.plan().mustSucceed(t)
	w.destroy().mustSucceed(t)
	if n := box.open(""); n != 0 {
		t.Errorf("%d sessions are left open", n)
	}
}
