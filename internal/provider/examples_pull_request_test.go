package provider

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// The example of a pull request's environment is run by the commands of its workflow.
// Each run has a directory of its own, as each job has a machine of its own.

func TestAccExamples_pullRequest(t *testing.T) {
	t.Parallel()
	p := startPullRequest(t)
	before := p.box.Seed(sandbox.UponAI, p.stray("pr-42", p.opened.Add(-time.Minute)))
	other := p.box.Seed(sandbox.UponAI, p.stray("pr-43", p.opened.Add(time.Minute)))
	for _, action := range []string{"opened", "synchronize"} {
		p.mustRun(action)
		p.box.Seed(sandbox.UponAI, p.stray("pr-42", time.Time{}))
	}
	if n := p.box.open(sandbox.UponAI); n != 5 {
		t.Errorf("before the pull request is closed, %d sessions are open, want the environment's, two strays and two others", n)
	}
	p.mustRun("closed")
	p.box.mustBeOpen(t, sandbox.UponAI, []string{before.ID, other.ID})
	p.mustRun("closed") // as "Re-run jobs" does
	p.states.mustHaveLocked(t)
}

// A job that finds no state must not succeed: it has closed nothing.
func TestAccExamples_pullRequestWithoutState(t *testing.T) {
	t.Parallel()
	p := startPullRequest(t)
	p.mustRun("opened")
	p.box.Seed(sandbox.UponAI, p.stray("pr-42", time.Time{}))
	p.states.lose()
	output, err := p.run("closed")
	var exit *exec.ExitError
	if !errors.As(err, &exit) || !strings.Contains(output, "::error::Pull request 42 has no readable state") {
		t.Errorf("%v\n%s", err, output)
	}
	if n := p.box.open(sandbox.UponAI); n != 2 {
		t.Errorf("%d sessions are open, want 2", n)
	}
	// What the error and the guide say.
	p.mustRun("reopened")
	p.mustRun("closed")
	p.box.mustBeOpen(t, sandbox.UponAI)
}

// The guide's commands do the same for a pull request that was merged.
func TestAccExamples_pullRequestRecoveredByHand(t *testing.T) {
	t.Parallel()
	p := startPullRequest(t)
	p.mustRun("opened")
	p.states.lose()
	guide, err := os.ReadFile(docs + "guides/pull-request-environments.md")
	if err != nil {
		t.Fatal(err)
	}
	shown := regexp.MustCompile("(?s)```shell\n(.*?)```").FindSubmatch(guide)
	if shown == nil {
		t.Fatal("the guide shows no commands")
	}
	commands := strings.ReplaceAll(string(shown[1]), "2026-01-31T08:00:00Z", p.opened.Format(time.RFC3339))
	for _, command := range []string{"apply", "destroy"} { // a person confirms
		commands = strings.ReplaceAll(commands, "terraform "+command, "terraform "+command+" -auto-approve")
	}
	output, err := p.runSteps(workflowStep{
		Env: map[string]string{
			"STATE_URL": "${{ vars.STATE_URL }}", "STATE_PASSWORD": "${{ secrets.STATE_PASSWORD }}",
			"STATE_USERNAME": "${{ vars.STATE_USERNAME }}", "UPONAI_AGENT_ID": "${{ vars.UPONAI_AGENT_ID }}",
			"UPONAI_TOKEN": "${{ secrets.UPONAI_TOKEN }}",
		},
		Run: commands,
	})
	if err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	p.box.mustBeOpen(t, sandbox.UponAI)
}

// An apply after the loss must not begin to count from its own time.
func TestAccExamples_pullRequestLosesState(t *testing.T) {
	t.Parallel()
	p := startPullRequest(t)
	p.mustRun("opened")
	p.states.lose()
	p.mustRun("synchronize")
	if n := p.box.open(sandbox.UponAI); n != 2 {
		t.Errorf("%d sessions are open, want 2", n)
	}
	p.mustRun("closed")
	p.box.mustBeOpen(t, sandbox.UponAI)
}

// A secret that a whole workflow or job has is there for every action in it.
func TestPullRequestWorkflowKeepsSecretsToSteps(t *testing.T) {
	t.Parallel()
	workflow := pullRequestWorkflow(t)
	for name, value := range workflow.Env {
		if strings.Contains(value, "secrets.") {
			t.Errorf("every step has the secret %s", name)
		}
	}
	withToken := 0
	for _, step := range workflow.Jobs.Environment.Steps {
		calls := strings.Contains(step.Run, "terraform apply") || strings.Contains(step.Run, "terraform destroy")
		if _, has := step.Env["UPONAI_TOKEN"]; has != calls {
			t.Errorf("the step %q has UPONAI_TOKEN: %t, want %t", step.Name, has, calls)
		}
		if calls {
			withToken++
		}
		if step.Uses != "" && len(step.Env) > 0 {
			t.Errorf("the action %s has an environment", step.Uses)
		}
	}
	if withToken != 2 {
		t.Errorf("%d steps apply or destroy, want 2", withToken)
	}
}

// workflowFile is what the test reads of a GitHub Actions workflow. Other keys do not
// change what the commands do.
type workflowFile struct {
	Env  map[string]string `yaml:"env"`
	Jobs struct {
		Environment struct {
			Env   map[string]string `yaml:"env"`
			Steps []workflowStep    `yaml:"steps"`
		} `yaml:"environment"`
	} `yaml:"jobs"`
}

type workflowStep struct {
	Name string            `yaml:"name"`
	Uses string            `yaml:"uses"`
	If   string            `yaml:"if"`
	Env  map[string]string `yaml:"env"`
	Run  string            `yaml:"run"`
}

func pullRequestWorkflow(t *testing.T) workflowFile {
	t.Helper()
	var workflow workflowFile
	if err := yaml.Unmarshal([]byte(example(t, "pull-request-environment/workflow.yml")), &workflow); err != nil {
		t.Fatal(err)
	}
	if len(workflow.Jobs.Environment.Steps) == 0 || len(workflow.Jobs.Environment.Env) > 0 {
		t.Fatal("the workflow has no steps, or an environment for the job")
	}
	return workflow
}

// pullRequest is number 42, whose environment is at a sandbox.
type pullRequest struct {
	t      *testing.T
	box    *testBox
	states *stateServer
	opened time.Time
}

func startPullRequest(t *testing.T) *pullRequest {
	t.Helper()
	box := startBox(t, sandbox.Variants{})
	return &pullRequest{t: t, box: box, states: startStateServer(t), opened: box.Now().Add(-10 * time.Minute)}
}

// stray is a session that the application of an environment opens.
func (p *pullRequest) stray(environment string, at time.Time) sandbox.Seed {
	return sandbox.Seed{Metadata: map[string]any{"environment": environment}, CreatedAt: at}
}

func (p *pullRequest) mustRun(action string) {
	p.t.Helper()
	if output, err := p.run(action); err != nil {
		p.t.Fatalf("%s: %v\n%s", action, err, output)
	}
}

// run does what GitHub does for an event: all steps whose condition holds, up to the
// first that fails.
func (p *pullRequest) run(action string) (output string, err error) {
	p.t.Helper()
	var steps []workflowStep
	for _, step := range pullRequestWorkflow(p.t).Jobs.Environment.Steps {
		if step.Run != "" && p.holds(step.If, action) {
			steps = append(steps, step)
		}
	}
	return p.runSteps(steps...)
}

// runSteps runs steps in a fresh copy of the example.
func (p *pullRequest) runSteps(steps ...workflowStep) (output string, err error) {
	p.t.Helper()
	w := startExample(p.t, p.box, "pull-request-environment")
	bin := p.t.TempDir()
	if err := os.Symlink(w.engine, filepath.Join(bin, "terraform")); err != nil {
		p.t.Fatal(err)
	}
	w.env = append(w.env, "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	for _, step := range steps {
		environment := pullRequestWorkflow(p.t).Env
		maps.Copy(environment, step.Env)
		// The provider runs in this process, and gets its variables through w.
		w.variables.Clear()
		w.set("UPONAI_BASE_URL", p.box.BaseURL(sandbox.UponAI))
		command := exec.CommandContext(p.t.Context(), "sh", "-ec", step.Run)
		command.Dir, command.Env = w.dir, slices.Clone(w.env)
		for name, value := range environment {
			value = p.expand(value)
			w.set(name, value)
			command.Env = append(command.Env, name+"="+value)
		}
		text, err := command.CombinedOutput()
		output += string(text)
		if err != nil {
			return output, fmt.Errorf("step %q: %w", step.Name, err)
		}
	}
	return output, nil
}

// holds evaluates the condition of a step.
func (p *pullRequest) holds(condition, action string) bool {
	p.t.Helper()
	switch condition {
	case "":
		return true
	case "github.event.action == 'closed'":
		return action == "closed"
	case "github.event.action != 'closed'":
		return action != "closed"
	}
	p.t.Fatalf("the test does not know the condition %q", condition)
	return false
}

var workflowExpression = regexp.MustCompile(`\$\{\{ (\S+) \}\}`)

// expand puts the values in place of a text's expressions.
func (p *pullRequest) expand(text string) string {
	p.t.Helper()
	values := map[string]string{
		"github.event.number":                  "42",
		"github.event.pull_request.created_at": p.opened.Format(time.RFC3339),
		"secrets.STATE_PASSWORD":               statePassword,
		"secrets.UPONAI_TOKEN":                 sandbox.UponAIToken,
		"vars.STATE_URL":                       p.states.URL,
		"vars.STATE_USERNAME":                  stateUser,
		"vars.UPONAI_AGENT_ID":                 sandbox.UponAIAgentID,
		"vars.UPONAI_WORKSPACE_ID":             fmt.Sprint(sandbox.UponAIWorkspaceID),
	}
	return workflowExpression.ReplaceAllStringFunc(text, func(expression string) string {
		value, known := values[workflowExpression.FindStringSubmatch(expression)[1]]
		if !known {
			p.t.Fatalf("the test has no value for %s", expression)
		}
		return value
	})
}

const (
	stateUser     = "ci"
	statePassword = "state-password"
)

// stateServer keeps states as the backend "http" expects it, with locks.
type stateServer struct {
	*httptest.Server
	mu     sync.Mutex
	states map[string][]byte
	locked map[string]bool
	locks  int
}

func startStateServer(t *testing.T) *stateServer {
	t.Helper()
	s := &stateServer{states: map[string][]byte{}, locked: map[string]bool{}}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *stateServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	s.mu.Lock()
	defer s.mu.Unlock()
	user, password, _ := r.BasicAuth()
	path := r.URL.Path
	switch state, found := s.states[path]; {
	case err != nil:
		w.WriteHeader(http.StatusBadRequest)
	case user != stateUser || password != statePassword:
		w.WriteHeader(http.StatusUnauthorized)
	case path != "/pr-42", r.Method == http.MethodGet && !found:
		w.WriteHeader(http.StatusNotFound)
	case r.Method == http.MethodGet:
		_, _ = w.Write(state) // a client that left needs no response
	case r.Method == "LOCK" && s.locked[path]:
		w.WriteHeader(http.StatusLocked)
	case r.Method == "LOCK":
		s.locked[path] = true
		s.locks++
	case r.Method == "UNLOCK":
		s.locked[path] = false
	case r.Method == http.MethodPost && s.locked[path]:
		s.states[path] = body
	default: // also a write without the lock
		w.WriteHeader(http.StatusConflict)
	}
}

func (s *stateServer) lose() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.states)
}

// mustHaveLocked wants locks, and all of them to be released.
func (s *stateServer) mustHaveLocked(t *testing.T) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.locks == 0 || s.locked["/pr-42"] {
		t.Errorf("the state was locked %d times, and is locked: %t", s.locks, s.locked["/pr-42"])
	}
}
