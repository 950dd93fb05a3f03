package provider

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

func TestAccSessions_everyPage(t *testing.T) {
	t.Parallel()
	const chats, conversations = 1500, 250
	box := startBox(t, sandbox.Variants{})
	for range chats {
		box.Seed(sandbox.UponAI, sandbox.Seed{})
	}
	for range conversations {
		box.Seed(sandbox.SiteAssist, sandbox.Seed{})
	}
	w := startWorkspace(t, box.provider()+`
data "chat_sessions" "uponai" { vendor = "uponai" }
data "chat_sessions" "siteassist" { vendor = "siteassist" }
`)
	w.apply().mustSucceed(t).expectWarnings(t)
	for vendor, want := range map[string]struct {
		sessions, pages int
		operation       string
	}{
		sandbox.UponAI:     {chats, 2, "listChats"},
		sandbox.SiteAssist: {conversations, 3, "listConversations"},
	} {
		if ids, _ := w.sessions()["chat_sessions."+vendor]["ids"].([]any); len(ids) != want.sessions {
			t.Errorf("%s: %d sessions, not %d", vendor, len(ids), want.sessions)
		}
		if n := len(box.Requests(sandbox.ByOperation(want.operation))); n != want.pages {
			t.Errorf("%s: %d pages were read, not %d", vendor, n, want.pages)
		}
	}
}

// A limit asks for no page that it does not need.
func TestAccSessions_limitStopsEarly(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{UponAI: sandbox.UponAIVariants{PageSize: 10}})
	for range 40 {
		box.Seed(sandbox.UponAI, sandbox.Seed{})
	}
	for range 250 {
		box.Seed(sandbox.SiteAssist, sandbox.Seed{})
	}
	w := startWorkspace(t, box.provider()+`
data "chat_sessions" "uponai" {
  vendor = "uponai"
  limit  = 20
}
data "chat_sessions" "siteassist" {
  vendor = "siteassist"
  limit  = 101
}
`)
	w.apply().mustSucceed(t).expectWarnings(t)
	for operation, want := range map[string]int{"listChats": 2, "listConversations": 2} {
		if n := len(box.Requests(sandbox.ByOperation(operation))); n != want {
			t.Errorf("%s was asked for %d times, not %d", operation, n, want)
		}
	}
}

func TestAccSessions_selectors(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	now := box.Now()
	for i := range 6 {
		at := now.Add(-time.Duration(i) * 24 * time.Hour)
		box.Seed(sandbox.Uppzy, sandbox.Seed{
			ID: "ticket-" + strconv.Itoa(i), UserIdentifier: fmt.Sprintf("user%d@example.com", i%2), CreatedAt: at, Closed: i == 5,
		})
		box.Seed(sandbox.UponAI, sandbox.Seed{
			ID: "chat-" + strconv.Itoa(i), AgentID: "agent-" + strconv.Itoa(i%2), CreatedAt: at,
			Metadata: map[string]any{"environment": []string{"staging", "production", "staging"}[i%3], "n": i},
		})
	}
	box.Seed(sandbox.Uppzy, sandbox.Seed{ID: "other", CreatedAt: now})

	tests := map[string]struct {
		arguments string
		want      []string
	}{
		"email":        {`vendor = "uppzy", user_identifier = "user1@example.com"`, []string{"ticket-1", "ticket-3", "ticket-5"}},
		"prefix":       {`vendor = "uppzy", session_id_prefix = "oth"`, []string{"other"}},
		"closed":       {`vendor = "uppzy", status = "closed"`, []string{"ticket-5"}},
		"idle":         {`vendor = "uppzy", status = "open", inactive_for = "71h"`, []string{"ticket-3", "ticket-4"}},
		"limit":        {`vendor = "uppzy", session_id_prefix = "ticket-", limit = 2`, []string{"ticket-0", "ticket-1"}},
		"agent":        {`vendor = "uponai", agent_id = "agent-0"`, []string{"chat-0", "chat-2", "chat-4"}},
		"metadata":     {`vendor = "uponai", metadata = { environment = "production" }`, []string{"chat-1", "chat-4"}},
		"not a string": {`vendor = "uponai", metadata = { n = "3" }`, []string{"chat-3"}},
		"window": {
			fmt.Sprintf(`vendor = "uponai", created_after = %q, created_before = %q`,
				now.Add(-73*time.Hour).Format(time.RFC3339), now.Add(-23*time.Hour).Format(time.RFC3339)),
			[]string{"chat-1", "chat-2", "chat-3"},
		},
		"none": {`vendor = "uponai", agent_id = "nobody"`, []string{}},
	}
	config := box.provider()
	var checks []statecheck.StateCheck
	for name, tt := range tests {
		label := fmt.Sprintf("t%x", name)
		config += fmt.Sprintf("data \"chat_sessions\" %q {\n%s\n}\n", label, strings.ReplaceAll(tt.arguments, ", ", "\n"))
		ids := make([]knownvalue.Check, 0, len(tt.want))
		for _, id := range tt.want {
			ids = append(ids, knownvalue.StringExact(id))
		}
		checks = append(checks, statecheck.ExpectKnownValue("data.chat_sessions."+label, tfjsonpath.New("ids"), knownvalue.ListExact(ids)))
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps:                    []resource.TestStep{{Config: config, ConfigStateChecks: checks}},
	})
}
