package provider

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// adopting is a configuration that takes these sessions over.
func adopting(sessions map[string]sandbox.Session) string {
	var b strings.Builder
	for vendor, session := range sessions {
		fmt.Fprintf(&b, "resource \"chat_session\" %q {\n  vendor     = %q\n  session_id = %q\n", vendor, vendor, session.ID)
		if vendor == sandbox.TalkifAI {
			fmt.Fprintf(&b, "  session_token = %q\n", session.Token)
		}
		b.WriteString("}\n")
	}
	return b.String()
}

// seedEach seeds one session at each vendor.
func (b *testBox) seedEach(seed sandbox.Seed) map[string]sandbox.Session {
	sessions := map[string]sandbox.Session{}
	for vendor := range fourAddresses {
		sessions[vendor] = b.Seed(vendor, seed)
	}
	return sessions
}

func TestAccSession_adoptOpen(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	sessions := box.seedEach(sandbox.Seed{Messages: []sandbox.Message{{Content: "from the application"}}})
	checks := []statecheck.StateCheck{
		// The agent was not asked for, and is learnt.
		statecheck.ExpectKnownValue("chat_session.uponai", tfjsonpath.New("agent_id"), knownvalue.StringExact(sandbox.UponAIAgentID)),
		statecheck.ExpectKnownValue("chat_session.uponai", tfjsonpath.New("metadata"), knownvalue.Null()),
	}
	for vendor, session := range sessions {
		checks = append(checks,
			statecheck.ExpectKnownValue(fourAddresses[vendor], tfjsonpath.New("session_id"), knownvalue.StringExact(session.ID)),
			statecheck.ExpectKnownValue(fourAddresses[vendor], tfjsonpath.New("status"), knownvalue.StringExact("open")))
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{{
			Config:            box.provider() + adopting(sessions),
			ConfigStateChecks: checks,
			ConfigPlanChecks: resource.ConfigPlanChecks{
				PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
			},
		}},
	})
	for vendor, before := range sessions {
		after, _ := box.Session(vendor, before.ID)
		switch {
		case after.Open:
			t.Errorf("%s: destroy has not closed the adopted session", vendor)
		case len(box.Sessions(vendor)) != 1:
			t.Errorf("%s: the adoption has opened a session", vendor)
		case len(after.Messages) != 1:
			t.Errorf("%s: the adoption has sent a message", vendor)
		}
	}
}

// A closed session, and one that the vendor does not know, are errors that name
// it. Nothing is saved, opened or sent.
func TestAccSession_adoptNothingOpen(t *testing.T) {
	t.Parallel()
	for _, history := range []sandbox.Status{http.StatusUnauthorized, http.StatusNotFound} {
		t.Run(fmt.Sprint(history), func(t *testing.T) {
			t.Parallel()
			box := startBox(t, sandbox.Variants{
				TalkifAI: sandbox.TalkifAIVariants{HistoryAfterEnd: history},
				UponAI:   sandbox.UponAIVariants{UnknownID: map[sandbox.Status]sandbox.Status{401: 404, 404: 422}[history]},
			})
			closed := box.seedEach(sandbox.Seed{Closed: true})
			var words [][]string
			for vendor, session := range closed {
				word := "closed"
				if vendor == sandbox.TalkifAI && history == http.StatusNotFound {
					word = "knows no session"
				}
				words = append(words, []string{fourAddresses[vendor], client.Title(vendor), session.ID, word})
			}
			gone := map[string]sandbox.Session{
				sandbox.SiteAssist: {ID: "6f1c0e9a-9d6f-4f3e-8f43-0d8c5f8f7a11"},
				sandbox.UponAI:     {ID: "nothing-of-that-name"},
			}
			w := startWorkspace(t, box.provider()+adopting(closed)+`
resource "chat_session" "greeted" {
  vendor          = "uppzy"
  session_id      = "`+closed[sandbox.Uppzy].ID+`"
  opening_message = "Is anybody there?"
}
`+strings.NewReplacer(`"chat_session" "`, `"chat_session" "no_`).Replace(adopting(gone)))
			for vendor, session := range gone {
				words = append(words, []string{"chat_session.no_" + vendor, client.Title(vendor), session.ID, "knows no session", "Check the id"})
			}
			words = append(words, []string{"chat_session.greeted", closed[sandbox.Uppzy].ID, "closed"})
			w.apply().mustFail(t, words...)
			w.expectState()
			if len(box.Sessions("")) != len(closed) || len(box.Requests(sandbox.ByOperation("chatAsync", "chatSync"))) != 0 {
				t.Error("a refused adoption has opened a session or sent a message")
			}
		})
	}
}

// At Uppzy an opening message goes into the session that is adopted.
func TestAccSession_adoptWithOpeningMessage(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	session := box.Seed(sandbox.Uppzy, sandbox.Seed{ID: "ticket-48291", Messages: []sandbox.Message{{Content: "first"}}})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{{
			Config: box.provider() + `
resource "chat_session" "s" {
  vendor          = "uppzy"
  session_id      = "ticket-48291"
  opening_message = "second"
}
`,
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue("chat_session.s", tfjsonpath.New("opening_request_id"), knownvalue.NotNull()),
				statecheck.ExpectKnownValue("chat_session.s", tfjsonpath.New("status"), knownvalue.StringExact("open")),
			},
		}},
	})
	after, _ := box.Session(sandbox.Uppzy, session.ID)
	if len(box.Sessions("")) != 1 || after.Open || len(after.Messages) < 2 || after.Messages[1].Content != "second" {
		t.Errorf("the session is %+v", after)
	}
}

// Metadata of an adopted chat become the configured ones, as far as their keys
// go; another agent than the configured one is not adopted at all.
func TestAccSession_adoptAtUponAI(t *testing.T) {
	t.Parallel()
	for _, patch := range []string{sandbox.PatchMerge, sandbox.PatchReplace} {
		t.Run(patch, func(t *testing.T) {
			t.Parallel()
			box := startBox(t, sandbox.Variants{UponAI: sandbox.UponAIVariants{MetadataPatch: patch}})
			right := box.Seed(sandbox.UponAI, sandbox.Seed{Metadata: map[string]any{"stage": "test", "application": "own"}})
			wrong := box.Seed(sandbox.UponAI, sandbox.Seed{Metadata: map[string]any{"stage": "test"}})
			config := box.provider() + fmt.Sprintf(`
resource "chat_session" "right" {
  vendor     = "uponai"
  session_id = %q
  agent_id   = %q
  metadata   = { stage = "adopted", owner = "terraform" }
}
`, right.ID, sandbox.UponAIAgentID)
			w := startWorkspace(t, config+fmt.Sprintf(`
resource "chat_session" "wrong" {
  vendor     = "uponai"
  session_id = %q
  agent_id   = %q
  metadata   = { stage = "adopted" }
}
`, wrong.ID, sandbox.UponAIOtherAgentID))
			w.apply().mustFail(t, []string{
				"chat_session.wrong", "UponAI", wrong.ID, sandbox.UponAIAgentID, sandbox.UponAIOtherAgentID, "Set agent_id",
			})
			w.expectState("chat_session.right")
			w.configure(config)
			if planned := w.plan().mustSucceed(t).planned; len(planned) != 0 {
				t.Errorf("the plan after it is %v", planned)
			}
			box.expectMetadata(t, right.ID, map[string]any{"stage": "adopted", "owner": "terraform", "application": "own"})
			box.expectMetadata(t, wrong.ID, map[string]any{"stage": "test"})
			w.destroy().mustSucceed(t)
			after, _ := box.Session(sandbox.UponAI, right.ID)
			other, _ := box.Session(sandbox.UponAI, wrong.ID)
			if after.Open || !other.Open {
				t.Errorf("the adopted chat is open: %t, the refused one: %t", after.Open, other.Open)
			}
		})
	}
}

// Without an opening message the id is reserved, and the session begins when the
// application writes. Neither is anything to plan for.
func TestAccSession_reservedThenWritten(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	config := box.provider() + `
resource "chat_session" "s" {
  vendor     = "uppzy"
  session_id = "ticket-48291"
}
`
	status := func(word string) []statecheck.StateCheck {
		return []statecheck.StateCheck{
			statecheck.ExpectKnownValue("chat_session.s", tfjsonpath.New("status"), knownvalue.StringExact(word)),
			statecheck.ExpectKnownValue("chat_session.s", tfjsonpath.New("opening_request_id"), knownvalue.Null()),
		}
	}
	empty := resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{
			{Config: config, ConfigStateChecks: status("not_started")},
			{
				PreConfig:         func() { box.write(t, "ticket-48291", "Hello") },
				Config:            config,
				ConfigPlanChecks:  empty,
				ConfigStateChecks: status("open"),
			},
		},
	})
	sessions := box.Sessions(sandbox.Uppzy)
	if len(sessions) != 1 || sessions[0].Open || slices.Contains(box.answers(sandbox.Uppzy), 0) {
		t.Errorf("after destroy: %+v", sessions)
	}
}

// write sends a message to a session at Uppzy, as the application under test does.
func (b *testBox) write(t *testing.T, sessionID, message string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost,
		b.BaseURL(sandbox.Uppzy)+"/m2m/sites/"+sandbox.UppzySiteID+"/chat",
		strings.NewReader(fmt.Sprintf(`{"session_id": %q, "message": %q}`, sessionID, message)))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("X-API-Key", sandbox.UppzyAPIKey)
	request.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close() // the status says all
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("the application's message was answered with %s", answer.Status)
	}
}
