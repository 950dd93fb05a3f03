package provider

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// shown runs Terraform for a person, and returns what it prints and whether it succeeded.
func (w *workspace) shown(command string, flags ...string) (string, bool) {
	w.t.Helper()
	var out bytes.Buffer
	run := exec.CommandContext(w.t.Context(), w.engine, append([]string{command, "-no-color", "-input=false"}, flags...)...)
	run.Dir, run.Env, run.Stdout, run.Stderr = w.dir, w.env, &out, &out
	log := filepath.Join(w.dir, "trace.log") // which a person does not see
	run.Env = append(slices.Clone(w.env), "TF_LOG_PATH="+log)
	err := run.Run()
	if traced() {
		lines, _ := os.ReadFile(log) // without a file there was no log
		_, _ = os.Stderr.Write(lines)
		_ = os.Remove(log) // the next run appends to it
	}
	if strings.Contains(out.String(), "secret") {
		w.t.Errorf("a secret is shown:\n%s", &out)
	}
	return out.String(), err == nil
}

// unwrapped is a text of Terraform without the frames and line breaks that it puts in.
func unwrapped(text string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(text, "│", "")), " ")
}

// openingArguments are those that a session of each vendor needs.
var openingArguments = map[string]string{
	sandbox.Uppzy:      `opening_message = "Hello"`,
	sandbox.TalkifAI:   fmt.Sprintf("agent_id = %q", sandbox.TalkifAIAgentID),
	sandbox.SiteAssist: "",
	sandbox.UponAI:     fmt.Sprintf("agent_id = %q", sandbox.UponAIAgentID),
}

// The plan of forty sessions at a vendor that is down is short and soon over. The first
// error is complete, and the others say that the vendor failed.
func TestAccOutage(t *testing.T) {
	t.Parallel()
	const sessions = 40
	for _, vendor := range sandbox.Vendors() {
		t.Run(vendor, func(t *testing.T) {
			t.Parallel()
			box := startBox(t, sandbox.Variants{})
			config := fmt.Sprintf("resource \"chat_session\" \"app\" {\n  count  = %d\n  vendor = %q\n  %s\n  timeouts {\n    read = \"4s\"\n  }\n}\n",
				sessions, vendor, openingArguments[vendor])
			w := startWorkspace(t, box.provider()+config)
			w.apply().mustSucceed(t)
			title := client.Title(vendor)

			box.Inject(sandbox.Fault{Vendor: vendor, Kind: sandbox.FaultStatus, Status: 429, Header: http.Header{"Retry-After": {"1"}}})
			w.expectShortOutage("Another message about " + title + " has the details.")
			box.ClearFaults()
			box.Inject(sandbox.Fault{Vendor: vendor, Kind: sandbox.FaultHang})
			w.expectShortOutage(title + " did not respond. Another message")
			box.ClearFaults()

			elsewhere := box.config()[vendor].(values)
			elsewhere["base_url"] = "http://127.0.0.1:1"
			w.configure(providerBlock(values{vendor: elsewhere}) + config)
			w.expectShortOutage("connection refused", "There was no connection", title+" did not respond.")

			// Without a refresh, a destroy meets the same, and keeps everything.
			text, ok := w.shown("destroy", "-refresh=false", "-auto-approve")
			if n := strings.Count(text, "Request:"); ok || n != 1 {
				t.Errorf("%d complete errors of a destroy, want 1:\n%s", n, text)
			}
			if n := strings.Count(unwrapped(text), title+" did not respond."); n != sessions-1 {
				t.Errorf("%d short errors of a destroy, want %d:\n%s", n, sessions-1, text)
			}
			if n := box.open(vendor); n != sessions {
				t.Errorf("%d sessions are open, want %d", n, sessions)
			}
			w.configure(box.provider() + config)
			w.destroy().mustSucceed(t)
			if n := box.open(""); n != 0 {
				t.Errorf("%d sessions were left open", n)
			}
		})
	}
}

// expectShortOutage plans while the vendor is down. The output has the words, one
// complete error and one short warning.
func (w *workspace) expectShortOutage(words ...string) {
	w.t.Helper()
	begun := time.Now()
	text, ok := w.shown("plan")
	took, lines := time.Since(begun), strings.Count(text, "\n")
	if ok || lines > 100 || took > 30*time.Second {
		w.t.Errorf("succeeded: %t, %d lines in %s, want an error of at most 100 lines in 30s:\n%s", ok, lines, took, text)
	}
	if complete := strings.Count(text, "Error: Session not read"); complete != 1 {
		w.t.Errorf("%d errors, want 1:\n%s", complete, text)
	}
	if !containsAll(unwrapped(text), append(words, "Session not checked", "more similar warnings elsewhere")) {
		w.t.Errorf("no %q in:\n%s", words, text)
	}
	w.t.Logf("%d lines in %s", lines, took.Round(time.Millisecond))
}

// A refused key is one complete warning of a plan, and few requests.
func TestAccOutage_refusedKey(t *testing.T) {
	t.Parallel()
	const sessions = 40
	box := startBox(t, sandbox.Variants{})
	config := fmt.Sprintf("resource \"chat_session\" \"app\" {\n  count    = %d\n  vendor   = \"uponai\"\n  agent_id = %q\n}\n", sessions, sandbox.UponAIAgentID)
	w := startWorkspace(t, box.provider()+config)
	w.apply().mustSucceed(t)
	refused := box.config()[sandbox.UponAI].(values)
	refused["token"] = "refused"
	w.configure(providerBlock(values{sandbox.UponAI: refused}) + config)
	box.ResetRequests()
	text, ok := w.shown("plan", "-detailed-exitcode")
	if n := strings.Count(text, "\n"); n > 100 {
		t.Errorf("%d lines, want few:\n%s", n, text)
	}
	if n := len(box.Requests()); n > sessions/2 {
		t.Errorf("%d requests, want few", n)
	}
	for _, words := range []string{"Session status not certain", "Session not checked", "UponAI refused the credentials."} {
		if !strings.Contains(unwrapped(text), words) {
			t.Errorf("no %q (succeeded: %t) in:\n%s", words, ok, text)
		}
	}
	if n := box.open(sandbox.UponAI); n != sessions {
		t.Errorf("%d sessions are open, want %d", n, sessions)
	}
}

// failFastEngine is an engine that fails fast in an outage, as the provider does.
func failFastEngine(t *testing.T, box *testBox) *engine {
	t.Helper()
	e := startEngineOf(t, &chatProvider{version: "test", getenv: func(string) string { return "" }, failFast: defaultFailFast, tune: quick})
	e.mustSucceed(e.configure(box.config()))
	return e
}

// An ephemeral session is closed also in an outage: no later run closes it.
func TestOutage_ephemeralClose(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	e := failFastEngine(t, box)
	opened := e.openEphemeral(newSession(sandbox.UponAI))
	remove := box.Inject(sandbox.Fault{Vendor: sandbox.UponAI, Operation: "listChats", Kind: sandbox.FaultStatus, Status: 503})
	list := values{"vendor": sandbox.UponAI}
	for _, words := range [][]string{{"status 503", "Request:"}, {"UponAI is not available.", "Another message about UponAI"}} {
		if _, p := e.readData("chat_sessions", list); !p.errors().has("", words...) {
			t.Errorf("got %v, want %q", p, words)
		}
		remove()
	}
	if p := e.closeEphemeral(t.Context(), opened); len(p) > 0 || box.open("") != 0 {
		t.Errorf("%d sessions are open: %v", box.open(""), p)
	}
}

// A stranger's 401 to one call is no refused credential where another call succeeds: a
// chat that no longer exists is destroyed, also after the close of an open one has failed.
func TestOutage_strangersRefusal(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	e := failFastEngine(t, box)
	open, gone := e.open(newSession(sandbox.UponAI)), e.open(newSession(sandbox.UponAI))
	box.RemoveSession(sandbox.UponAI, e.text(gone.state, "session_id"))
	box.Inject(sandbox.Fault{Vendor: sandbox.UponAI, Operation: "endChat", Kind: sandbox.FaultNotJSON, Status: 401})
	if kept, p := e.destroy(open); !p.errors().has("", "Session not closed", "status 401", "Request:") || kept.state.IsNull() {
		t.Errorf("got %v, want the complete error", p)
	}
	if left, p := e.destroy(gone); len(p) > 0 || !left.state.IsNull() {
		t.Errorf("the chat that no longer exists was not destroyed: %v", p)
	}
	if n := box.open(""); n != 1 {
		t.Errorf("%d sessions are open, want 1", n)
	}
}

// A TalkifAI session without its token is destroyed with a warning, which takes no
// request, also after the API key was refused.
func TestOutage_withoutToken(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	e := failFastEngine(t, box)
	o := e.withoutToken(e.open(newSession(sandbox.TalkifAI)))
	box.Inject(sandbox.Fault{Vendor: sandbox.TalkifAI, Operation: "createSession", Kind: sandbox.FaultStatus, Status: 401})
	for _, words := range []string{"status 401", "TalkifAI refused the credentials."} {
		plan, p := e.plan(nil, newSession(sandbox.TalkifAI))
		e.mustSucceed(p)
		if _, p := e.apply(nil, plan, newSession(sandbox.TalkifAI)); !p.errors().has("", "Session not opened", words) {
			t.Errorf("got %v, want %q", p, words)
		}
	}
	if left, p := e.destroy(o); len(p.errors()) > 0 || !left.state.IsNull() {
		t.Errorf("the session without a token was not destroyed: %v", p)
	}
}
