package uponai_test

import (
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/uponai"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// Under every fault of every call, no chat stays open unnoticed, and no open chat passes
// for closed.
func TestFaults(t *testing.T) {
	operations := []string{"createChat", "getChat", "listChats", "updateChat", "endChat"}
	vendortest.EachKind(t, operations, func(t *testing.T, fault sandbox.Fault, timeout time.Duration) {
		well, box := inBox(t, sandbox.UponAIVariants{}, false)
		seeded := refTo(box.Seed(sandbox.UponAI, sandbox.Seed{}).ID)
		box.Inject(fault)
		checkFault(t, fault.Operation, connect(t, box, timeout), box, seeded)
		box.ClearFaults()
		vendortest.CheckCloseAgain(t, fault.Operation, well, box, seeded)
	})
}

func checkFault(t *testing.T, operation string, v *uponai.Vendor, box *sandbox.Sandbox, seeded client.Ref) {
	t.Helper()
	vendortest.CheckRead(t, operation, v, seeded)
	s, err := v.UpdateMetadata(t.Context(), seeded, nil, map[string]string{"a": "1"})
	if kept, _ := box.Session(sandbox.UponAI, seeded.ID); err == nil && (kept.Metadata["a"] != "1" || s.ID != seeded.ID) {
		t.Errorf("%s: updated %+v, kept %v", operation, s, kept.Metadata)
	}
	s, err = v.Open(t.Context(), client.OpenRequest{AgentID: sandbox.UponAIAgentID})
	if (s == nil) != (err != nil) {
		t.Errorf("%s: opened %+v, %v", operation, s, err)
	}
	opened := 0
	for _, kept := range box.Sessions(sandbox.UponAI) {
		if kept.ID != seeded.ID {
			opened++
		}
		// The list works unless it is the broken call, so nothing is lost.
		if kept.ID != seeded.ID && (s == nil || kept.ID != s.ID) {
			t.Errorf("%s: %s is open and was not returned: %+v, %v", operation, kept.ID, s, err)
		}
	}
	if opened > 1 {
		t.Errorf("%s: opened %d", operation, opened)
	}
	vendortest.CheckClose(t, operation, v, box, seeded)
}
