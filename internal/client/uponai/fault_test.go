package uponai_test

import (
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/uponai"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// Whatever goes wrong with whichever call, nothing stays open that nobody knows
// of, and nothing passes for closed that is not.
func TestFaults(t *testing.T) {
	for _, kind := range sandbox.FaultKinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			fault, timeout := sandbox.Fault{Kind: kind, Delay: time.Millisecond, Size: 33 << 20}, time.Duration(0)
			switch kind {
			case sandbox.FaultHang, sandbox.FaultHangAfter, sandbox.FaultDrip:
				timeout = 100 * time.Millisecond // which is waited for
			case sandbox.FaultHuge, sandbox.FaultEndless:
				fault.Times = 1 // each is read up to the cap
			}
			for _, operation := range []string{"createChat", "getChat", "listChats", "updateChat", "endChat"} {
				well, box := inBox(t, sandbox.UponAIVariants{}, false)
				seeded := box.Seed(sandbox.UponAI, sandbox.Seed{}).ID
				fault.Operation = operation
				box.Inject(fault)
				checkFault(t, operation, connect(t, box, timeout), box, seeded)
				box.ClearFaults()
				if _, err := well.Close(t.Context(), client.Ref{ID: seeded}, ""); err != nil {
					t.Errorf("%s: a second try: %v", operation, err)
				}
			}
		})
	}
}

func checkFault(t *testing.T, operation string, v *uponai.Vendor, box *sandbox.Sandbox, seeded string) {
	t.Helper()
	ref := client.Ref{ID: seeded}
	s, err := v.Read(t.Context(), ref)
	if (err == nil && s.Status == client.StatusClosed) || vendortest.Is[*client.NotFoundError](err) {
		t.Errorf("%s: an open session reads as %+v, %v", operation, s, err)
	}
	s, err = v.UpdateMetadata(t.Context(), ref, nil, map[string]string{"a": "1"})
	if kept, _ := box.Session(sandbox.UponAI, seeded); err == nil && (kept.Metadata["a"] != "1" || s.ID != seeded) {
		t.Errorf("%s: updated %+v, kept %v", operation, s, kept.Metadata)
	}
	s, err = v.Open(t.Context(), client.OpenRequest{AgentID: sandbox.UponAIAgentID})
	if (s == nil) != (err != nil) {
		t.Errorf("%s: opened %+v, %v", operation, s, err)
	}
	opened := 0
	for _, kept := range box.Sessions(sandbox.UponAI) {
		if kept.ID != seeded {
			opened++
		}
		// The list works unless it is the broken call, so nothing is lost.
		if kept.ID != seeded && (s == nil || kept.ID != s.ID) {
			t.Errorf("%s: %s is open and nobody knows: %+v, %v", operation, kept.ID, s, err)
		}
	}
	if opened > 1 {
		t.Errorf("%s: opened %d", operation, opened)
	}
	_, err = v.Close(t.Context(), ref, "")
	if kept, _ := box.Session(sandbox.UponAI, seeded); err == nil && kept.Open {
		t.Errorf("%s: closed, and open", operation)
	}
}
