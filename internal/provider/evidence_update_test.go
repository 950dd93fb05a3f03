package provider

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// metadataConfig is a chat of UponAI with these metadata.
func metadataConfig(metadata map[string]string) values {
	return values{"vendor": "uponai", "agent_id": sandbox.UponAIAgentID, "metadata": metadata}
}

// A PATCH whose response does not show the change, of a chat that does not have it
// either, has failed: the state keeps the old metadata, and the next apply repeats it.
func TestEvidence_updateNotDone(t *testing.T) {
	t.Parallel()
	responses := map[string]string{
		"unchanged chat": "", "empty object": `{}`, "null": `null`, "error": `{"error":"metadata rejected"}`,
		"array": `[]`, "ok": `{"ok":true}`, "another chat": `{"chatId":"0123456789abcdef0123456789abcdef","metadata":{"stage":"review"}}`,
	}
	for name, body := range responses {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			box := newFaultTable(t, sandbox.UponAI).box
			e := configured(t, box.config())
			config := metadataConfig(map[string]string{"stage": "test", "pull": "17"})
			o := e.open(config)
			id := e.text(o.state, "session_id")
			if body == "" {
				created := box.Requests(sandbox.ByOperation("createChat"))
				body = created[0].ResponseBody
			}
			remove := box.Inject(sandbox.Fault{Vendor: sandbox.UponAI, Operation: "updateChat", Kind: sandbox.FaultStatus, Status: 200, Body: body})
			changed := metadataConfig(map[string]string{"stage": "review", "pull": "17"})
			plan, p := e.plan(o, changed)
			e.mustSucceed(p)
			now, p := e.apply(o, plan, changed)
			if !p.errors().has("", id) {
				t.Errorf("want an error that names the session, got %v", p)
			}
			if got, want := e.attributes(now.state)["metadata"], e.attributes(o.state)["metadata"]; !got.Equal(want) {
				t.Errorf("the metadata in state are %v, want %v", got, want)
			}
			remove()
			plan, p = e.plan(now, changed)
			e.mustSucceed(p)
			_, p = e.apply(now, plan, changed)
			if session, _ := box.Session(sandbox.UponAI, id); len(p) > 0 || session.Metadata["stage"] != "review" {
				t.Errorf("the second apply stores %v, with %v", session.Metadata, p)
			}
		})
	}
}

// Where the change was stored, whatever the response to it, the update succeeds, and the
// next plan is empty.
func TestEvidence_updateDone(t *testing.T) {
	t.Parallel()
	for _, response := range []string{sandbox.PatchUnchanged, sandbox.PatchEmpty, sandbox.PatchChat} {
		t.Run(response, func(t *testing.T) {
			t.Parallel()
			box := newFaultTable(t, sandbox.UponAI).box
			box.SetVariants(sandbox.Variants{UponAI: sandbox.UponAIVariants{PatchResponse: response}})
			e := configured(t, box.config())
			o := e.open(metadataConfig(map[string]string{"stage": "test"}))
			changed := metadataConfig(map[string]string{"stage": "review"})
			plan, p := e.plan(o, changed)
			e.mustSucceed(p)
			now, p := e.apply(o, plan, changed)
			if len(p) > 0 {
				t.Errorf("the update returns %v", p)
			}
			e.expectSettled(box, now, changed)
		})
	}
}

// expectSettled wants a refresh in another run without a diagnostic, and an empty plan.
func (e *engine) expectSettled(box *testBox, o *object, config values) *object {
	e.t.Helper()
	e.nextRun(box.config())
	read, p := e.read(o)
	if len(p) > 0 {
		e.t.Errorf("the refresh returns %v", p)
	}
	plan, p := e.plan(read, config)
	if len(p) > 0 || !e.state(plan.PlannedState).Equal(read.state) || len(plan.RequiresReplace) > 0 {
		e.t.Errorf("a change is planned, with %v", p)
	}
	return read
}

// A vendor that stores other values than it was sent: one warning that names the keys in
// the run that sent them, and no change is planned for them until they change again.
func TestEvidence_updateNormalized(t *testing.T) {
	t.Parallel()
	box := newFaultTable(t, sandbox.UponAI).box
	box.SetVariants(sandbox.Variants{UponAI: sandbox.UponAIVariants{PatchResponse: sandbox.PatchNormalized}})
	e := configured(t, box.config())
	o := e.open(metadataConfig(map[string]string{"stage": "test"}))
	id := e.text(o.state, "session_id")
	for step, c := range []struct {
		metadata map[string]string
		warns    bool
	}{
		{map[string]string{"stage": " In Review ", "owner": "me"}, true},
		{map[string]string{"stage": " In Review ", "owner": "you"}, false},
		{map[string]string{"stage": "In Review", "owner": "you"}, true},
		{map[string]string{"stage": "Merged", "owner": "you"}, true},
	} {
		config := metadataConfig(c.metadata)
		plan, p := e.plan(o, config)
		e.mustSucceed(p)
		box.ResetRequests()
		now, p := e.apply(o, plan, config)
		if c.warns && (len(p) != 1 || !p.warnings().has("metadata", id, "stage")) || !c.warns && len(p) > 0 || p.has("metadata", "owner") {
			t.Errorf("step %d: warns: %t, got %v", step, c.warns, p)
		}
		if n := len(box.Requests(sandbox.ByOperation("updateChat"))); n != 1 {
			t.Errorf("step %d: %d updates were sent", step, n)
		}
		o = e.expectSettled(box, e.expectSettled(box, now, config), config)
	}
	session, _ := box.Session(sandbox.UponAI, id)
	box.rewrite(session, map[string]any{"stage": "somebody else's"})
	e.nextRun(box.config())
	read, p := e.read(o)
	e.mustSucceed(p)
	if e.attributes(read.state)["metadata"].Equal(e.attributes(o.state)["metadata"]) {
		t.Error("a change elsewhere is not seen")
	}
}

func TestAccEvidence_updateNormalized(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{UponAI: sandbox.UponAIVariants{PatchResponse: sandbox.PatchNormalized}})
	before, after := map[string]string{"stage": "test"}, map[string]string{"stage": " In Review ", "owner": "me"}
	settled := resource.ConfigPlanChecks{PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{
			{Config: box.provider() + metadataStep{"a": before}.config(), ConfigPlanChecks: settled},
			{
				Config: box.provider() + metadataStep{"a": after}.config(), ConfigPlanChecks: settled,
				ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue("chat_session.a", tfjsonpath.New("metadata"), exactly(after))},
			},
			{RefreshState: true, RefreshPlanChecks: resource.RefreshPlanChecks{PostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}},
		},
	})
	if n := len(box.Requests(sandbox.ByOperation("updateChat"))); n != 1 {
		t.Errorf("%d updates were sent, want 1", n)
	}
}

// A gateway may respond with 429 after the vendor has done the work. Where a creation
// can be found again, it is looked for before it is repeated; elsewhere a warning says
// that a second session may be open.
func TestEvidence_createRateLimited(t *testing.T) {
	t.Parallel()
	for vendor, findable := range map[string]bool{
		sandbox.Uppzy: true, sandbox.UponAI: true, sandbox.SiteAssist: false, sandbox.TalkifAI: false,
	} {
		for _, times := range []int{1, 2} {
			t.Run(fmt.Sprintf("%s, %d times", vendor, times), func(t *testing.T) {
				t.Parallel()
				box := newFaultTable(t, vendor).box
				body := sandbox.ErrorBody(vendor, 429)
				if vendor == sandbox.SiteAssist {
					body = `{"error":{"message":"Rate limit exceeded","code":"RATE_LIMIT_EXCEEDED","details":{"retryAfter":0.001}}}`
				}
				box.Inject(sandbox.Fault{
					Vendor: vendor, Operation: callsOf[vendor].opening, Kind: sandbox.FaultStatusAfter,
					Status: http.StatusTooManyRequests, Body: body, Times: times,
				})
				c := &evidenceCase{evidenceTable: &evidenceTable{faultTable: &faultTable{vendor: vendor}}}
				e := configured(t, box.config())
				config := c.openConfig()
				plan, p := e.plan(nil, config)
				e.mustSucceed(p)
				o, p := e.apply(nil, plan, config)
				e.mustSucceed(p)
				id := e.text(o.state, "session_id")
				sessions := box.Sessions(vendor)
				switch {
				case !findable:
					if len(sessions) != times+1 || !mayBeOpen.MatchString(p.warnings().String()) {
						t.Errorf("%d sessions exist, and the warnings are %v", len(sessions), p)
					}
				case len(sessions) != 1 || sessions[0].ID != id:
					t.Errorf("the sessions are %+v, want only %q", sessions, id)
				case vendor == sandbox.Uppzy && sent(sessions[0]) != 1:
					t.Errorf("%d messages were delivered, want 1", sent(sessions[0]))
				}
				e.nextRun(box.config())
				if left, p := e.destroy(o); !left.state.IsNull() || len(p.errors()) > 0 {
					t.Errorf("the destroy returns %v", p)
				}
				if session, _ := box.Session(vendor, id); session.Open {
					t.Error("the session is open after its destroy")
				}
			})
		}
	}
}

// mayBeOpen is the warning of a session that nothing has confirmed.
var mayBeOpen = regexp.MustCompile(`(session|conversation)[^.]* may (be open|exist)`)

// sent counts the messages of the user.
func sent(session sandbox.Session) int {
	return len(slices.DeleteFunc(slices.Clone(session.Messages), func(m sandbox.Message) bool { return m.Role != "user" }))
}
