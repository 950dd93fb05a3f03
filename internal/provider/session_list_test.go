package provider

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// What is read of a list is what Terraform wants of it, page by page.
func TestSessionList_lazy(t *testing.T) {
	t.Parallel()
	operations := map[string]string{sandbox.UponAI: "listChats", sandbox.SiteAssist: "listConversations"}
	for name, tt := range map[string]struct {
		vendor       string
		limit        int64
		wants        func(int) bool
		found, pages int
	}{
		"every page":                 {sandbox.UponAI, 0, nil, 40, 4},
		"a limit within a page":      {sandbox.UponAI, 15, nil, 15, 2},
		"a limit at the end of one":  {sandbox.UponAI, 20, nil, 20, 2},
		"a limit beyond all":         {sandbox.UponAI, 100, nil, 40, 4},
		"Terraform has enough":       {sandbox.UponAI, 0, func(taken int) bool { return taken < 11 }, 11, 2},
		"Terraform takes one":        {sandbox.SiteAssist, 0, func(int) bool { return false }, 1, 1},
		"every page of conversation": {sandbox.SiteAssist, 0, nil, 250, 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			box := startBox(t, sandbox.Variants{UponAI: sandbox.UponAIVariants{PageSize: 10}})
			for range 40 {
				box.Seed(sandbox.UponAI, sandbox.Seed{})
			}
			for range 250 {
				box.Seed(sandbox.SiteAssist, sandbox.Seed{})
			}
			e := configured(t, box.config())
			found, p := e.query(values{"vendor": tt.vendor}, tt.limit, false, tt.wants)
			ids := slices.Sorted(slices.Values(listedIDs(found)))
			if len(p) > 0 || len(ids) != tt.found || len(slices.Compact(ids)) != tt.found {
				t.Errorf("%d sessions, not %d: %v", len(ids), tt.found, p)
			}
			if n := len(box.Requests(sandbox.ByOperation(operations[tt.vendor]))); n != tt.pages {
				t.Errorf("%d pages were read, not %d", n, tt.pages)
			}
		})
	}
}

// The selectors are those of the data source.
func TestSessionList_selectors(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	now := box.Now()
	for i := range 4 {
		at := now.Add(-time.Duration(i) * 24 * time.Hour)
		box.Seed(sandbox.Uppzy, sandbox.Seed{
			ID: fmt.Sprint("ticket-", i), UserIdentifier: fmt.Sprintf("user%d@example.com", i%2), CreatedAt: at, Closed: i == 3,
		})
		box.Seed(sandbox.UponAI, sandbox.Seed{
			ID: fmt.Sprint("chat-", i), AgentID: fmt.Sprint("agent-", i%2), CreatedAt: at, Metadata: map[string]any{"n": i},
		})
	}
	e := configured(t, box.config())
	for name, tt := range map[string]struct {
		config values
		want   []string
	}{
		"user":     {values{"vendor": "uppzy", "user_identifier": "user1@example.com"}, []string{"ticket-1", "ticket-3"}},
		"prefix":   {values{"vendor": "uppzy", "session_id_prefix": "ticket-2"}, []string{"ticket-2"}},
		"status":   {values{"vendor": "uppzy", "status": "open"}, []string{"ticket-0", "ticket-1", "ticket-2"}},
		"idle":     {values{"vendor": "uppzy", "inactive_for": "47h"}, []string{"ticket-2", "ticket-3"}},
		"agent":    {values{"vendor": "uponai", "agent_id": "agent-1"}, []string{"chat-1", "chat-3"}},
		"metadata": {values{"vendor": "uponai", "metadata": map[string]string{"n": "2"}}, []string{"chat-2"}},
		"window": {values{
			"vendor": "uponai", "created_after": now.Add(-60 * time.Hour).Format(time.RFC3339), "created_before": now.Add(-12 * time.Hour).Format(time.RFC3339),
		}, []string{"chat-1", "chat-2"}},
	} {
		t.Run(name, func(t *testing.T) {
			if p := e.validateList(tt.config); len(p) > 0 {
				t.Errorf("refused: %v", p)
			}
			expectSame(t, "listed", e.mustList(t, tt.config), tt.want)
		})
	}
}

// Every selector that the table lacks is refused on its argument.
func TestSessionList_theTable(t *testing.T) {
	t.Parallel()
	tests := map[string]validation{
		"no list":      {values{"vendor": "talkifai"}, "vendor", []string{"TalkifAI", "no call lists chat sessions"}},
		"no vendor":    {values{"vendor": "acme"}, "vendor", []string{`one of: ["uppzy" "siteassist" "uponai"`}},
		"empty map":    {values{"vendor": "uponai", "metadata": values{}}, "metadata", []string{"selects every session"}},
		"not known":    {values{"vendor": notKnown{}, "agent_id": notKnown{}, "created_after": notKnown{}}, "", nil},
		"no duration":  {values{"vendor": "uppzy", "inactive_for": "a day"}, "inactive_for", nil},
		"no selectors": {values{"vendor": "uppzy"}, "", nil},
	}
	good := map[client.Selector]any{
		client.ByUserIdentifier: "user@example.com", client.ByStatus: "open", client.BySessionIDPrefix: "a", client.ByAgentID: "agent",
		client.ByMetadata: map[string]string{"k": "v"}, client.ByInactiveFor: "24h",
		client.ByCreatedAfter: "2026-01-31T08:00:00Z", client.ByCreatedBefore: "2026-01-31T08:00:00Z",
	}
	for _, info := range client.All() {
		for _, name := range client.Selectors() {
			row := validation{config: values{"vendor": info.Name, string(name): good[name]}}
			if _, answers := info.Selectors[name]; !answers && info.NoList == "" {
				row.at, row.words = string(name), []string{info.Title, string(name)}
			} else if !answers {
				row.at, row.words = "vendor", []string{info.NoList}
			}
			tests[info.Name+" "+string(name)] = row
		}
	}
	expectRefusals(t, startEngine(t, nil).validateList, tests)
}

// A result is what an import of its identity would make, when the resource is asked for.
func TestSessionList_result(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	at := box.Now().Add(-time.Minute).Truncate(time.Second)
	for _, vendor := range []string{sandbox.Uppzy, sandbox.SiteAssist, sandbox.UponAI} {
		session := box.Seed(vendor, sandbox.Seed{CreatedAt: at})
		e := configured(t, box.config())
		found, p := e.query(values{"vendor": vendor}, 0, false, nil)
		if len(p) > 0 || len(found) != 1 || found[0].state != nil {
			t.Fatalf("%s: %v, %v", vendor, found, p)
		}
		name := session.ID + " at " + client.Title(vendor) + " (open, opened " + at.UTC().Format(time.RFC3339) + ")"
		if found[0].name != name {
			t.Errorf("%s is shown as %q", vendor, found[0].name)
		}
		found, p = e.query(values{"vendor": vendor}, 0, true, nil)
		if len(p) > 0 || len(found) != 1 || found[0].state == nil {
			t.Fatalf("%s: %v, %v", vendor, found, p)
		}
		identity := values{}
		for name, text := range found[0].identity {
			identity[name] = text
		}
		imported, p := e.importBy("", identity)
		e.mustSucceed(p)
		if !maps.Equal(e.identity(imported.identity), found[0].identity) || !imported.state.Equal(*found[0].state) {
			t.Errorf("%s: listed\n%v %s\nimported\n%v %s", vendor, found[0].identity, found[0].state, e.identity(imported.identity), imported.state)
		}
	}
}

// A walk that fails ends with its error, after what it has found.
func TestSessionList_fails(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{UponAI: sandbox.UponAIVariants{PageSize: 10}})
	for range 25 {
		box.Seed(sandbox.UponAI, sandbox.Seed{})
	}
	broken := refusal(sandbox.UponAI, "listChats", 403, ownRefusal[sandbox.UponAI])
	broken.Skip = 1
	box.Inject(broken)
	e := configured(t, box.config())
	found, p := e.query(values{"vendor": "uponai"}, 0, false, nil)
	if len(found) != 10 || len(p) != 1 || !p.errors().has("", "Sessions not listed", "UponAI", "status 403", "No access to this workspace", "not complete") {
		t.Errorf("%d sessions, %v", len(found), p)
	}
	box.ClearFaults()
	e.mustSucceed(e.configure(with(box.config(), values{"uponai": nil})))
	if found, p := e.query(values{"vendor": "uponai"}, 0, false, nil); len(found) > 0 || !p.errors().has("vendor", "Vendor not configured", "UPONAI_TOKEN") {
		t.Errorf("not configured: %v, %v", found, p)
	}
	if found, p := e.query(values{"vendor": "talkifai"}, 0, false, nil); len(found) > 0 || !p.errors().has("", "Sessions not listed", "list sessions") {
		t.Errorf("no list: %v, %v", found, p)
	}
}

// Without the vendor's clock nobody knows what is idle.
func TestSessionList_vendorWithoutAClock(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	box.Seed(sandbox.Uppzy, sandbox.Seed{ID: "a"})
	box.Inject(sandbox.Fault{
		Vendor: sandbox.Uppzy, Operation: "listSessions", Kind: sandbox.FaultStatus, Status: 200,
		Header: map[string][]string{"Date": {"soon"}}, Body: `{"sessions": []}`,
	})
	found, p := configured(t, box.config()).query(values{"vendor": "uppzy", "inactive_for": "1h"}, 0, false, nil)
	if len(found) > 0 || !p.errors().has("", "Sessions not listed", "no Date header") {
		t.Errorf("%v, %v", found, p)
	}
}

// What the selectors cannot decide on, and what no import can name, is told at the end.
func TestSessionList_leftOut(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	box.Inject(refusal(sandbox.UponAI, "listChats", 200, `{"data": [
		{"chatId": "timeless", "agentId": "a", "status": "ongoing", "startedAt": null, "endedAt": null},
		{"chatId": "..", "agentId": "a", "status": "ongoing", "startedAt": "2026-01-31T08:00:00Z", "endedAt": null},
		{"chatId": "twice", "agentId": "a", "status": "ongoing", "startedAt": "2026-01-31T08:00:00Z", "endedAt": null},
		{"chatId": "twice", "agentId": "a", "status": "ongoing", "startedAt": "2026-01-31T08:00:00Z", "endedAt": null}
	], "pagination_key": null}`))
	e := configured(t, box.config())
	found, p := e.query(values{"vendor": "uponai", "created_after": "2020-01-01T00:00:00Z"}, 0, true, nil)
	expectSame(t, "listed", listedIDs(found), []string{"twice"})
	told := func(p problems) bool {
		return len(p) == 2 && p.warnings().has("", "Sessions left out: UponAI, created_after", "Of 1 session,", "timeless") &&
			p.warnings().has("", "Sessions that cannot be imported: UponAI, created_after", "1 session", `".."`)
	}
	if !told(p) {
		t.Errorf("%v", p)
	}
	if found, p := e.query(values{"vendor": "uponai", "created_after": "2020-01-01T00:00:00Z"}, 1, true, nil); len(found) != 1 || !told(p) {
		t.Errorf("at the limit: %v, %v", found, p)
	}
}

// A session whose status the vendor does not tell clearly may be one that is asked for.
func TestSessionList_statusNotClear(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	box.Inject(refusal(sandbox.UponAI, "listChats", 200, `{"data": [
		{"chatId": "dreaming", "agentId": "a", "status": "dreaming", "startedAt": "2026-01-31T08:00:00Z", "endedAt": null},
		{"chatId": "open", "agentId": "a", "status": "ongoing", "startedAt": "2026-01-31T08:00:00Z", "endedAt": null},
		{"chatId": "a\u202eb\u0085c", "agentId": "a", "status": "ongoing", "startedAt": "2026-01-31T08:00:00Z", "endedAt": null}
	], "pagination_key": null}`))
	e := configured(t, box.config())
	found, p := e.query(values{"vendor": "uponai", "status": "open"}, 0, false, nil)
	expectSame(t, "listed", listedIDs(found), []string{"open", "a\u202eb\u0085c"})
	if len(p) != 1 || !p.warnings().has("", "Sessions left out: UponAI, status", "status", "dreaming") {
		t.Error(p)
	}
	if name := found[len(found)-1].name; !strings.HasPrefix(name, `"a\u202eb\u0085c" at UponAI`) {
		t.Errorf("shown as %q", name)
	}
}

// A query that is cancelled says that its list is not the whole one.
func TestSessionList_cancelled(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{UponAI: sandbox.UponAIVariants{PageSize: 10}})
	for range 25 {
		box.Seed(sandbox.UponAI, sandbox.Seed{})
	}
	ctx, cancel := context.WithCancel(t.Context())
	found, p := configured(t, box.config()).queryIn(ctx, values{"vendor": "uponai"}, 0, false, func(int) bool { cancel(); return true })
	if len(found) != 10 || len(p) != 1 || !p.errors().has("", "Sessions not listed", "not complete, and ends after 10 sessions") {
		t.Errorf("%d sessions, %v", len(found), p)
	}
}
