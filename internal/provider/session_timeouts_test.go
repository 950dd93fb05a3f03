package provider

import (
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// A vendor that never answers ends with the operation's time, and what Terraform
// owns stays in the state.
func TestAccSession_timeouts(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	w := startWorkspace(t, box.provider()+`
resource "chat_session" "s" {
  vendor = "siteassist"
  timeouts {
    create = "1s"
    read   = "1s"
    delete = "1s"
  }
}
`)
	hang := func(operation string) (remove func()) {
		return box.Inject(sandbox.Fault{Vendor: sandbox.SiteAssist, Operation: operation, Kind: sandbox.FaultHang})
	}
	for _, step := range []struct {
		operation string
		run       func(...string) outcome
		words     []string
	}{
		{"startConversation", w.apply, []string{"may have opened a session", "timeouts"}},
		{"getConversation", w.plan, []string{"Session not read", "the time for the operation was over", "timeouts", "destroy -refresh=false"}},
		{"closeConversation", w.destroy, []string{"Session not closed", "timeouts"}},
	} {
		if step.operation == "getConversation" {
			w.apply().mustSucceed(t)
		}
		answered := hang(step.operation)
		begun := time.Now()
		step.run().mustFail(t, step.words)
		if took := time.Since(begun); took > 10*time.Second {
			t.Errorf("%s took %s, although it has a second", step.operation, took)
		}
		answered()
	}
	if n := box.open(""); n != 1 {
		t.Errorf("%d sessions are open, and the state holds one", n)
	}
	w.destroy().mustSucceed(t)
	if n := box.open(""); n != 0 {
		t.Errorf("%d sessions are still open", n)
	}
}
