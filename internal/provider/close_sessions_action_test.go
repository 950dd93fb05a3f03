package provider

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

const closeMany = "chat_close_sessions"

// sweeping is the selector of narrow as values.
func sweeping(vendor string, more values) values {
	return with(with(narrow[vendor].arguments, values{"vendor": vendor}), more)
}

// What matches is closed, whenever it was opened, and nothing else.
func TestCloseSessions(t *testing.T) {
	t.Parallel()
	for vendor := range narrow {
		t.Run(vendor, func(t *testing.T) {
			t.Parallel()
			box := startBox(t, sandbox.Variants{})
			e := configured(t, box.config())
			s := box.stray(vendor, 12, 5)
			config := sweeping(vendor, nil)
			e.mustSucceed(e.validateAction(closeMany)(config))
			if p := e.planAction(closeMany)(config); len(p) != 1 || !p.warnings().has("", "12 sessions will be closed", "when it is invoked", "…") {
				t.Errorf("planned: %v", p)
			}
			box.mustBeOpen(t, vendor, s.matching, s.others)
			told, p := e.invoke(t.Context(), closeMany, config)
			if len(p) > 0 || len(told) != 13 || told[12] != "12 closed, 0 closed already, 0 failed, 0 not begun" ||
				!strings.HasPrefix(told[0], "12 sessions at ") || !strings.HasSuffix(told[0], "to close, 10 at a time") {
				t.Errorf("told %q, %v", told, p)
			}
			box.mustBeOpen(t, vendor, s.others)
			if p := e.planAction(closeMany)(config); len(p) > 0 {
				t.Errorf("planned again: %v", p)
			}
			if told, p := e.invoke(t.Context(), closeMany, config); len(p) > 0 || len(told) != 1 || !strings.HasPrefix(told[0], "no open session") {
				t.Errorf("told again %q, %v", told, p)
			}
		})
	}
}

// One that another has closed since the list counts as closed already.
func TestCloseSessions_closedMeanwhile(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{UponAI: sandbox.UponAIVariants{SecondEnd: 409}})
	s := box.stray(sandbox.UponAI, 3, 0)
	meanwhile := func(message string) {
		if strings.HasPrefix(message, "3 sessions") {
			box.CloseSession(sandbox.UponAI, s.matching[0])
		}
	}
	// The action waits with its next word, not with its closes: one of them is held up.
	box.Inject(sandbox.Fault{Vendor: sandbox.UponAI, Operation: "endChat", Contains: s.matching[0], Kind: sandbox.FaultSlow, Delay: 300 * time.Millisecond, Times: 1})
	told, p := configured(t, box.config()).invokeAnd(t.Context(), closeMany, sweeping(sandbox.UponAI, nil), meanwhile)
	if len(p) > 0 || told[len(told)-1] != "2 closed, 1 closed already, 0 failed, 0 not begun" {
		t.Errorf("told %q, %v", told, p)
	}
}

// What a vendor refuses is named, and the others are closed all the same.
func TestCloseSessions_partialFailure(t *testing.T) {
	t.Parallel()
	for vendor := range narrow {
		t.Run(vendor, func(t *testing.T) {
			t.Parallel()
			box := startBox(t, sandbox.Variants{})
			e := configured(t, box.config())
			s := box.stray(vendor, 8, 0)
			held := s.matching[:2]
			for _, id := range held {
				fault := refusal(vendor, callsOf[vendor].closing, 403, ownRefusal[vendor])
				fault.Contains = id
				box.Inject(fault)
			}
			told, p := e.invoke(t.Context(), closeMany, sweeping(vendor, nil))
			if told[len(told)-1] != "6 closed, 0 closed already, 2 failed, 0 not begun" {
				t.Errorf("told %q", told)
			}
			if !p.errors().has("", append([]string{"Sessions not closed", "2 of 8 sessions", "6 closed", "status 403", "Invoke the action again"}, held...)...) {
				t.Error(p)
			}
			box.mustBeOpen(t, vendor, held)
			box.ClearFaults()
			if _, p := e.invoke(t.Context(), closeMany, sweeping(vendor, nil)); len(p) > 0 {
				t.Error(p)
			}
			box.mustBeOpen(t, vendor)
		})
	}
}

// More than max_sessions is refused in the plan, and again when it is invoked.
func TestCloseSessions_maxSessions(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	e := configured(t, box.config())
	s := box.stray(sandbox.UponAI, 101, 0)
	invoke := func(config values) problems {
		_, p := e.invoke(t.Context(), closeMany, config)
		return p
	}
	for limit, config := range map[int]values{
		5:   sweeping(sandbox.UponAI, values{"max_sessions": 5}),
		100: sweeping(sandbox.UponAI, nil),
	} {
		for step, p := range map[string]problems{"plan": e.planAction(closeMany)(config), "invoke": invoke(config)} {
			if !p.errors().has("", "More sessions than max_sessions", "101 open sessions at UponAI", fmt.Sprintf("max_sessions = %d", limit), "None of them was closed", "invoke the action again") {
				t.Errorf("%s: %v", step, p)
			}
		}
	}
	box.mustBeOpen(t, sandbox.UponAI, s.matching)
}

// So many closes are under way at a time, and never more: the vendor answers none
// before all of them have come.
func TestCloseSessions_concurrency(t *testing.T) {
	t.Parallel()
	for want, more := range map[int]values{10: nil, 3: {"concurrency": 3}, 1: {"concurrency": 1}} {
		t.Run(fmt.Sprint(want), func(t *testing.T) {
			t.Parallel()
			var mu sync.Mutex
			under, most, full := 0, 0, make(chan struct{})
			box := startBoxWith(t, sandbox.Options{Middleware: func(_ string, next http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if strings.HasSuffix(r.URL.Path, "/end") {
						mu.Lock()
						under++
						most = max(most, under)
						wait := full
						if under == want {
							under, full = 0, make(chan struct{})
							close(wait)
						}
						mu.Unlock()
						select {
						case <-wait:
						case <-r.Context().Done():
						}
					}
					next.ServeHTTP(w, r)
				})
			}})
			box.stray(sandbox.UponAI, 30, 0)
			if _, p := configured(t, box.config()).invoke(t.Context(), closeMany, sweeping(sandbox.UponAI, more)); len(p) > 0 {
				t.Error(p)
			}
			if most != want || box.open(sandbox.UponAI) > 0 {
				t.Errorf("%d closes at a time, not %d; %d sessions are open", most, want, box.open(sandbox.UponAI))
			}
		})
	}
}

// What there was no time for is counted and named.
func TestCloseSessions_outOfTime(t *testing.T) {
	t.Parallel()
	stop := map[string]struct {
		more  values
		words []string
	}{
		"timeout":   {values{"timeouts": values{"invoke": "1s"}}, []string{"the time was over", "timeouts"}},
		"cancelled": {nil, []string{"it was cancelled before they were begun"}},
	}
	for name, tt := range stop {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			box := startBox(t, sandbox.Variants{})
			s := box.stray(sandbox.UponAI, 20, 0)
			box.Inject(sandbox.Fault{Vendor: sandbox.UponAI, Operation: "endChat", Kind: sandbox.FaultHang, Skip: 5})
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			heard := func(message string) {
				if name == "cancelled" && strings.HasPrefix(message, "5 closed") {
					cancel()
				}
			}
			told, p := configured(t, box.config()).invokeAnd(ctx, closeMany, sweeping(sandbox.UponAI, with(values{"concurrency": 4}, tt.more)), heard)
			words := append([]string{"Sessions not closed", "15 of 20 sessions", "(5 closed, 0 closed already, "}, tt.words...)
			open := []string{}
			for _, id := range s.matching {
				if now, _ := box.Session(sandbox.UponAI, id); now.Open {
					open = append(open, id)
				}
			}
			slices.Sort(open)
			words = append(words, firstOf(open))
			if len(open) < 15 || strings.Contains(p.String(), "context") || !p.errors().has("", words...) {
				t.Errorf("told %q, %v", told, p)
			}
		})
	}
}

// Another account is never searched, and the plan says so.
func TestCloseSessions_otherAccount(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	box.stray(sandbox.UponAI, 2, 0)
	e := configured(t, box.config())
	other := fmt.Sprint(sandbox.UponAIOtherWorkspaceID)
	config := sweeping(sandbox.UponAI, values{"account": other})
	_, invoked := e.invoke(t.Context(), closeMany, config)
	for step, p := range map[string]problems{"plan": e.planAction(closeMany)(config), "invoke": invoked} {
		if !p.errors().has("", "Sessions of another workspace", other, "Nothing was closed") {
			t.Errorf("%s: %v", step, p)
		}
	}
	if n := len(box.Requests()); n > 0 {
		t.Errorf("%d requests were sent", n)
	}
}

// A list that fails is asked again when the action is invoked.
func TestCloseSessions_listFails(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	e := configured(t, box.config())
	box.Inject(refusal(sandbox.UponAI, "listChats", 403, ownRefusal[sandbox.UponAI]))
	config := sweeping(sandbox.UponAI, nil)
	if p := e.planAction(closeMany)(config); len(p) != 1 || !p.warnings().has("", "Sessions not counted", "status 403", "when it is invoked", "max_sessions = 100") || strings.Contains(p.String(), "..") {
		t.Errorf("planned: %v", p)
	}
	if told, p := e.invoke(t.Context(), closeMany, config); len(told) > 0 || !p.errors().has("", "No session closed", "UponAI", "status 403") {
		t.Errorf("told %q, %v", told, p)
	}
}

// A session of which nobody can tell whether it is meant is left open, and is named.
func TestCloseSessions_undecided(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	box.Inject(refusal(sandbox.UponAI, "listChats", 200,
		`{"data": [{"chatId": "timeless", "agentId": "a", "status": "ongoing", "startedAt": null, "endedAt": null}], "pagination_key": null}`))
	config := values{"vendor": "uponai", "agent_id": "a", "created_after": "2020-01-01T00:00:00Z"}
	if told, p := configured(t, box.config()).invoke(t.Context(), closeMany, config); len(told) != 1 || len(p) != 1 || !p.warnings().has("", "1 session left open", "timeless") {
		t.Errorf("told %q, %v", told, p)
	}
	if n := len(box.answers(sandbox.UponAI)); n > 0 {
		t.Errorf("%d sessions were closed", n)
	}
}

// Terraform validates an action once, before it knows what variables and resources
// hold: what would select too much is refused at every step.
func TestCloseSessions_refused(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	for vendor := range narrow {
		box.stray(vendor, 2, 0)
	}
	e := configured(t, box.config())
	tests := map[string]validation{
		"no list":           {values{"vendor": "talkifai"}, "vendor", []string{"TalkifAI", "no call lists chat sessions"}},
		"no vendor":         {values{"vendor": "acme"}, "vendor", []string{`one of: ["uppzy" "siteassist" "uponai"`}},
		"no selector":       {values{"vendor": "uponai"}, "vendor", []string{"every session of the workspace", "agent_id or metadata"}},
		"a time alone":      {values{"vendor": "uppzy", "created_after": "2020-01-01T00:00:00Z"}, "vendor", []string{"every session of the site"}},
		"not answered":      {values{"vendor": "uponai", "agent_id": "a", "user_identifier": "a@example.com"}, "user_identifier", []string{"UponAI"}},
		"no e-mail address": {values{"vendor": "uppzy", "user_identifier": "a"}, "user_identifier", []string{"e-mail"}},
		"empty":             {values{"vendor": "uponai", "agent_id": "a", "session_id_prefix": ""}, "session_id_prefix", []string{"at least 1"}},
		"empty map":         {values{"vendor": "uponai", "metadata": values{}}, "metadata", []string{"selects every session"}},
		"empty value":       {values{"vendor": "uponai", "metadata": values{"team": nil, "a": "b"}}, "metadata.team", []string{"null"}},
		"no duration":       {values{"vendor": "siteassist", "inactive_for": "a day"}, "inactive_for", []string{"duration"}},
		"a negative one":    {values{"vendor": "siteassist", "inactive_for": "-1h"}, "inactive_for", []string{"greater than zero"}},
		"no time":           {values{"vendor": "siteassist", "created_after": "yesterday"}, "created_after", []string{"RFC3339"}},
		"none at a time":    {values{"vendor": "siteassist", "concurrency": 0}, "concurrency", []string{"between 1 and 64"}},
		"too many":          {values{"vendor": "siteassist", "concurrency": 65}, "concurrency", []string{"between 1 and 64"}},
		"none at all":       {values{"vendor": "siteassist", "max_sessions": 0}, "max_sessions", []string{"at least 1"}},
		"a reason":          {values{"vendor": "uponai", "agent_id": "a", "close_reason": "r"}, "close_reason", []string{"UponAI takes no close_reason"}},
		"no time to live":   {values{"vendor": "siteassist", "timeouts": values{"invoke": "-1s"}}, "timeouts.invoke", []string{"greater than zero"}},
		"empty account":     {values{"vendor": "siteassist", "account": ""}, "account", []string{"at least 1"}},
		"the first moment":  {values{"vendor": "siteassist", "created_after": "0001-01-01T00:00:00Z"}, "created_after", []string{"year 1"}},
		"not a time":        {values{"vendor": "siteassist", "timeouts": values{"invoke": "soon"}}, "timeouts.invoke", []string{"Time Duration", "soon"}},
		"not known":         {values{"vendor": "uponai", "metadata": notKnown{}, "max_sessions": notKnown{}, "concurrency": notKnown{}, "created_after": notKnown{}}, "", nil},
		"vendor not known":  {values{"vendor": notKnown{}}, "", nil},
		"idle not known":    {values{"vendor": "siteassist", "inactive_for": notKnown{}, "timeouts": notKnown{}}, "", nil},
	}
	invoke := func(config values) problems {
		_, p := e.invoke(t.Context(), closeMany, config)
		return p
	}
	t.Run("validate", func(t *testing.T) { expectRefusals(t, e.validateAction(closeMany), tests) })
	t.Run("plan", func(t *testing.T) { expectRefusals(t, e.planAction(closeMany), tests) })
	for name, tt := range tests {
		if tt.at == "" {
			delete(tests, name)
		}
	}
	t.Run("invoke", func(t *testing.T) { expectRefusals(t, invoke, tests) })
	closed := slices.ContainsFunc(box.Sessions(""), func(s sandbox.Session) bool { return !s.Open })
	if n := len(box.Requests()); n > 0 || closed {
		t.Errorf("%d requests were sent, closed %t", n, closed)
	}
}
