package provider

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// closeAll closes behind Terraform's back what is open.
func (b *testBox) closeAll() {
	for vendor := range fourAddresses {
		for _, session := range b.Sessions(vendor) {
			b.CloseSession(vendor, session.ID)
		}
	}
}

// removeAll makes all sessions vanish.
func (b *testBox) removeAll() {
	for vendor := range fourAddresses {
		for _, session := range b.Sessions(vendor) {
			b.RemoveSession(vendor, session.ID)
		}
	}
}

// The next plan replaces what was closed elsewhere and creates what is gone, as
// far as the vendor tells; after the apply nothing is left to plan, and destroy
// closes what is open then.
func TestAccSession_closedElsewhere(t *testing.T) {
	t.Parallel()
	idle := func(b *testBox) { b.Advance(31 * time.Minute) }
	missing := []string{
		"chat_session.uppzy", "Session status not certain", "missing from the list of its site",
	}
	tests := []struct {
		name     string
		happens  func(*testBox)
		history  sandbox.Status
		uponai   sandbox.UponAIVariants
		planned  map[string]string
		warnings [][]string
	}{
		{
			name: "closed and the token dead", happens: (*testBox).closeAll, history: http.StatusUnauthorized,
			planned: map[string]string{
				sandbox.Uppzy: "replace", sandbox.TalkifAI: "replace", sandbox.SiteAssist: "replace", sandbox.UponAI: "replace",
			},
		},
		{
			name: "closed and dropped", happens: (*testBox).closeAll, history: http.StatusNotFound,
			uponai: sandbox.UponAIVariants{EndedWithoutTime: true},
			planned: map[string]string{
				sandbox.Uppzy: "replace", sandbox.TalkifAI: "create", sandbox.SiteAssist: "replace", sandbox.UponAI: "replace",
			},
		},
		{
			name: "closed and not told", happens: (*testBox).closeAll, history: http.StatusOK,
			planned: map[string]string{sandbox.Uppzy: "replace", sandbox.SiteAssist: "replace", sandbox.UponAI: "replace"},
		},
		{
			name: "gone", happens: (*testBox).removeAll, history: http.StatusNotFound,
			planned:  map[string]string{sandbox.TalkifAI: "create", sandbox.SiteAssist: "create", sandbox.UponAI: "create"},
			warnings: [][]string{missing},
		},
		{
			name: "gone, unprocessable and the token dead", happens: func(b *testBox) { b.removeAll(); b.ExpireTokens(sandbox.TalkifAI) },
			uponai:   sandbox.UponAIVariants{UnknownID: 422},
			planned:  map[string]string{sandbox.TalkifAI: "replace", sandbox.SiteAssist: "create", sandbox.UponAI: "create"},
			warnings: [][]string{missing},
		},
		{
			// It is open, and the list that tells of it is cut: kept, and closed in the end.
			name: "missing from the list", happens: func(b *testBox) {
				b.SetVariants(sandbox.Variants{Uppzy: sandbox.UppzyVariants{ListOmit: []string{b.Sessions(sandbox.Uppzy)[0].ID}}})
			},
			warnings: [][]string{missing},
		},
		{
			name: "idle and dropped", happens: idle, history: http.StatusNotFound,
			uponai:  sandbox.UponAIVariants{Silence: sandbox.Duration(10 * time.Minute)},
			planned: map[string]string{sandbox.TalkifAI: "create", sandbox.UponAI: "replace"},
		},
		{
			name: "idle and the token dead", happens: idle, history: http.StatusUnauthorized,
			planned: map[string]string{sandbox.TalkifAI: "replace"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			box := startBox(t, sandbox.Variants{
				TalkifAI: sandbox.TalkifAIVariants{HistoryAfterEnd: tt.history}, UponAI: tt.uponai,
			})
			w := startWorkspace(t, box.provider()+fourSessions)
			w.apply().mustSucceed(t).expectWarnings(t)
			before := w.sessions()
			tt.happens(box)
			want := map[string]string{}
			for vendor, action := range tt.planned {
				want[fourAddresses[vendor]] = action
			}
			got := w.plan().mustSucceed(t).expectWarnings(t, tt.warnings...)
			if !maps.Equal(got.planned, want) {
				t.Errorf("planned is %v, want %v", got.planned, want)
			}
			w.apply().mustSucceed(t).expectWarnings(t, tt.warnings...)
			for vendor, address := range fourAddresses {
				_, anew := tt.planned[vendor]
				if same := before[address]["session_id"] == w.sessionID(address); same == anew {
					t.Errorf("%s: the session is the same: %t", address, same)
				}
			}
			again := w.plan().mustSucceed(t).expectWarnings(t, tt.warnings...)
			if len(again.planned) != 0 {
				t.Errorf("the plan after it is %v", again.planned)
			}
			w.destroy().mustSucceed(t)
			w.expectState()
			if n := box.open(""); n != 0 {
				t.Errorf("%d sessions are still open", n)
			}
		})
	}
}

// What makes the plan replace a closed session is its status, so that the plan
// shows why. With recreate_when_closed = false it is kept as closed instead, also
// when that is set only after the close, which changes it in place.
func TestAccSession_recreateWhenClosed(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{TalkifAI: sandbox.TalkifAIVariants{HistoryAfterEnd: http.StatusUnauthorized}})
	recreate := box.provider() + fourSessions
	keep := box.provider() + strings.ReplaceAll(fourSessions, "\n}\n", "\n  recreate_when_closed = false\n}\n")
	var closed, anew, kept []statecheck.StateCheck
	var noop, update, replace []plancheck.PlanCheck
	for _, address := range fourAddresses {
		status, id := tfjsonpath.New("status"), tfjsonpath.New("session_id")
		same := statecheck.CompareValue(compare.ValuesSame())
		anew = append(anew, same.AddStateValue(address, id))
		kept = append(kept, same.AddStateValue(address, id))
		closed = append(closed, statecheck.ExpectKnownValue(address, status, knownvalue.StringExact("closed")))
		update = append(update, plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate))
		noop = append(noop, plancheck.ExpectResourceAction(address, plancheck.ResourceActionNoop))
		replace = append(replace, plancheck.ExpectResourceAction(address, plancheck.ResourceActionReplace),
			plancheck.ExpectUnknownValue(address, status), replacedFor{address, "status"})
	}
	step := func(before func(), config string, plan []plancheck.PlanCheck, state ...statecheck.StateCheck) resource.TestStep {
		return resource.TestStep{
			PreConfig: before, Config: config, ConfigStateChecks: state,
			ConfigPlanChecks: resource.ConfigPlanChecks{
				PreApply: plan, PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
			},
		}
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{
			step(nil, keep, nil),
			step(box.closeAll, keep, noop, closed...),
			step(nil, recreate, replace, anew...),
			step(box.closeAll, keep, update, append(closed, kept...)...),
		},
	})
	for vendor := range fourAddresses {
		if n := len(box.Sessions(vendor)); n != 2 {
			t.Errorf("%s has seen %d sessions, want 2", vendor, n)
		}
	}
}

// replacedFor wants a replacement that one attribute alone forces.
type replacedFor struct{ address, attribute string }

func (r replacedFor) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	for _, change := range req.Plan.ResourceChanges {
		if got := fmt.Sprint(change.Change.ReplacePaths...); change.Address == r.address && got != fmt.Sprintf("[%s]", r.attribute) {
			resp.Error = fmt.Errorf("%s is replaced for %s, not for %s", r.address, got, r.attribute)
		}
	}
}

// A session whose id the configuration fixes cannot be opened again: it is kept,
// and each plan says what to do about it.
func TestAccSession_closedPinned(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{TalkifAI: sandbox.TalkifAIVariants{HistoryAfterEnd: http.StatusUnauthorized}})
	sessions := box.seedEach(sandbox.Seed{})
	config := box.provider() + adopting(sessions) + `
resource "chat_session" "opened" {
  vendor          = "uppzy"
  session_id      = "ticket-48291"
  opening_message = "Hello"
}
`
	w := startWorkspace(t, config)
	w.apply().mustSucceed(t)
	before := slices.Sorted(maps.Keys(w.sessions()))
	box.closeAll()
	pinned := []string{"Session is closed", "Set another session_id", "recreate_when_closed = false"}
	warnings := [][]string{append([]string{"chat_session.opened", "ticket-48291", "Uppzy"}, pinned...)}
	for vendor, session := range sessions {
		warnings = append(warnings, append([]string{fourAddresses[vendor], session.ID, client.Title(vendor)}, pinned...))
	}
	for name, run := range map[string]func(...string) outcome{"plan": w.plan, "apply": w.apply} {
		if planned := run().mustSucceed(t).expectWarnings(t, warnings...).planned; len(planned) != 0 {
			t.Errorf("%s: planned is %v", name, planned)
		}
	}
	w.expectState(before...)

	// The ways out that the warning names.
	w.configure(strings.ReplaceAll(strings.Replace(config, `"ticket-48291"`, `"ticket-48292"`, 1),
		"\"\n}\n", "\"\n  recreate_when_closed = false\n}\n"))
	want := map[string]string{"chat_session.opened": "replace"}
	for _, address := range fourAddresses {
		want[address] = "update"
	}
	if planned := w.apply().mustSucceed(t).expectWarnings(t).planned; !maps.Equal(planned, want) {
		t.Errorf("planned is %v, want %v", planned, want)
	}
	if planned := w.plan().mustSucceed(t).expectWarnings(t).planned; len(planned) != 0 {
		t.Errorf("the plan after it is %v", planned)
	}
	w.destroy().mustSucceed(t)
	w.expectState()
	if n := box.open(""); n != 0 {
		t.Errorf("%d sessions are still open", n)
	}
}
