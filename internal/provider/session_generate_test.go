package provider

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// What Terraform writes for an import has every argument that was read, the id
// among them. It must validate and plan to nothing, with no argument taken out.
func TestAccSession_generatedConfiguration(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	blocks := ""
	for _, vendor := range []string{sandbox.Uppzy, sandbox.SiteAssist, sandbox.UponAI} {
		seed := sandbox.Seed{}
		if vendor == sandbox.UponAI {
			seed.Metadata = map[string]any{"owner": "checkout"}
			seed.DynamicVariables = map[string]any{"customer_tier": "enterprise"}
		}
		blocks += fmt.Sprintf("import {\n  to = chat_session.%s\n  id = \"%s/%s\"\n}\n", vendor, vendor, box.Seed(vendor, seed).ID)
	}
	w := startWorkspace(t, box.provider()+blocks)
	w.plan("-generate-config-out=generated.tf").mustSucceed(t)
	generated, err := os.ReadFile(filepath.Join(w.dir, "generated.tf"))
	if err != nil {
		t.Fatal(err)
	}
	w.expectImports(3, generated)
	w.apply().mustSucceed(t)
	w.destroy().mustSucceed(t)
	if n := box.open(""); n != 0 {
		t.Errorf("%d sessions are still open", n)
	}
}

// expectImports wants a plan that imports so many sessions and changes none of them.
func (w *workspace) expectImports(n int, generated []byte) {
	w.t.Helper()
	plan := w.plan().mustSucceed(w.t)
	plan.expectWarnings(w.t)
	if len(plan.planned) != n {
		w.t.Errorf("%d sessions are imported, not %d", len(plan.planned), n)
	}
	for address, action := range plan.planned {
		// An import that changes something would be planned as that change.
		if action != "import" {
			w.t.Errorf("%s is planned to %s with\n%s", address, action, generated)
		}
	}
}

// Leaving out what an imported session was opened with asks for nothing.
func TestAccSession_importedWithLess(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	session := box.Seed(sandbox.UponAI, sandbox.Seed{DynamicVariables: map[string]any{"customer_tier": "enterprise"}})
	w := startWorkspace(t, box.provider()+fmt.Sprintf(`
import {
  to = chat_session.s
  id = "uponai/%s"
}
resource "chat_session" "s" {
  vendor     = "uponai"
  session_id = %q
}
`, session.ID, session.ID))
	w.apply().mustSucceed(t)
	if plan := w.plan().mustSucceed(t); len(plan.planned) > 0 {
		t.Errorf("the next plan is not empty: %v", plan.planned)
	}
	if now, _ := box.Session(sandbox.UponAI, session.ID); !now.Open {
		t.Error("the import has closed the session")
	}
}
