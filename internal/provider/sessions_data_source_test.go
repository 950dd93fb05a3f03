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
	step := func(config string, checks ...statecheck.StateCheck) resource.TestStep {
		return resource.TestStep{
			PreConfig: box.ResetRequests, Config: box.provider() + config, ConfigStateChecks: checks,
		}
	}
	pages := func(operation string) int { return len(box.Requests(sandbox.ByOperation(operation))) }
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{
			step(`
data "chat_sessions" "uponai" { vendor = "uponai" }
data "chat_sessions" "siteassist" { vendor = "siteassist" }
`,
				statecheck.ExpectKnownValue("data.chat_sessions.uponai", tfjsonpath.New("ids"), knownvalue.ListSizeExact(chats)),
				statecheck.ExpectKnownValue("data.chat_sessions.siteassist", tfjsonpath.New("ids"), knownvalue.ListSizeExact(conversations)),
			),
		},
	})
	// Terraform reads a data source in the refresh of each of its runs.
	if n := pages("listChats"); n == 0 || n%2 != 0 {
		t.Errorf("%d pages of chats were read, not 2 for each run", n)
	}
	if n := pages("listConversations"); n == 0 || n%3 != 0 {
		t.Errorf("%d pages of conversations were read, not 3 for each run", n)
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
