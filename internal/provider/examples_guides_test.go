package provider

import (
	"os"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// What the guides have a reader do step by step is done here.

func TestAccExamples_gettingStarted(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	w := startExample(t, box, "getting-started")
	w.apply().mustSucceed(t).expectWarnings(t)
	first := w.sessionID("chat_session.first")
	if !strings.HasPrefix(first, "getting-started-") || !box.CloseSession(sandbox.Uppzy, first) {
		t.Errorf("the session %q is not open", first)
	}
	if planned := w.plan().mustSucceed(t).planned; planned["chat_session.first"] != "replace" {
		t.Errorf("of a session that was closed elsewhere this is planned: %v", planned)
	}
	w.apply().mustSucceed(t)
	if planned := w.plan().mustSucceed(t).planned; len(planned) > 0 {
		t.Errorf("nothing was closed, and this is planned: %v", planned)
	}
	box.mustBeOpen(t, sandbox.Uppzy, []string{w.sessionID("chat_session.first")})
	w.destroy().mustSucceed(t)
	w.destroy().mustSucceed(t)
	box.mustBeOpen(t, sandbox.Uppzy)
}

// The guide shows the sandbox's own credentials, and the address that it has when it is
// started without a flag.
func TestGettingStartedShowsTheSandbox(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile(docs + "guides/getting-started.md")
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{
		"UPPZY_API_KEY": sandbox.UppzyAPIKey, "UPPZY_SITE_ID": sandbox.UppzySiteID,
		"UPPZY_BASE_URL": "http://127.0.0.1:8090" + sandbox.Prefix(sandbox.Uppzy),
	} {
		if line := "export " + name + "=" + value + "\n"; !strings.Contains(string(guide), line) {
			t.Errorf("the guide lacks %s", line)
		}
	}
}
