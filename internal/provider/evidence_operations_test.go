package provider

import (
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// The operations of the evidence table and what each may conclude.

// refreshOnEvidence reads a session of an earlier run and plans again.
func refreshOnEvidence(c *evidenceCase) {
	o := c.earlier.open(c.openConfig())
	id := c.text(o.state, "session_id")
	c.become(id)
	sessions := len(c.box.Sessions(c.vendor))
	var now *object
	var p problems
	c.during(func() { now, p = c.read(o) })
	if len(p.errors()) > 0 {
		if !c.failing() {
			c.t.Errorf("the refresh fails, want a warning: %v", p)
		}
		return // Terraform keeps the state.
	}
	status := "removed"
	if !now.state.IsNull() {
		status = c.text(now.state, "status")
	}
	kept := status == "unknown" && p.warnings().has("", id)
	switch {
	case c.truth == truthOpen:
		kept = kept || status == "open"
	case c.proven() && c.vendor == sandbox.TalkifAI:
		// Its history says of either that the session is over.
		kept = status == "closed" || status == "removed"
	case c.proven():
		kept = status == string(c.truth) || c.failing() && kept
	}
	if !kept {
		c.t.Errorf("the status is %s, with %v", status, p)
	}
	if status != "removed" && status != "closed" {
		c.expectNoChange(now)
	}
	if n := len(c.box.Sessions(c.vendor)); n != sessions {
		c.t.Errorf("%d sessions exist, want %d", n, sessions)
	}
}

// expectNoChange plans the configuration of the session again.
func (c *evidenceCase) expectNoChange(o *object) {
	c.t.Helper()
	plan, p := c.plan(o, c.openConfig())
	c.mustSucceed(p)
	if len(plan.RequiresReplace) > 0 || !c.state(plan.PlannedState).Equal(o.state) {
		c.t.Errorf("a change is planned, with replacement for %v: %v", plan.RequiresReplace, p)
	}
}

// destroyOnEvidence destroys a session of an earlier run.
func destroyOnEvidence(c *evidenceCase) {
	o := c.earlier.open(c.openConfig())
	id := c.text(o.state, "session_id")
	c.become(id)
	var left *object
	var p problems
	c.during(func() { left, p = c.destroy(o) })
	c.expectDestroyed(id, left, p)
}

func (c *evidenceCase) expectDestroyed(id string, left *object, p problems) {
	c.t.Helper()
	failed := len(p.errors()) > 0
	switch {
	case failed == left.state.IsNull():
		c.t.Errorf("the state is %v after %v", left.state, p)
	case !failed && c.isOpen(id):
		c.t.Errorf("the session is open and no longer in state: %v", p)
	case failed && c.closes() && !c.mayFail():
		c.t.Errorf("the destroy fails: %v", p)
	case !failed && !c.closes():
		c.t.Errorf("the destroy succeeds without evidence: %v", p)
	case failed && !p.errors().has("", id, "removed", "terraform state rm"):
		c.t.Errorf("the error does not name the session and the ways out: %v", p)
	}
}

// target names the session to a data source, a message or an action.
func (c *evidenceCase) target() (string, values) {
	session := c.box.Seed(c.vendor, sandbox.Seed{})
	config := values{"vendor": c.vendor, "session_id": session.ID}
	if session.Token != "" {
		config["session_token"] = session.Token
	}
	return session.ID, config
}

// readDataOnEvidence reads the data source chat_session.
func readDataOnEvidence(c *evidenceCase) {
	id, config := c.target()
	c.become(id)
	var state tftypes.Value
	var p problems
	c.during(func() { state, p = c.readData("chat_session", config) })
	if len(p.errors()) > 0 {
		if !c.failing() {
			c.t.Errorf("the data source fails, want a warning: %v", p)
		}
		return
	}
	status := c.text(state, "status")
	right := status == "unknown" && p.warnings().has("", id)
	switch {
	case c.truth == truthOpen:
		right = right || status == "open"
	case c.proven():
		right = right || status == "closed" || status == statusNotFound
	case c.vendor == sandbox.Uppzy && c.honest(c.calls.list):
		right = right || status == statusNotFound // of an id that was not seen
	}
	if !right {
		c.t.Errorf("the status is %s, with %v", status, p)
	}
}

// listDataOnEvidence reads the data source chat_sessions.
func listDataOnEvidence(c *evidenceCase) {
	id, _ := c.target()
	var state tftypes.Value
	var p problems
	c.during(func() { state, p = c.readData("chat_sessions", values{"vendor": c.vendor}) })
	switch failed := len(p.errors()) > 0; {
	case failed == c.honest(c.calls.list):
		c.t.Errorf("the list is %v, with %v", state, p)
	case !failed:
		expectSame(c.t, "ids", c.texts(c.attributes(state)["ids"]), []string{id})
	}
}

// sendOnEvidence creates a chat_message.
func sendOnEvidence(c *evidenceCase) {
	id, config := c.target()
	config["message"] = "Hello"
	e := c.of("chat_message")
	plan, p := e.plan(nil, config)
	e.mustSucceed(p)
	var sent *object
	c.during(func() { sent, p = e.apply(nil, plan, config) })
	switch {
	case len(p.errors()) > 0 || c.honest(c.calls.send):
	case sent.state.IsNull():
		c.t.Errorf("there is neither a message nor an error: %v", p)
	case e.text(sent.state, "delivery") != "unknown" || e.text(sent.state, "answer") != "<null>" || !p.warnings().has("", id):
		c.t.Errorf("delivery is %s and answer is %s, with %v", e.text(sent.state, "delivery"), e.text(sent.state, "answer"), p)
	}
}

// teardownOnEvidence destroys a teardown whose selectors match the session.
func teardownOnEvidence(c *evidenceCase) {
	config := sweeping(c.vendor, values{"created_after": "2000-01-01T00:00:00Z"})
	e := c.of("chat_session_teardown")
	o := c.earlier.of("chat_session_teardown").open(config)
	id := c.box.Seed(c.vendor, narrow[c.vendor].matching).ID
	c.become(id)
	var left *object
	var p problems
	c.during(func() { left, p = e.destroy(o) })
	c.expectSwept(id, p)
	if failed := len(p.errors()) > 0; failed == left.state.IsNull() {
		c.t.Errorf("the state is %v after %v", left.state, p)
	}
}

// expectSwept checks what closes every session that matches: it fails without an honest
// list, and where the session that the list has is not confirmed to be closed.
func (c *evidenceCase) expectSwept(id string, p problems) {
	c.t.Helper()
	failed := len(p.errors()) > 0
	succeeds := c.honest(c.calls.list) && (c.truth != truthOpen || c.honest(c.calls.close))
	switch {
	case !failed && c.isOpen(id):
		c.t.Errorf("the session is open and there is no error: %v", p)
	case failed == succeeds:
		c.t.Errorf("failed is %t, want %t: %v", failed, !succeeds, p)
	case failed && c.honest(c.calls.list) && !p.errors().has("", id):
		c.t.Errorf("the error does not name the session: %v", p)
	}
}

// closeActionOnEvidence invokes chat_close_session.
func closeActionOnEvidence(c *evidenceCase) {
	id, config := c.target()
	c.become(id)
	var progress []string
	var p problems
	c.during(func() { progress, p = c.invoke(c.t.Context(), "chat_close_session", config) })
	failed := len(p.errors()) > 0
	switch {
	case failed == c.closes() && !c.mayFail():
		c.t.Errorf("failed is %t, want %t: %v", failed, !c.closes(), p)
	case !failed && c.isOpen(id):
		c.t.Errorf("the session is open and there is no error: %v", p)
	case failed && (!p.errors().has("", id) || strings.Contains(strings.Join(progress, "\n"), "closed")):
		c.t.Errorf("the error does not name the session, or the progress is wrong: %v, %q", p, progress)
	}
}

// someClosed finds a count of closed sessions in the progress of chat_close_sessions.
var someClosed = regexp.MustCompile(`\b[1-9]\d* closed|no open session`)

// closeManyOnEvidence invokes chat_close_sessions.
func closeManyOnEvidence(c *evidenceCase) {
	id := c.box.Seed(c.vendor, narrow[c.vendor].matching).ID
	c.become(id)
	var progress []string
	var p problems
	c.during(func() { progress, p = c.invoke(c.t.Context(), closeMany, sweeping(c.vendor, nil)) })
	c.expectSwept(id, p)
	if text := strings.Join(progress, "\n"); c.isOpen(id) && someClosed.MatchString(text) {
		c.t.Errorf("the session is open, and the progress is %q", progress)
	}
}

// closeEphemeralOnEvidence closes an ephemeral session, in the run that opened it.
func closeEphemeralOnEvidence(c *evidenceCase) {
	l := c.earlier.openEphemeral(c.openConfig())
	id := c.text(l.result, "session_id")
	c.become(id)
	var p problems
	c.during(func() { p = c.closeEphemeral(c.t.Context(), l) })
	failed := len(p.errors()) > 0
	switch {
	case failed == c.closes() && !c.mayFail():
		c.t.Errorf("failed is %t, want %t: %v", failed, !c.closes(), p)
	case !failed && c.isOpen(id):
		c.t.Errorf("the session is open and there is no error: %v", p)
	case failed && !p.errors().has("", id):
		c.t.Errorf("the error does not name the session: %v", p)
	}
}
