package provider

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/go-version"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// Every example that the documentation shows is planned as it stands there.

const examples = "../../examples/"

func TestAccExamples_provider(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	// An example is for an installed provider; the one that is served here has the
	// address that the test framework gives every provider.
	w := startWorkspace(t, strings.ReplaceAll(example(t, "provider/provider.tf"),
		"terraform-provider-chat/chat", "hashicorp/chat"))
	w.env = append(w.env,
		"TF_VAR_uppzy_api_key=a", "TF_VAR_talkifai_api_key=b", "TF_VAR_siteassist_publishable_key=c", "TF_VAR_uponai_token=d")
	w.plan().mustSucceed(t)
	if n := len(box.Requests()); n != 0 {
		t.Errorf("configuring the provider alone sent %d requests", n)
	}
}

func TestAccExamples_resources(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	files, err := filepath.Glob(examples + "resources/*/resource.tf")
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples found: %v", err)
	}
	w := startWorkspace(t, "")
	for _, file := range files {
		w.configure(box.provider() + example(t, strings.TrimPrefix(file, examples)))
		plan := w.plan().mustSucceed(t)
		plan.withoutChecks().expectWarnings(t)
		if len(plan.planned) == 0 {
			t.Errorf("%s plans nothing", file)
		}
		for address, action := range plan.planned {
			if action != "create" && !strings.HasPrefix(address, "data.") {
				t.Errorf("%s: %s is planned to %s", file, address, action)
			}
		}
	}
}

func TestAccExamples_dataSources(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	box.Seed(sandbox.Uppzy, sandbox.Seed{ID: "ticket-48291", Closed: true})
	files, err := filepath.Glob(examples + "data-sources/*/data-source.tf")
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples found: %v", err)
	}
	w := startWorkspace(t, "")
	for _, file := range files {
		w.configure(box.provider() + example(t, strings.TrimPrefix(file, examples)))
		w.plan().mustSucceed(t).withoutChecks().expectWarnings(t)
	}
}

func TestAccExamples_functions(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	files, err := filepath.Glob(examples + "functions/*/function.tf")
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples found: %v", err)
	}
	w := startWorkspace(t, "")
	w.env = append(w.env, "TF_VAR_session_id_salt=pepper and salt")
	for _, file := range files {
		w.configure(requiringChat + box.provider() + example(t, strings.TrimPrefix(file, examples)))
		if plan := w.plan().mustSucceed(t); len(plan.planned) == 0 {
			t.Errorf("%s plans nothing", file)
		}
	}
}

func TestAccExamples_ephemeralResources(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	files, err := filepath.Glob(examples + "ephemeral-resources/*/ephemeral-resource.tf")
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples found: %v", err)
	}
	w := startEphemeral(t, "")
	for _, file := range files {
		w.configure(box.provider() + example(t, strings.TrimPrefix(file, examples)))
		w.plan().mustSucceed(t).expectWarnings(t)
	}
	if opened, open := len(box.Requests(openings)), box.open(""); opened == 0 || open != 0 {
		t.Errorf("%d sessions were opened, %d are open", opened, open)
	}
}

// What the example leaves open when its smoke test fails, its teardown closes.
func TestAccExamples_ephemeralSessionIsSwept(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	w := startEphemeral(t, box.provider()+example(t, "ephemeral-resources/chat_session/ephemeral-resource.tf"))
	w.apply().mustFail(t, []string{"local-exec"})
	left := box.open(sandbox.Uppzy)
	w.destroy().mustSucceed(t)
	w.expectState()
	if n := box.open(sandbox.Uppzy); left != 1 || n != 0 {
		t.Errorf("the failed apply left %d sessions open, the destroy %d", left, n)
	}
}

// withoutChecks leaves out what Terraform says of a check block whose condition only
// an apply can tell.
func (o outcome) withoutChecks() outcome {
	o.warnings = slices.DeleteFunc(o.warnings, func(text string) bool {
		return strings.Contains(text, "Check block assertion known after apply")
	})
	return o
}

func TestAccExamples_import(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	box.Seed(sandbox.Uppzy, sandbox.Seed{ID: "ticket-48291", UserIdentifier: "tester@example.com"})
	box.Seed(sandbox.UponAI, sandbox.Seed{
		ID: "Jabr9TXYYJHfvl6Syypi88rdAHYHmcq6", AgentID: "chat_agent_01hzk4q6dr3n0d4qzpw9z6gth6",
		DynamicVariables: map[string]any{"customer_tier": "enterprise"},
	})
	resources := box.provider() + example(t, "resources/chat_session/resource.tf")
	w := startWorkspace(t, resources)
	for file, address := range map[string]string{
		"import-by-string-id.tf": "chat_session.support",
		"import-by-identity.tf":  "chat_session.concierge",
	} {
		t.Run(file, func(t *testing.T) {
			w := w.in(t)
			if strings.Contains(file, "identity") && w.version().LessThan(version.Must(version.NewVersion("1.12"))) {
				t.Skip("this Terraform has no import by identity; TestSessionIdentity covers it by protocol calls")
			}
			w.configure(resources + example(t, "resources/chat_session/"+file))
			if action := w.plan().mustSucceed(t).planned[address]; action != "update" {
				t.Errorf("the imported session is planned to %q, and should take the configuration in place", action)
			}
		})
	}
}

func TestAccExamples_lists(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	box.Seed(sandbox.Uppzy, sandbox.Seed{ID: "ticket-48291", CreatedAt: box.Now().AddDate(0, 0, -2)})
	files, err := filepath.Glob(examples + "list-resources/*/list-resource.tfquery.hcl")
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples found: %v", err)
	}
	w := startWorkspace(t, box.provider())
	w.skipBelow114()
	for _, file := range files {
		w.put("example.tfquery.hcl", []byte(example(t, strings.TrimPrefix(file, examples))))
		w.run("query").mustSucceed(t).expectWarnings(t)
	}
}

func TestAccExamples_actions(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	files, err := filepath.Glob(examples + "actions/*/action.tf")
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples found: %v", err)
	}
	w := startWorkspace(t, "")
	w.skipBelow114()
	for _, file := range files {
		w.configure(box.provider() + example(t, strings.TrimPrefix(file, examples)))
		w.plan().mustSucceed(t).expectWarnings(t)
	}
	box.Seed(sandbox.Uppzy, sandbox.Seed{ID: "ticket-48291", CreatedAt: box.Now().AddDate(0, 0, -2)})
	w.configure(box.provider() + example(t, "actions/chat_close_sessions/action.tf"))
	w.apply("-invoke=action.chat_close_sessions.idle").mustSucceed(t)
	box.mustBeOpen(t, sandbox.Uppzy)
}

func example(t *testing.T, file string) string {
	t.Helper()
	content, err := os.ReadFile(examples + file)
	if err != nil {
		t.Fatal(err)
	}
	return "\n" + string(content)
}

// version asks the engine for its own version.
func (w *workspace) version() *version.Version {
	w.t.Helper()
	output, err := exec.CommandContext(w.t.Context(), w.engine, "version", "-json").Output()
	if err != nil {
		w.t.Fatal(err)
	}
	var told struct {
		Version string `json:"terraform_version"`
	}
	if err := json.Unmarshal(output, &told); err != nil {
		w.t.Fatal(err)
	}
	return version.Must(version.NewVersion(told.Version)).Core()
}
