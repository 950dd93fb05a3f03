package provider

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// What is invoked must be known as a whole: a guard or a selector that is not known reads
// as none.
func TestActions_notKnown(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	s := box.stray(sandbox.UponAI, 2, 0)
	e := configured(t, box.config())
	for action, whole := range map[string]values{
		closeMany: sweeping(sandbox.UponAI, values{"agent_id": "a"}),
		closeOne:  {"vendor": "uponai", "session_id": s.matching[0]},
	} {
		for _, name := range []string{"vendor", "account", "session_id", "agent_id", "metadata", "created_after", "max_sessions", "concurrency", "close_reason", "timeouts"} {
			if e.actionType(action).(tftypes.Object).AttributeTypes[name] == nil {
				continue
			}
			told, p := e.invoke(t.Context(), action, with(whole, values{name: notKnown{}}))
			if len(told) > 0 || !p.errors().has("", "Configuration not known", name, "Nothing was done") {
				t.Errorf("%s without %s: told %q, %v", action, name, told, p)
			}
		}
	}
	for _, config := range []values{{"vendor": "uponai", "metadata": notKnown{}}, {"vendor": "uponai", "metadata": values{"environment": notKnown{}}}, {"vendor": "uppzy", "inactive_for": notKnown{}}} {
		if found, p := e.query(config, 0, false, nil); len(found) > 0 || !p.errors().has("", "Configuration not known") {
			t.Errorf("listed: %v, %v", found, p)
		}
	}
	if n := len(box.Requests()); n > 0 {
		t.Errorf("%d requests were sent", n)
	}
}

// The plan counts once all that selects and guards is known, and says that it does not
// count until then.
func TestCloseSessions_planNotKnown(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	box.stray(sandbox.UponAI, 3, 0)
	e := configured(t, box.config())
	plan := func(more values) problems {
		p := e.planAction(closeMany)(sweeping(sandbox.UponAI, more))
		if len(p) != 1 || len(p.errors()) > 0 {
			t.Errorf("%v: %v", more, p)
		}
		return p
	}
	for _, more := range []values{{"concurrency": notKnown{}}, {"timeouts": notKnown{}}} {
		if p := plan(more); !p.has("", "3 sessions will be closed") {
			t.Errorf("%v: %v", more, p)
		}
	}
	sent := len(box.Requests())
	for _, name := range []string{"vendor", "account", "agent_id", "created_after", "max_sessions"} {
		if p := plan(values{name: notKnown{}}); !p.has("", "Sessions not counted", "is not known yet: "+name+".", "when it is invoked") || p.has("", "max_sessions = 0") {
			t.Errorf("%s: %v", name, p)
		}
	}
	if p := plan(values{"metadata": values{"environment": notKnown{}}}); !p.has("", "is not known yet: metadata.") {
		t.Error(p)
	}
	if n := len(box.Requests()) - sent; n > 0 {
		t.Errorf("%d requests were sent", n)
	}
}

// The titles of warnings have no values, which may be marked as sensitive.
func TestCloseSessions_titles(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	box.stray(sandbox.Uppzy, 3, 0)
	config := sweeping(sandbox.Uppzy, values{"created_after": "2000-01-01T00:00:00Z", "account": sandbox.UppzySiteID})
	p := configured(t, box.config()).planAction(closeMany)(config)
	title := "3 sessions will be closed: Uppzy site " + sandbox.UppzySiteID + ", user_identifier, created_after"
	if len(p) != 1 || !p.warnings().has("", title) || strings.Contains(p.String(), "app@example.com") {
		t.Error(p)
	}
}
