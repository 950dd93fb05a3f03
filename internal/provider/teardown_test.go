package provider

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// stray are the sessions that an application under test has left: at each vendor
// with a list, so many of them match the selector and so many do not.
type stray struct{ matching, others []string }

func (b *testBox) stray(vendor string, matching, others int) stray {
	var s stray
	for range matching {
		s.matching = append(s.matching, b.Seed(vendor, narrow[vendor].matching).ID)
	}
	for range others {
		s.others = append(s.others, b.Seed(vendor, narrow[vendor].other).ID)
	}
	return s
}

// mustBeOpen wants exactly these of the vendor's sessions to be open.
func (b *testBox) mustBeOpen(t *testing.T, vendor string, want ...[]string) {
	t.Helper()
	var open []string
	for _, s := range b.Sessions(vendor) {
		if s.Open {
			open = append(open, s.ID)
		}
	}
	slices.Sort(open)
	expectSame(t, "open at "+vendor, open, slices.Sorted(slices.Values(slices.Concat(want...))))
}

func teardownConfig(vendor, more string) string {
	return fmt.Sprintf("resource \"chat_session_teardown\" %q {\n  vendor = %q\n  %s\n  %s\n}\n",
		vendor, vendor, narrow[vendor].selector, more)
}

// Of 40 sessions, 25 match and were opened after the teardown: these are closed,
// through a vendor that limits and fails in the middle of it.
func TestAccTeardown_closesWhatMatches(t *testing.T) {
	t.Parallel()
	for vendor := range narrow {
		t.Run(vendor, func(t *testing.T) {
			t.Parallel()
			box := startBox(t, sandbox.Variants{})
			before := box.stray(vendor, 8, 0)
			w := startWorkspace(t, box.provider()+teardownConfig(vendor, ""))
			w.apply().mustSucceed(t).expectWarnings(t)
			if n := len(box.answers(vendor)); n != 0 {
				t.Fatalf("creating the teardown has closed %d sessions", n)
			}
			after := box.stray(vendor, 25, 7)
			for _, fault := range []sandbox.Fault{
				{Kind: sandbox.FaultStatus, Status: 429, Header: http.Header{"Retry-After": {"1"}}, Skip: 5, Times: 2},
				{Kind: sandbox.FaultStatus, Status: 500, Skip: 10, Times: 3},
				{Kind: sandbox.FaultResetAfter, Skip: 15, Times: 1},
			} {
				fault.Vendor, fault.Operation = vendor, callsOf[vendor].closing
				box.Inject(fault)
			}
			w.plan("-destroy").mustSucceed(t).expectWarnings(t, []string{"25 sessions will be closed"})
			w.destroy().mustSucceed(t)
			box.mustBeOpen(t, vendor, before.matching, after.others)
			w.expectState()
		})
	}
}

// What a vendor holds up is named, the teardown stays, and the next destroy closes
// the rest.
func TestAccTeardown_partialFailure(t *testing.T) {
	t.Parallel()
	for vendor := range narrow {
		t.Run(vendor, func(t *testing.T) {
			t.Parallel()
			box := startBox(t, sandbox.Variants{})
			w := startWorkspace(t, box.provider()+teardownConfig(vendor, ""))
			w.apply().mustSucceed(t)
			s := box.stray(vendor, 25, 0)
			held := s.matching[:3]
			for _, id := range held {
				box.Inject(sandbox.Fault{
					Vendor: vendor, Operation: callsOf[vendor].closing, Contains: id, Kind: sandbox.FaultStatus, Status: 403, Body: ownRefusal[vendor],
				})
			}
			w.destroy().mustFail(t, append([]string{"Sessions not closed", "3 of 25 sessions", "status 403", "did not allow it", strings.ToUpper(vendor) + "_", "stays in the state"}, held...))
			box.mustBeOpen(t, vendor, held)
			w.expectState("chat_session_teardown." + vendor)
			box.ClearFaults()
			w.destroy().mustSucceed(t)
			box.mustBeOpen(t, vendor)
			w.expectState()
		})
	}
}

// ownRefusal is each vendor's own refusal.
var ownRefusal = map[string]string{
	sandbox.Uppzy:      `{"error": "api_access_not_available_on_plan"}`,
	sandbox.SiteAssist: `{"error": {"message": "Not yours", "code": "FORBIDDEN"}}`,
	sandbox.UponAI:     `{"status": "error", "message": "No access to this workspace."}`,
}

// No change of an argument closes a session, the vendor's least of all.
func TestAccTeardown_changesCloseNothing(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	config := func(arguments string) string {
		return box.provider() + "resource \"chat_session_teardown\" \"app\" {\n" + arguments + "\n}\n"
	}
	w := startWorkspace(t, config(`
  vendor   = "uponai"
  metadata = { environment = "pr-42" }`))
	w.apply().mustSucceed(t)
	s := box.stray(sandbox.UponAI, 3, 1)
	since := w.sessions()["chat_session_teardown.app"]["created_after"]
	for _, arguments := range []string{
		`
  vendor   = "uponai"
  metadata = { environment = "pr-43" }`, `
  vendor   = "uponai"
  agent_id = "somebody"`, `
  vendor       = "uponai"
  metadata     = { environment = "pr-42" }
  max_sessions = 7
  timeouts { delete = "1m" }`,
	} {
		w.configure(config(arguments))
		w.apply().mustSucceed(t).expectWarnings(t)
		if now := w.sessions()["chat_session_teardown.app"]["created_after"]; now != since {
			t.Errorf("created_after was %v and is %v", since, now)
		}
	}
	w.configure(config(`
  vendor       = "siteassist"
  close_reason = "over"
  inactive_for = "1h"`))
	w.plan().mustSucceed(t).expectWarnings(t, []string{"Sessions left to themselves", "UponAI"})
	w.apply().mustSucceed(t)
	if now := w.sessions()["chat_session_teardown.app"]; now["created_after"] == since || now["account"] != sandbox.SiteAssistAccount(sandbox.SiteAssistVisitorID) {
		t.Errorf("at another vendor it has not begun anew: %v", now)
	}
	box.mustBeOpen(t, sandbox.UponAI, s.matching, s.others)
	w.destroy().mustSucceed(t)
	box.mustBeOpen(t, sandbox.UponAI, s.matching, s.others)
}

// More than max_sessions fails in the plan, before anything else is destroyed.
func TestAccTeardown_maxSessions(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	config := func(limit int) string {
		return box.provider() + teardownConfig(sandbox.UponAI, fmt.Sprintf("max_sessions = %d", limit)) + fmt.Sprintf(`
resource "chat_session" "app" {
  vendor     = "uponai"
  agent_id   = %q
  depends_on = [chat_session_teardown.uponai]
}
`, sandbox.UponAIAgentID)
	}
	w := startWorkspace(t, config(4))
	w.apply().mustSucceed(t)
	box.stray(sandbox.UponAI, 5, 0)
	want := []string{"More sessions than max_sessions", "5 open sessions at UponAI", "max_sessions = 4", "raise max_sessions"}
	w.plan("-destroy").mustFail(t, want)
	w.destroy().mustFail(t, want)
	w.destroy("-refresh=false").mustFail(t, want)
	if n := box.open(sandbox.UponAI); n != 6 {
		t.Errorf("%d sessions are open, not 6", n)
	}
	w.expectState("chat_session.app", "chat_session_teardown.uponai")
	w.configure(config(5))
	w.apply().mustSucceed(t)
	w.destroy().mustSucceed(t)
	if n := box.open(sandbox.UponAI); n != 0 {
		t.Errorf("%d sessions are open", n)
	}
}

// The limit holds in the destroy itself as well: more may have come since the plan.
func TestTeardown_maxSessionsInDelete(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	e := configured(t, box.config()).of("chat_session_teardown")
	config := values{"vendor": "uponai", "metadata": map[string]string{"environment": "pr-42"}, "max_sessions": 2}
	o := e.open(config)
	box.stray(sandbox.UponAI, 3, 0)
	left, p := e.destroy(o)
	if !p.has("", "More sessions than max_sessions", "3 open sessions") || left.state.IsNull() {
		t.Errorf("%v, left %v", p, left.state)
	}
	if n := box.open(""); n != 3 {
		t.Errorf("%d sessions are open", n)
	}
}

// inactive_for counts by the vendor's clock; created_after reaches back only when asked.
func TestAccTeardown_idle(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	now := box.Now()
	box.Seed(sandbox.Uppzy, sandbox.Seed{ID: "old", CreatedAt: now.Add(-72 * time.Hour), UpdatedAt: now.Add(-25 * time.Hour)})
	box.Seed(sandbox.Uppzy, sandbox.Seed{ID: "in use", CreatedAt: now.Add(-72 * time.Hour), UpdatedAt: now.Add(-23 * time.Hour)})
	box.Seed(sandbox.Uppzy, sandbox.Seed{ID: "before", CreatedAt: now.Add(-200 * time.Hour)})
	w := startWorkspace(t, box.provider()+fmt.Sprintf(`
resource "chat_session_teardown" "idle" {
  vendor        = "uppzy"
  inactive_for  = "24h"
  created_after = %q
}
`, now.Add(-100*time.Hour).Format(time.RFC3339)))
	w.apply().mustSucceed(t)
	w.destroy().mustSucceed(t)
	box.mustBeOpen(t, sandbox.Uppzy, []string{"in use", "before"})
}

// Days after the apply, by the vendor's clock, everything that was in use is idle.
func TestAccTeardown_idleByTheVendorsClock(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	w := startWorkspace(t, box.provider()+teardownConfig(sandbox.SiteAssist, `inactive_for = "24h"`))
	w.apply().mustSucceed(t)
	box.stray(sandbox.SiteAssist, 2, 0)
	box.Advance(25 * time.Hour)
	w.destroy().mustSucceed(t)
	if n := box.open(sandbox.SiteAssist); n != 0 {
		t.Errorf("%d sessions are open", n)
	}
}

// Another account is never searched, whatever matches there.
func TestAccTeardown_otherAccount(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	w := startWorkspace(t, box.provider()+teardownConfig(sandbox.UponAI, ""))
	w.apply().mustSucceed(t)
	box.Seed(sandbox.UponAI, sandbox.Seed{
		Account: fmt.Sprint(sandbox.UponAIOtherWorkspaceID), Metadata: map[string]any{"environment": "pr-42"},
	})
	config := strings.Replace(box.provider(), fmt.Sprintf("workspace_id = %d", sandbox.UponAIWorkspaceID),
		fmt.Sprintf("workspace_id = %d", sandbox.UponAIOtherWorkspaceID), 1)
	w.configure(config + teardownConfig(sandbox.UponAI, ""))
	w.destroy().mustFail(t, []string{
		"Teardown of another workspace", fmt.Sprint(sandbox.UponAIWorkspaceID), fmt.Sprint(sandbox.UponAIOtherWorkspaceID),
	})
	if n := box.open(sandbox.UponAI); n != 1 {
		t.Errorf("%d sessions are open", n)
	}
}

// A list that fails does not stop the destroy of all else: it is asked again.
func TestAccTeardown_listFails(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	w := startWorkspace(t, box.provider()+teardownConfig(sandbox.UponAI, ""))
	w.apply().mustSucceed(t)
	box.stray(sandbox.UponAI, 2, 0)
	box.Inject(refusal(sandbox.UponAI, "listChats", 403, ownRefusal[sandbox.UponAI]))
	w.plan("-destroy").mustSucceed(t).expectWarnings(t, []string{"Sessions not counted", "status 403"})
	w.destroy().mustFail(t, []string{"No session closed", "UponAI", "status 403", "UPONAI_TOKEN"})
	w.expectState("chat_session_teardown.uponai")
	box.ClearFaults()
	w.destroy().mustSucceed(t)
	if n := box.open(""); n != 0 {
		t.Errorf("%d sessions are open", n)
	}
}

// A session whose status nobody documents counts as open.
func TestAccTeardown_unknownStatus(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{UponAI: sandbox.UponAIVariants{OngoingStatus: "thinking"}})
	w := startWorkspace(t, box.provider()+teardownConfig(sandbox.UponAI, ""))
	w.apply().mustSucceed(t)
	box.stray(sandbox.UponAI, 2, 1)
	w.destroy().mustSucceed(t)
	if n := box.open(sandbox.UponAI); n != 1 {
		t.Errorf("%d sessions are open, not 1", n)
	}
}

// A session of which nobody can tell whether it was there before is left open, and
// is named.
func TestTeardown_withoutATime(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	e := configured(t, box.config()).of("chat_session_teardown")
	o := e.open(values{"vendor": "uponai", "agent_id": "a"})
	box.Inject(refusal(sandbox.UponAI, "listChats", 200,
		`{"data": [{"chatId": "timeless", "agentId": "a", "status": "ongoing", "startedAt": null, "endedAt": null}], "pagination_key": null}`))
	p := e.planDestroy(o)
	if len(p) != 1 || !p.has("", "1 session left open", "timeless") {
		t.Errorf("planned: %v", p)
	}
	left, p := e.destroy(o)
	if len(p.errors()) > 0 || !left.state.IsNull() || !p.has("", "1 session left open", "timeless") {
		t.Errorf("%v, left %v", p, left.state)
	}
	if n := len(box.answers(sandbox.UponAI)); n != 0 {
		t.Errorf("%d sessions were closed", n)
	}
}

// What the plan of a destroy says while the vendor cannot be used.
func TestTeardown_planWithoutTheVendor(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	e := configured(t, box.config()).of("chat_session_teardown")
	o := e.open(values{"vendor": "uponai", "agent_id": "a"})

	e.mustSucceed(e.configure(with(box.config(), values{"uponai": with(box.config()["uponai"].(values), values{"token": notKnown{}})})))
	if p := e.planDestroy(o); len(p) != 1 || !p.warnings().has("", "Sessions not counted", "not known yet", "max_sessions = 100") {
		t.Errorf("not known yet: %v", p)
	}
	e.mustSucceed(e.configure(with(box.config(), values{"uponai": nil})))
	if p := e.planDestroy(o); len(p) != 1 || !p.errors().has("vendor", "Vendor not configured", "UPONAI_TOKEN") {
		t.Errorf("not configured: %v", p)
	}
	left, p := e.destroy(o)
	if !p.errors().has("vendor", "Vendor not configured") || left.state.IsNull() {
		t.Errorf("destroyed: %v, left %v", p, left.state)
	}
}

// Without the vendor's time nobody can tell what was there before.
func TestTeardown_vendorWithoutAClock(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	e := configured(t, box.config()).of("chat_session_teardown")
	box.Inject(sandbox.Fault{
		Vendor: sandbox.UponAI, Operation: "listChats", Kind: sandbox.FaultStatus, Status: 200,
		Header: http.Header{"Date": {"soon"}}, Body: `{"data": [], "pagination_key": null}`,
	})
	config := values{"vendor": "uponai", "agent_id": "a"}
	plan, p := e.plan(nil, config)
	e.mustSucceed(p)
	if o, p := e.apply(nil, plan, config); !p.has("", "Vendor tells no time", "UponAI", "Set created_after") || !o.state.IsNull() {
		t.Errorf("%v, state %v", p, o.state)
	}
	e.open(with(config, values{"created_after": "2026-01-31T08:00:00Z"}))
}

// The creation proves the credentials: a teardown that could not close anything later
// is refused now.
func TestTeardown_notPrepared(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	e := configured(t, box.config()).of("chat_session_teardown")
	box.Inject(sandbox.Fault{Vendor: sandbox.UponAI, Operation: "listChats", Kind: sandbox.FaultStatus, Status: 403})
	config := values{"vendor": "uponai", "agent_id": "a"}
	plan, p := e.plan(nil, config)
	e.mustSucceed(p)
	if o, p := e.apply(nil, plan, config); !p.has("", "Teardown not prepared", "status 403", "UPONAI_TOKEN") || !o.state.IsNull() {
		t.Errorf("%v, %s", p, o.state)
	}
}

// Without created_after it counts from its own creation, also when it has had another
// value meanwhile.
func TestAccTeardown_createdAfterRemoved(t *testing.T) {
	t.Parallel()
	for name, first := range map[string]string{"set later": "", "set from the start": `created_after = "2000-01-01T00:00:00Z"`} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			box := startBox(t, sandbox.Variants{})
			before := box.Seed(sandbox.UponAI, sandbox.Seed{
				Metadata: map[string]any{"environment": "pr-42"}, CreatedAt: box.Now(),
			})
			w := startWorkspace(t, "")
			for _, more := range []string{first, `created_after = "2000-01-01T00:00:00Z"`, ""} {
				w.configure(box.provider() + teardownConfig(sandbox.UponAI, more))
				w.apply().mustSucceed(t)
			}
			if again := w.plan().mustSucceed(t); len(again.planned) != 0 {
				t.Errorf("planned: %v", again.planned)
			}
			w.destroy().mustSucceed(t).expectWarnings(t)
			box.mustBeOpen(t, sandbox.UponAI, []string{before.ID})
		})
	}
}

// A vendor that only the plan does not know is no other vendor.
func TestTeardown_vendorNotKnownInThePlan(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	e := configured(t, box.config()).of("chat_session_teardown")
	config := values{"vendor": "uponai", "agent_id": "a"}
	o := e.open(config)
	plan, p := e.plan(o, with(config, values{"vendor": notKnown{}, "max_sessions": 7}))
	if len(p) > 0 {
		t.Errorf("planned: %v", p)
	}
	known := e.attributes(e.state(plan.PlannedState))
	known["vendor"] = e.value(known["vendor"].Type(), "uponai")
	plan.PlannedState = e.dynamic(e.resourceType, tftypes.NewValue(e.resourceType, known))
	now, p := e.apply(o, plan, with(config, values{"max_sessions": 7}))
	e.mustSucceed(p)
	for _, name := range []string{"account", "created_after"} {
		if before, after := e.text(o.state, name), e.text(now.state, name); before != after {
			t.Errorf("%s was %s and is %s", name, before, after)
		}
	}
}
