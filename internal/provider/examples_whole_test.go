package provider

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// The examples that are whole configurations are run as they stand there: applied,
// destroyed, and tested.

// startExample is a workspace with the files of an example, whose credentials come
// from the environment.
func startExample(t *testing.T, box *testBox, name string) *workspace {
	t.Helper()
	w := startWorkspace(t, "")
	for variable, value := range map[string]any{
		"UPPZY_API_KEY": sandbox.UppzyAPIKey, "UPPZY_SITE_ID": sandbox.UppzySiteID, "UPPZY_BASE_URL": box.BaseURL(sandbox.Uppzy),
		"SITEASSIST_PUBLISHABLE_KEY": sandbox.SiteAssistPublishableKey, "SITEASSIST_VISITOR_ID": sandbox.SiteAssistVisitorID,
		"SITEASSIST_BASE_URL": box.BaseURL(sandbox.SiteAssist),
		"UPONAI_TOKEN":        sandbox.UponAIToken, "UPONAI_WORKSPACE_ID": sandbox.UponAIWorkspaceID, "UPONAI_BASE_URL": box.BaseURL(sandbox.UponAI),
	} {
		w.set(variable, fmt.Sprint(value))
	}
	root := examples + name
	err := filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
		relative, _ := filepath.Rel(root, path)
		if err != nil || entry.IsDir() {
			return os.MkdirAll(filepath.Join(w.dir, relative), 0o700)
		}
		content, err := os.ReadFile(path)
		w.put(relative, []byte(strings.ReplaceAll(string(content), "terraform-provider-chat/chat", "hashicorp/chat")))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// An account serves the examples one after the other, and each of them again.
func TestAccExamples_again(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	w := startWorkspace(t, "")
	for range 2 {
		for _, name := range []string{"chat_message", "chat_feedback"} {
			w.configure(box.provider() + example(t, "resources/"+name+"/resource.tf"))
			w.apply().mustSucceed(t)
			w.destroy().mustSucceed(t)
		}
	}
	if n := box.open(""); n != 0 {
		t.Errorf("%d sessions are open", n)
	}
}

func TestAccExamples_idleSessions(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	now := box.Now()
	for i := range 5 {
		box.Seed(sandbox.Uppzy, sandbox.Seed{ID: fmt.Sprint("idle-", i), CreatedAt: now.Add(-time.Duration(25+i) * time.Hour)})
	}
	box.Seed(sandbox.Uppzy, sandbox.Seed{ID: "in use", CreatedAt: now.Add(-99 * time.Hour), UpdatedAt: now.Add(-time.Hour)})
	w := startExample(t, box, "idle-sessions")
	w.apply().mustSucceed(t)
	if n := box.open(sandbox.Uppzy); n != 6 {
		t.Errorf("after the apply %d sessions are open", n)
	}
	w.destroy().mustSucceed(t)
	box.mustBeOpen(t, sandbox.Uppzy, []string{"in use"})
}

func TestAccExamples_afterAKill(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	killed := time.Date(2026, 1, 31, 9, 0, 0, 0, time.UTC)
	for id, opened := range map[string]time.Time{
		"pr-1234-a": killed, "pr-1234-b": killed.Add(time.Minute), "pr-1234-before": killed.Add(-2 * time.Hour), "pr-99-a": killed,
	} {
		box.Seed(sandbox.Uppzy, sandbox.Seed{ID: id, CreatedAt: opened})
	}
	w := startExample(t, box, "after-a-kill")
	w.apply().mustSucceed(t)
	if n := box.open(sandbox.Uppzy); n != 4 {
		t.Errorf("after the apply %d sessions are open", n)
	}
	w.destroy().mustSucceed(t).expectWarnings(t, []string{"2 sessions will be closed", "pr-1234-a", "pr-1234-b"})
	box.mustBeOpen(t, sandbox.Uppzy, []string{"pr-1234-before", "pr-99-a"})
}

func TestAccExamples_terraformTest(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	w := startExample(t, box, "terraform-test")
	run := exec.CommandContext(t.Context(), w.engine, "test", "-no-color")
	run.Dir, run.Env = w.dir, w.env
	output, err := run.CombinedOutput()
	if err != nil || !strings.Contains(string(output), "4 passed, 0 failed") {
		t.Errorf("%v\n%s", err, output)
	}
	if made, open := len(box.Sessions(sandbox.SiteAssist)), box.open(""); made == 0 || open != 0 {
		t.Errorf("%d sessions were opened, %d are open", made, open)
	}
}
