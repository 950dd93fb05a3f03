package provider

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// sessionsFor has one session at each vendor for each key.
func sessionsFor(keys ...string) string {
	return fmt.Sprintf(`
resource "chat_session" "uppzy" {
  for_each        = toset(local.keys)
  vendor          = "uppzy"
  user_identifier = "user@example.com"
  opening_message = "Hello from a test environment"
}

resource "chat_session" "talkifai" {
  for_each = toset(local.keys)
  vendor   = "talkifai"
  agent_id = %q
}

resource "chat_session" "siteassist" {
  for_each = toset(local.keys)
  vendor   = "siteassist"
}

resource "chat_session" "uponai" {
  for_each = toset(local.keys)
  vendor   = "uponai"
  agent_id = %q
}

locals { keys = ["%s"] }
`, sandbox.TalkifAIAgentID, sandbox.UponAIAgentID, strings.Join(keys, `", "`))
}

func address(vendor, key string) string { return fmt.Sprintf("chat_session.%s[%q]", vendor, key) }

// answers lists the statuses that the vendor's call to end a session was
// answered with.
func (b *testBox) answers(vendor string) []int {
	var statuses []int
	for _, request := range b.Requests(sandbox.ByVendor(vendor), sandbox.ByOperation(callsOf[vendor].closing)) {
		statuses = append(statuses, request.Status)
	}
	return statuses
}

// Destroy meets sessions that were closed elsewhere, that vanished, that an
// earlier destroy has closed whose state was put back, and an id that was never
// used, with and without a refresh before, and against each answer that the
// vendors' pages leave open.
func TestAccSession_destroyOfWhatIsOver(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	w := startWorkspace(t, box.provider()+sessionsFor("closed", "vanished", "restored")+`
resource "chat_session" "reserved" { vendor = "uppzy" }
`)
	w.apply().mustSucceed(t)
	saved := w.save()
	var earlier []string
	for vendor := range fourAddresses {
		box.CloseSession(vendor, w.sessionID(address(vendor, "closed")))
		if vanished := w.sessionID(address(vendor, "vanished")); vendor == sandbox.Uppzy {
			// It keeps its sessions, and nothing it answers proves that one no longer exists.
			box.CloseSession(vendor, vanished)
		} else {
			box.RemoveSession(vendor, vanished)
		}
		earlier = append(earlier, "-target="+address(vendor, "restored"))
	}
	w.destroy(earlier...).mustSucceed(t)
	if n := box.open(""); n != 0 {
		t.Fatalf("%d sessions are open before the test has begun", n)
	}

	tests := []struct {
		name     string
		variants sandbox.Variants
		// want has an answer that the row is about.
		want map[string]int
	}{
		{
			name: "the documented answers",
			want: map[string]int{sandbox.Uppzy: 200, sandbox.TalkifAI: 404, sandbox.SiteAssist: 200, sandbox.UponAI: 204},
		},
		{
			name: "no trace of the end",
			variants: sandbox.Variants{
				Uppzy:      sandbox.UppzyVariants{CloseUnknown: 400},
				TalkifAI:   sandbox.TalkifAIVariants{HistoryAfterEnd: 200},
				SiteAssist: sandbox.SiteAssistVariants{SecondClose: 409},
				UponAI:     sandbox.UponAIVariants{SecondEnd: 404},
			},
			want: map[string]int{sandbox.Uppzy: 400, sandbox.TalkifAI: 404, sandbox.SiteAssist: 409, sandbox.UponAI: 404},
		},
		{
			name: "not found and dead token",
			variants: sandbox.Variants{
				Uppzy:    sandbox.UppzyVariants{CloseUnknown: 404},
				TalkifAI: sandbox.TalkifAIVariants{SecondEnd: 401, HistoryAfterEnd: 401},
				UponAI:   sandbox.UponAIVariants{SecondEnd: 409, EndedWithoutTime: true},
			},
			want: map[string]int{sandbox.Uppzy: 404, sandbox.TalkifAI: 401, sandbox.UponAI: 409},
		},
		{
			name: "unprocessable",
			variants: sandbox.Variants{
				SiteAssist: sandbox.SiteAssistVariants{SecondCloseReason: true},
				UponAI:     sandbox.UponAIVariants{SecondEnd: 422, UnknownID: 422, PageSize: 1},
			},
			want: map[string]int{sandbox.UponAI: 422},
		},
		{
			name: "bad request and a dead token",
			variants: sandbox.Variants{
				TalkifAI: sandbox.TalkifAIVariants{HistoryAfterEnd: 401},
				UponAI:   sandbox.UponAIVariants{SecondEnd: 400},
			},
			want: map[string]int{sandbox.UponAI: 400},
		},
	}
	for _, tt := range tests {
		for _, refresh := range []string{"-refresh=true", "-refresh=false"} {
			t.Run(tt.name+refresh, func(t *testing.T) {
				w := w.in(t)
				box.SetVariants(tt.variants)
				w.restore(saved)
				box.ResetRequests()
				w.destroy(refresh).mustSucceed(t)
				w.expectState()
				for vendor, status := range tt.want {
					if vendor == sandbox.TalkifAI && refresh == "-refresh=true" && tt.variants.TalkifAI.HistoryAfterEnd == 0 {
						continue // the refresh has found all of them gone, and nothing is left to end
					}
					if got := box.answers(vendor); !slices.Contains(got, status) {
						t.Errorf("the call to end a session at %s was answered with %v, not with %d", vendor, got, status)
					}
				}
			})
		}
	}
}

// A day after the apply the tokens of that day are dead and the idle sessions
// have ended by themselves; the others are still open and are closed.
func TestAccSession_destroyAfterADay(t *testing.T) {
	t.Parallel()
	for _, refresh := range []string{"-refresh=true", "-refresh=false"} {
		t.Run(refresh, func(t *testing.T) {
			t.Parallel()
			box := startBox(t, sandbox.Variants{})
			w := startWorkspace(t, box.provider()+fourSessions)
			w.apply().mustSucceed(t)
			box.Advance(25 * time.Hour)
			if box.open(sandbox.Uppzy) != 1 || box.open(sandbox.SiteAssist) != 1 || box.open("") != 2 {
				t.Fatalf("open are %v", box.Sessions(""))
			}
			w.destroy(refresh).mustSucceed(t)
			w.expectState()
			if n := box.open(""); n != 0 {
				t.Errorf("%d sessions are still open", n)
			}
		})
	}
}

// One vendor fails: the sessions of the others are closed all the same, the
// failing one stays in the state, and the next destroy finishes.
func TestAccSession_destroyPartialFailure(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	w := startWorkspace(t, box.provider()+fourSessions)
	for _, vendor := range slices.Sorted(maps.Keys(fourAddresses)) {
		t.Run(vendor, func(t *testing.T) {
			w := w.in(t)
			w.apply().mustSucceed(t)
			id := w.sessionID(fourAddresses[vendor])
			heal := box.Inject(sandbox.Fault{
				Vendor: vendor, Operation: callsOf[vendor].closing, Kind: sandbox.FaultStatus, Status: 500,
			})
			w.destroy().mustFail(t, []string{"Session not closed", id, "status 500"})
			w.expectState(fourAddresses[vendor])
			if box.open("") != 1 || box.open(vendor) != 1 {
				t.Errorf("%d sessions are open, %d of them at %s", box.open(""), box.open(vendor), vendor)
			}
			heal()
			w.destroy().mustSucceed(t)
			w.expectState()
			if n := box.open(""); n != 0 {
				t.Errorf("%d sessions are still open", n)
			}
		})
	}
}
