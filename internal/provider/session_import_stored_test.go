package provider

import (
	"fmt"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// step plans config and applies it unless the session is to be replaced, which it
// reports.
func (e *engine) step(o *object, config values) (*object, bool) {
	e.t.Helper()
	plan, p := e.plan(o, config)
	e.mustSucceed(p)
	if len(plan.RequiresReplace) > 0 {
		return o, true
	}
	now, p := e.apply(o, plan, config)
	e.mustSucceed(p)
	read, p := e.read(now)
	e.mustSucceed(p)
	return read, false
}

// Arguments of an imported session that no call returns are stored in place once. After
// that a change of them replaces the session, as that of one which was opened. What
// changes nothing else does not count.
func TestSessionImport_storedOnce(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	e := configured(t, box.config())
	uppzy := func() string {
		id := fmt.Sprint("import-", len(box.Sessions(sandbox.Uppzy)))
		box.Seed(sandbox.Uppzy, sandbox.Seed{ID: id, Messages: []sandbox.Message{{Content: "Hi"}}})
		return "uppzy/" + id
	}
	siteassist := func() string { return "siteassist/" + box.Seed(sandbox.SiteAssist, sandbox.Seed{}).ID }
	uponai := func(variables map[string]any) func() string {
		return func() string {
			return "uponai/" + box.Seed(sandbox.UponAI, sandbox.Seed{AgentID: sandbox.UponAIAgentID, DynamicVariables: variables}).ID
		}
	}
	talkifai := func() string { return "talkifai/" + box.Seed(sandbox.TalkifAI, sandbox.Seed{}).ID }
	for name, c := range map[string]struct {
		vendor, argument string
		session          func() string
		a, b             any
		unrelated        values
	}{
		"opening_message":   {"uppzy", "opening_message", uppzy, "A", "B", values{"recreate_when_closed": false}},
		"user_identifier":   {"uppzy", "user_identifier", uppzy, "a@example.com", "b@example.com", values{"timeouts": values{"read": "1m"}}},
		"metadata":          {"talkifai", "metadata", talkifai, map[string]string{"k": "a"}, map[string]string{"k": "b"}, values{"recreate_when_closed": false}},
		"page_url":          {"siteassist", "page_url", siteassist, "https://example.com/a", "https://example.com/b", values{"close_reason": "over"}},
		"dynamic_variables": {"uponai", "dynamic_variables", uponai(nil), map[string]string{"tier": "a"}, map[string]string{"tier": "b"}, values{"metadata": map[string]string{"k": "v"}}},
	} {
		none := values{"vendor": c.vendor, "recreate_when_closed": true}
		set := func(value any) values { return with(none, values{c.argument: value}) }
		for kind, steps := range map[string][]values{ // the last one is a replacement, the others are not
			"removed again":       {set(c.a), none},
			"another value":       {set(c.a), set(c.b)},
			"after nothing":       {none, none, set(c.a), set(c.b)},
			"after the unrelated": {with(none, c.unrelated), set(c.a), none},
			"unrelated after it":  {set(c.a), with(set(c.a), c.unrelated), set(c.b)},
		} {
			t.Run(name+", "+kind, func(t *testing.T) {
				e := *e
				e.t = t
				id := c.session()
				e.nextRun(box.config())
				o, p := e.importBy(id, nil)
				e.mustSucceed(p)
				for i, config := range steps {
					var replaced bool
					if o, replaced = e.step(o, config); replaced != (i == len(steps)-1) {
						t.Fatalf("step %d: replaced: %t", i, replaced)
					}
				}
			})
		}
	}
	// What is not known yet may be the value that is stored.
	id := uppzy()
	e.nextRun(box.config())
	o, p := e.importBy(id, nil)
	e.mustSucceed(p)
	if plan, p := e.plan(o, values{"vendor": "uppzy", "opening_message": notKnown{}}); len(p) > 0 || len(plan.RequiresReplace) > 0 {
		t.Errorf("a value that is not known replaces the session: %v", p)
	}
	// A removal counts as well.
	id = uponai(map[string]any{"tier": "gold"})()
	e.nextRun(box.config())
	o, p = e.importBy(id, nil)
	e.mustSucceed(p)
	o, replaced := e.step(o, values{"vendor": "uponai", "agent_id": sandbox.UponAIAgentID})
	if _, again := e.step(o, values{"vendor": "uponai", "agent_id": sandbox.UponAIAgentID, "dynamic_variables": map[string]string{"tier": "gold"}}); replaced || !again {
		t.Errorf("removed: replaced: %t; set again: replaced: %t", replaced, again)
	}
}

// Through Terraform: an import, a first apply that stores an argument, and then its
// removal and another value.
func TestAccSession_importStoredOnce(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	box.Seed(sandbox.Uppzy, sandbox.Seed{ID: "ticket-1", Messages: []sandbox.Message{{Content: "Hi"}}})
	conversation := box.Seed(sandbox.SiteAssist, sandbox.Seed{}).ID
	config := func(message, page string) string {
		return box.provider() + fmt.Sprintf(`
resource "chat_session" "uppzy" {
  vendor          = "uppzy"
  opening_message = %s
}
resource "chat_session" "siteassist" {
  vendor   = "siteassist"
  page_url = %s
}
`, message, page)
	}
	w := startWorkspace(t, config(`"A"`, `"https://example.com/a"`)+fmt.Sprintf(`
import {
  to = chat_session.uppzy
  id = "uppzy/ticket-1"
}
import {
  to = chat_session.siteassist
  id = "siteassist/%s"
}
`, conversation))
	expect := func(message, page, action string) {
		t.Helper()
		w.configure(config(message, page))
		planned := w.plan().mustSucceed(t).planned
		for _, address := range []string{"chat_session.uppzy", "chat_session.siteassist"} {
			if planned[address] != action {
				t.Errorf("%s: planned %q, want %q", address, planned[address], action)
			}
		}
	}
	w.apply().mustSucceed(t)
	box.expectOnlyReads(t)
	expect(`"A"`, `"https://example.com/a"`, "")
	expect("null", "null", "replace")
	expect(`"B"`, `"https://example.com/b"`, "replace")
	w.apply().mustSucceed(t)
	for name, id := range map[string]string{"uppzy": "ticket-1", "siteassist": conversation} {
		if session, _ := box.Session(name, id); session.Open || w.sessionID("chat_session."+name) == id {
			t.Errorf("%s: the session was not replaced", name)
		}
	}
	w.destroy().mustSucceed(t)
}

// Between null and an empty map there is neither a replacement nor a request, and nothing
// is used up of what an import allows once.
func TestSession_emptyMaps(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	e := configured(t, box.config())
	chat := values{"vendor": "uponai", "agent_id": sandbox.UponAIAgentID}
	empty := []any{map[string]string{}, nil}
	imported, p := e.importBy("uponai/"+box.Seed(sandbox.UponAI, sandbox.Seed{AgentID: sandbox.UponAIAgentID}).ID, nil)
	e.mustSucceed(p)
	talkifai := values{"vendor": "talkifai", "agent_id": sandbox.TalkifAIAgentID, "user_identifier": "user@example.com"}
	for name, c := range map[string]struct {
		o         *object
		base      values
		arguments []string
	}{
		"opened":   {e.open(chat), chat, []string{"metadata", "dynamic_variables"}},
		"imported": {imported, chat, []string{"metadata", "dynamic_variables"}},
		"talkifai": {e.open(talkifai), talkifai, []string{"metadata"}},
	} {
		box.ResetRequests()
		o := c.o
		for _, argument := range c.arguments {
			for _, value := range empty {
				config := with(c.base, values{argument: value})
				plan, p := e.plan(o, config)
				e.mustSucceed(p)
				if len(plan.RequiresReplace) > 0 {
					t.Fatalf("%s: %s = %v replaces the session", name, argument, value)
				}
				o, p = e.apply(o, plan, config)
				e.mustSucceed(p)
			}
		}
		if n := len(box.Requests()); n != 0 {
			t.Errorf("%s: %d requests were sent", name, n)
		}
		if name == "imported" {
			if _, replaced := e.step(o, with(chat, values{"dynamic_variables": map[string]string{"tier": "a"}})); replaced {
				t.Error("an empty map has used up what an import allows")
			}
		}
	}
}
