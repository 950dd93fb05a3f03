package provider

import (
	"maps"
	"os"
	"os/exec"
	"regexp"
	"slices"
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

// The commands of the workflow are run as a pull request does that is opened and closed.
func TestAccExamples_pullRequestWorkflow(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	w := startExample(t, box, "pull-request-environment")
	values := map[string]string{"TF_VAR_pull_request": "42", "TF_VAR_agent_id": sandbox.UponAIAgentID, "TF_IN_AUTOMATION": "1"}
	for name, value := range values {
		w.env = append(w.env, name+"="+value)
	}
	workflow := example(t, "pull-request-environment/workflow.yml")
	for _, set := range regexp.MustCompile(`(?m)^  ([A-Za-z_]+): [$"]`).FindAllStringSubmatch(workflow, -1) {
		if values[set[1]] == "" && w.variables[set[1]] == "" {
			t.Errorf("the workflow sets %s, which nothing reads", set[1])
		}
		delete(values, set[1])
	}
	expectSame(t, "variables that the workflow lacks", slices.Sorted(maps.Keys(values)), nil)
	var made []int
	for _, step := range regexp.MustCompile(`(?m)^ +(?:- )?run: (.*)$`).FindAllStringSubmatch(workflow, -1) {
		command := exec.CommandContext(t.Context(), "sh", "-ec", strings.Replace(step[1], "terraform", w.engine, 1))
		command.Dir, command.Env = w.dir, w.env
		if output, err := command.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", step[1], err, output)
		}
		made = append(made, box.open(sandbox.UponAI))
		if strings.Contains(step[1], "terraform apply") {
			box.Seed(sandbox.UponAI, sandbox.Seed{Metadata: map[string]any{"environment": "pr-42"}})
		}
	}
	if want := []int{0, 0, 1, 0}; !slices.Equal(made, want) {
		t.Errorf("after each step this many sessions are open: %v, want %v", made, want)
	}
	if n := len(box.Sessions(sandbox.UponAI)); n != 2 {
		t.Errorf("%d sessions were opened, want the environment's and its application's", n)
	}
}
