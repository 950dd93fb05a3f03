package provider

import (
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

const anyUUID = "123e4567-e89b-12d3-a456-426614174000"

func TestMessageValidate(t *testing.T) {
	t.Parallel()
	e := startEngine(t, nil).of("chat_message")
	uppzy := values{"vendor": "uppzy", "session_id": "s1", "message": "hello"}
	talkifai := values{"vendor": "talkifai", "session_id": "chat_1", "session_token": "t", "message": "hello"}
	siteassist := values{"vendor": "siteassist", "session_id": anyUUID, "message": "hello"}
	uponai := values{"vendor": "uponai", "session_id": "c1", "message": "hello"}
	expectRefusals(t, e.validate, map[string]validation{
		"uppzy":              {with(uppzy, values{"user_identifier": "a@example.com", "response_language": "en"}), "", nil},
		"async":              {with(uppzy, values{"async": true, "wait": true, "poll_interval": "1s"}), "", nil},
		"talkifai":           {talkifai, "", nil},
		"siteassist":         {with(siteassist, values{"page_url": "https://example.com/"}), "", nil},
		"uponai":             {uponai, "", nil},
		"not known yet":      {with(uponai, values{"session_id": notKnown{}, "session_token": notKnown{}, "async": notKnown{}}), "", nil},
		"vendor not known":   {with(uponai, values{"vendor": notKnown{}, "page_url": "x"}), "", nil},
		"no token":           {with(talkifai, values{"session_token": nil}), "vendor", []string{"TalkifAI needs session_token"}},
		"token not taken":    {with(uponai, values{"session_token": "t"}), "vendor", []string{"UponAI takes no session_token"}},
		"empty":              {with(uponai, values{"message": ""}), "message", nil},
		"10,000 at talkifai": {with(talkifai, values{"message": strings.Repeat("😀", 10_000)}), "", nil},
		"10,001 at talkifai": {with(talkifai, values{"message": strings.Repeat("é", 10_001)}), "message", []string{"10000", "10001"}},
		// SiteAssist counts as JavaScript does: one such sign is two characters.
		"10,000 at siteassist": {with(siteassist, values{"message": strings.Repeat("😀", 5_000)}), "", nil},
		"10,001 at siteassist": {with(siteassist, values{"message": strings.Repeat("😀", 5_000) + "x"}), "message", []string{"10000", "10001"}},
		"no UUID":              {with(siteassist, values{"session_id": "c1"}), "session_id", []string{"UUID"}},
		"async elsewhere":      {with(uponai, values{"async": false}), "async", []string{"UponAI takes no async"}},
		"wait alone":           {with(uppzy, values{"wait": true}), "wait", []string{"async"}},
		"wait for nothing":     {with(uppzy, values{"wait": true, "async": false}), "wait", []string{"async = true"}},
		"interval alone":       {with(uppzy, values{"poll_interval": "1s"}), "poll_interval", []string{"wait"}},
		"interval of nothing":  {with(uppzy, values{"async": true, "wait": true, "poll_interval": "99ms"}), "poll_interval", []string{"100ms or more"}},
		"no e-mail":            {with(uppzy, values{"user_identifier": "somebody"}), "user_identifier", []string{"e-mail"}},
		"timeout of nothing":   {with(uponai, values{"timeouts": values{"create": "-1s"}}), "timeouts.create", nil},
		"page that is no URL":  {with(siteassist, values{"page_url": "contact"}), "page_url", nil},
	})
}

// A plan promises no more than the vendor tells.
func TestMessagePlan(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	e := configured(t, box.config()).of("chat_message")
	tests := map[string]struct {
		config  values
		unknown []string
	}{
		"uppzy": {
			values{"vendor": "uppzy", "session_id": "s1", "message": "hello"},
			[]string{"answer", "confidence_level", "confidence_score", "delivery", "request_id"},
		},
		"uppzy later": {
			values{"vendor": "uppzy", "session_id": "s1", "message": "hello", "async": true},
			[]string{"delivery", "request_id"},
		},
		"uppzy, perhaps later": {
			values{"vendor": "uppzy", "session_id": "s1", "message": "hello", "async": true, "wait": notKnown{}},
			[]string{"answer", "confidence_level", "confidence_score", "delivery", "request_id", "wait"},
		},
		"uponai": {
			values{"vendor": "uponai", "session_id": "s1", "message": "hello"}, []string{"agent_name", "answer", "delivery"},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			plan, p := e.plan(nil, tt.config)
			e.mustSucceed(p)
			expectSame(t, "unknown", e.unknown(plan), tt.unknown)
		})
	}
	if n := len(box.Requests()); n != 0 {
		t.Errorf("planning has sent %d requests", n)
	}
}
