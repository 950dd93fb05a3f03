package provider

import (
	"maps"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// A vendor that cannot be used is an error of the object that needs it, when
// it is planned anew, and of no other: the rest of the configuration works on.
func TestProviderConfig_vendorNotUsable(t *testing.T) {
	t.Parallel()
	const password = "secret-of-a-proxy"
	tests := []struct {
		name, vendor string
		block        values
		env          map[string]string
		// words are in the error; none: the vendor can be used.
		words []string
		// absent are not.
		absent []string
	}{
		{
			"nothing", "uppzy", nil, nil,
			[]string{"Uppzy is not configured", "api_key", "site_id", "UPPZY_API_KEY", "UPPZY_SITE_ID"},
			nil,
		},
		{"half", "uppzy", values{"api_key": "secret-k"}, nil, []string{"site_id", "UPPZY_SITE_ID"}, []string{"api_key", "UPPZY_API_KEY"}},
		{"the other half", "uppzy", nil, map[string]string{"UPPZY_SITE_ID": "s"}, []string{"api_key", "UPPZY_API_KEY"}, []string{"site_id"}},
		{"both halves", "uppzy", values{"api_key": "secret-k"}, map[string]string{"UPPZY_SITE_ID": "s"}, nil, nil},
		{"empty variables", "uppzy", nil, map[string]string{"UPPZY_API_KEY": "", "UPPZY_SITE_ID": ""}, []string{"api_key", "site_id"}, nil},
		{"only an address", "talkifai", values{"base_url": "https://api.example.com"}, nil, []string{"TALKIFAI_API_KEY"}, nil},
		{"a variable", "talkifai", nil, map[string]string{"TALKIFAI_API_KEY": "secret-k"}, nil, nil},
		{
			"nothing, two kinds", "siteassist", nil, nil,
			[]string{"token in", "publishable_key and visitor_id", "SITEASSIST_TOKEN", "SITEASSIST_PUBLISHABLE_KEY and SITEASSIST_VISITOR_ID"},
			nil,
		},
		{
			"a token does not stand in for a key", "siteassist",
			values{"visitor_id": "v"},
			map[string]string{"SITEASSIST_TOKEN": "secret-t"},
			[]string{"publishable_key", "SITEASSIST_PUBLISHABLE_KEY"},
			[]string{"SITEASSIST_TOKEN"},
		},
		{"one kind from the block and half of another from variables", "siteassist", values{"token": "secret-t"}, map[string]string{"SITEASSIST_VISITOR_ID": "v"}, nil, nil},
		{
			"one kind, completed", "siteassist",
			values{"visitor_id": "v"},
			map[string]string{"SITEASSIST_TOKEN": "secret-t", "SITEASSIST_PUBLISHABLE_KEY": "secret-k"},
			nil, nil,
		},
		{
			"an origin alone, completed", "siteassist",
			values{"origin": "https://www.example.com"},
			map[string]string{"SITEASSIST_TOKEN": "secret-t", "SITEASSIST_PUBLISHABLE_KEY": "secret-k", "SITEASSIST_VISITOR_ID": "v"},
			nil, nil,
		},
		{
			"an origin alone", "siteassist",
			values{"origin": "https://www.example.com"},
			map[string]string{"SITEASSIST_TOKEN": "secret-t"},
			[]string{"publishable_key and visitor_id", "SITEASSIST_PUBLISHABLE_KEY and SITEASSIST_VISITOR_ID"},
			[]string{"SITEASSIST_TOKEN", "origin", "SITEASSIST_ORIGIN"},
		},
		{
			"a token and the origin of another kind in a variable", "siteassist",
			values{"token": "secret-t"},
			map[string]string{"SITEASSIST_ORIGIN": "no origin"},
			nil, nil,
		},
		{
			"origin with a path in a variable", "siteassist",
			values{"publishable_key": "secret-k", "visitor_id": "v"},
			map[string]string{"SITEASSIST_ORIGIN": "https://www.example.com/chat"},
			[]string{"origin must be", "https://www.example.com", "SITEASSIST_ORIGIN"},
			[]string{"SITEASSIST_VISITOR_ID"},
		},
		{"no number", "uponai", values{"token": "secret-t"}, map[string]string{"UPONAI_WORKSPACE_ID": "forty-two"}, []string{"workspace_id", "whole number", "UPONAI_WORKSPACE_ID"}, nil},
		{"not a whole number", "uponai", values{"token": "secret-t"}, map[string]string{"UPONAI_WORKSPACE_ID": "4.2"}, []string{"whole number"}, nil},
		{"a number", "uponai", values{"token": "secret-t"}, map[string]string{"UPONAI_WORKSPACE_ID": "42"}, nil, nil},
		{"workspace zero", "uponai", values{"token": "secret-t", "workspace_id": 0}, nil, []string{"workspace_id"}, nil},
		{"key with a line end", "uppzy", values{"api_key": "secret\n", "site_id": "s"}, nil, []string{"api_key"}, nil},
		{"token with a space", "uponai", values{"token": " secret", "workspace_id": 42}, nil, []string{"token"}, nil},
		{"site that climbs", "uppzy", values{"api_key": "secret-k", "site_id": ".."}, nil, []string{"site_id"}, nil},
		{"visitor too long in a variable", "siteassist", values{"publishable_key": "secret-k"}, map[string]string{"SITEASSIST_VISITOR_ID": strings.Repeat("v", 101)}, []string{"visitor_id", "100", "SITEASSIST_VISITOR_ID"}, nil},
	}
	for _, info := range client.All() {
		credentials := map[string]string{}
		for _, f := range info.Credentials[len(info.Credentials)-1] {
			if !f.Optional {
				credentials[f.Env] = "42"
			}
		}
		variable := strings.ToUpper(info.Name) + "_BASE_URL"
		for url, words := range map[string][]string{
			"http://api.example.com":                         {info.Title, "https://", "api.example.com", variable},
			"https://user:" + password + "@api.example.com/": {info.Title, "user name or password", variable},
			"api.example.com":                                {"https://"},
			"http://127.0.0.1:1":                             nil,
		} {
			env := maps.Clone(credentials)
			env[variable] = url
			tests = append(tests, struct {
				name, vendor string
				block        values
				env          map[string]string
				words        []string
				absent       []string
			}{info.Name + " at " + strings.ReplaceAll(url, password, "…"), info.Name, nil, env, words, nil})
		}
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			e := startEngine(t, test.env)
			var block any
			if test.block != nil {
				block = test.block
			}
			config := values{test.vendor: block}
			e.mustSucceed(e.validateProvider(config))
			e.mustSucceed(e.configure(config))
			info, _ := client.Lookup(test.vendor)
			_, got := e.plan(nil, leastArguments(info))
			if test.words == nil {
				if len(got) > 0 {
					t.Errorf("refused: %v", got)
				}
				return
			}
			if !got.errors().has("vendor", test.words...) || len(got) != 1 {
				t.Errorf("want one error on vendor with %q, got: %v", test.words, got)
			}
			for _, word := range test.absent {
				if strings.Contains(got.String(), word) {
					t.Errorf("%q is asked for: %v", word, got)
				}
			}
			// Each operation that needs the vendor says the same.
			if _, imported := e.importBy(test.vendor+"/some", nil); imported.String() != got.String() {
				t.Errorf("an import says: %v", imported)
			}
		})
	}
}

// A session that exists is not planned into an error for want of its vendor, as
// that would stand in the way of destroying the others; it is kept.
func TestProviderConfig_vendorTakenAway(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	owner, without := configured(t, box.config()), configured(t, values{})
	for _, info := range client.All() {
		session := owner.open(fullConfig(info))
		if _, got := without.plan(session, fullConfig(info)); len(got) > 0 {
			t.Errorf("%s: the plan is refused: %v", info.Name, got)
		}
		read, got := without.read(session)
		if !got.errors().has("vendor", info.Title+" is not configured") || !read.state.Equal(session.state) {
			t.Errorf("%s: read: want an error and the state kept, got %v", info.Name, got)
		}
		kept, got := without.destroy(session)
		if !got.errors().has("vendor", info.Title+" is not configured") || !kept.state.Equal(session.state) {
			t.Errorf("%s: destroy: want an error and the state kept, got %v", info.Name, got)
		}
	}
}

// The block wins over the variables, and the variables fill what it leaves out.
func TestProviderConfig_precedence(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	env := map[string]string{
		"UPPZY_API_KEY": "secret-wrong", "UPPZY_SITE_ID": sandbox.UppzyOtherSiteID, "UPPZY_BASE_URL": box.BaseURL(sandbox.Uppzy),
		"SITEASSIST_TOKEN": "secret-wrong", "SITEASSIST_VISITOR_ID": "another", "SITEASSIST_BASE_URL": "http://127.0.0.1:1",
		"UPONAI_TOKEN": sandbox.UponAIToken, "UPONAI_WORKSPACE_ID": "43", "UPONAI_BASE_URL": box.BaseURL(sandbox.UponAI),
		"TALKIFAI_API_KEY": sandbox.TalkifAIAPIKey, "TALKIFAI_BASE_URL": box.BaseURL(sandbox.TalkifAI),
	}
	e := startEngine(t, env)
	e.mustSucceed(e.configure(values{
		"uppzy": values{"api_key": sandbox.UppzyAPIKey},
		"siteassist": values{
			"publishable_key": sandbox.SiteAssistPublishableKey, "visitor_id": sandbox.SiteAssistVisitorID, "base_url": box.BaseURL(sandbox.SiteAssist),
		},
		"uponai": values{"workspace_id": sandbox.UponAIWorkspaceID},
	}))
	for vendor, account := range map[string]string{
		"uppzy": sandbox.UppzyOtherSiteID, "siteassist": sandbox.SiteAssistAccount(sandbox.SiteAssistVisitorID), "uponai": "42", "talkifai": "<null>",
	} {
		info, _ := client.Lookup(vendor)
		config := leastArguments(info)
		if vendor == sandbox.UponAI {
			config["agent_id"] = sandbox.UponAIAgentID
		}
		if got := e.text(e.open(config).state, "account"); got != account {
			t.Errorf("%s: account is %s, want %s", vendor, got, account)
		}
	}
}

func TestProviderConfig_maxRetries(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		set     any
		retries int
		none    bool
	}{"zero is none": {0, 0, true}, "three": {3, 3, false}, "null is the default": {nil, 0, false}, "not known is the default": {notKnown{}, 0, false}} {
		var got transport.Options
		e := startEngineOf(t, &chatProvider{getenv: func(string) string { return "" }, tune: func(o *transport.Options) { got = *o }})
		e.mustSucceed(e.configure(values{"max_retries": test.set}))
		if got.MaxRetries != test.retries || got.NoRetry != test.none {
			t.Errorf("%s: the transport is told %d, none: %t", name, got.MaxRetries, got.NoRetry)
		}
	}
}
