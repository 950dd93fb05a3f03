package provider

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

func TestTeardownValidate(t *testing.T) {
	t.Parallel()
	e := startEngine(t, nil).of("chat_session_teardown")
	mail, pr := "app@example.com", map[string]string{"environment": "pr-42"}
	expectRefusals(t, e.validate, map[string]validation{
		"uppzy":                  {values{"vendor": "uppzy", "user_identifier": mail}, "", nil},
		"prefix":                 {values{"vendor": "uppzy", "session_id_prefix": "pr-42-"}, "", nil},
		"siteassist":             {values{"vendor": "siteassist", "close_reason": "over"}, "", nil},
		"uponai":                 {values{"vendor": "uponai", "metadata": pr}, "", nil},
		"not known yet":          {values{"vendor": "uponai", "agent_id": notKnown{}}, "", nil},
		"vendor not known yet":   {values{"vendor": notKnown{}}, "", nil},
		"no list":                {values{"vendor": "talkifai"}, "vendor", []string{"TalkifAI", "no call lists"}},
		"no selector":            {values{"vendor": "uppzy"}, "vendor", []string{"every session of the site", "user_identifier, session_id_prefix or inactive_for"}},
		"no selector at uponai":  {values{"vendor": "uponai", "created_after": "2026-01-31T08:00:00Z"}, "vendor", []string{"agent_id or metadata"}},
		"empty map":              {values{"vendor": "uponai", "metadata": map[string]string{}}, "metadata", nil},
		"null element":           {values{"vendor": "uponai", "metadata": values{"a": nil}}, "metadata.a", nil},
		"empty text":             {values{"vendor": "uppzy", "session_id_prefix": ""}, "session_id_prefix", nil},
		"another's selector":     {values{"vendor": "uponai", "metadata": pr, "inactive_for": "24h"}, "inactive_for", []string{"UponAI"}},
		"no duration":            {values{"vendor": "siteassist", "inactive_for": "-1h"}, "inactive_for", nil},
		"no time":                {values{"vendor": "siteassist", "created_after": "yesterday"}, "created_after", nil},
		"nothing to close":       {values{"vendor": "siteassist", "max_sessions": 0}, "max_sessions", nil},
		"reason not taken":       {values{"vendor": "uponai", "metadata": pr, "close_reason": "over"}, "close_reason", []string{"UponAI takes no close_reason"}},
		"reason too long":        {values{"vendor": "siteassist", "close_reason": strings.Repeat("x", 257)}, "close_reason", []string{"256"}},
		"a timeout that is none": {values{"vendor": "siteassist", "timeouts": values{"delete": "0s"}}, "timeouts.delete", nil},
	})
}

// A selector that turns out to be null, or empty, in the apply does not widen the
// teardown.
func TestTeardown_unknownSelector(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	e := configured(t, box.config()).of("chat_session_teardown")
	for name, value := range map[string]any{"null": nil, "empty": ""} {
		t.Run(name, func(t *testing.T) {
			plan, p := e.plan(nil, values{"vendor": "uppzy", "user_identifier": notKnown{}})
			e.mustSucceed(p)
			config := values{"vendor": "uppzy", "user_identifier": value}
			known := e.attributes(e.state(plan.PlannedState))
			known["user_identifier"] = e.value(known["user_identifier"].Type(), value)
			plan.PlannedState = e.dynamic(e.resourceType, tftypes.NewValue(e.resourceType, known))
			o, p := e.apply(nil, plan, config)
			if !p.has("", "Missing selector") || !o.state.IsNull() {
				t.Errorf("%v, state %v", p, o.state)
			}
		})
	}
}
