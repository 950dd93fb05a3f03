package provider

import (
	"maps"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

func TestProviderConfig_badInput(t *testing.T) {
	t.Parallel()
	const password = "secret-of-a-proxy"
	tests := []struct {
		name   string
		config values
		// at is the attribute that the error is on; empty: there is none.
		at    string
		words []string
	}{
		{"nothing", values{}, "", nil},
		{"timeout of nothing", values{"request_timeout": "0s"}, "request_timeout", []string{"30s"}},
		{"timeout below nothing", values{"request_timeout": "-30s"}, "request_timeout", []string{"30s"}},
		{"timeout without a unit", values{"request_timeout": "30"}, "request_timeout", []string{"30s"}},
		{"timeout in words", values{"request_timeout": "soon"}, "request_timeout", []string{"soon"}},
		{"empty timeout", values{"request_timeout": ""}, "request_timeout", nil},
		{"good timeout", values{"request_timeout": "1m30s"}, "", nil},
		{"retries below zero", values{"max_retries": -1}, "max_retries", []string{"0"}},
		{"retries without end", values{"max_retries": 21}, "max_retries", []string{"20"}},
		{"no retries", values{"max_retries": 0}, "", nil},
		{"empty visitor", values{"siteassist": values{"publishable_key": "k", "visitor_id": ""}}, "siteassist.visitor_id", nil},
		{"visitor of 100", values{"siteassist": values{"publishable_key": "k", "visitor_id": strings.Repeat("é", 100)}}, "", nil},
		{"visitor of 101", values{"siteassist": values{"publishable_key": "k", "visitor_id": strings.Repeat("v", 101)}}, "siteassist.visitor_id", []string{"100"}},
		{"two kinds", values{"siteassist": values{"token": "t", "publishable_key": "k", "visitor_id": "v"}}, "siteassist", []string{"token", "publishable_key with visitor_id", "Remove"}},
		{"one kind and half of another", values{"siteassist": values{"token": "t", "visitor_id": "v"}}, "siteassist", []string{"token", "visitor_id"}},
	}
	for _, info := range client.All() {
		for _, test := range []struct {
			name, url string
			insecure  any
			words     []string
		}{
			{"http", "http://api.example.com/v1", nil, []string{"https://", "api.example.com", "allow_insecure_http"}},
			{"http, not allowed", "http://192.0.2.1", false, []string{"allow_insecure_http"}},
			{"http to what looks like loopback", "http://localhost.example.com", nil, []string{"https://"}},
			{"http to what begins like loopback", "http://127.0.0.1.example.com", nil, []string{"https://"}},
			{"http, allowed", "http://api.example.com/v1", true, nil},
			{"http, allowed or not", "http://api.example.com/v1", notKnown{}, nil},
			{"loopback", "http://127.0.0.1:8090", nil, nil},
			{"loopback in IPv6", "http://[::1]:8090", nil, nil},
			{"localhost", "http://localhost:8090", nil, nil},
			{"user and password", "https://user:" + password + "@api.example.com", nil, []string{"user name or password"}},
			{"user", "https://" + password + "@api.example.com", true, []string{"user name or password"}},
			{"password that is no URL", "https://user:" + password + "%zz@[api.example.com", nil, []string{"URL"}},
			{"another scheme", "ftp://api.example.com", true, []string{"https://"}},
			{"no scheme", "api.example.com/v1", nil, []string{"https://"}},
			{"no host", "https:///v1", nil, []string{"host"}},
			{"query", "https://api.example.com/?key=" + password, nil, []string{"query"}},
			{"fragment", "https://api.example.com/#" + password, nil, []string{"fragment"}},
			{"path that climbs", "https://api.example.com/v1/../v2", nil, []string{"relative"}},
			{"empty", "", nil, []string{}},
		} {
			at := ""
			if test.words != nil {
				at = info.Name + ".base_url"
			}
			tests = append(tests, struct {
				name   string
				config values
				at     string
				words  []string
			}{info.Name + "/" + test.name, values{info.Name: values{"base_url": test.url, "allow_insecure_http": test.insecure}}, at, test.words})
		}
		for _, limit := range []float64{0, -1, 0.009} {
			tests = append(tests, struct {
				name   string
				config values
				at     string
				words  []string
			}{info.Name + "/rate", values{info.Name: values{"requests_per_second": limit}}, info.Name + ".requests_per_second", []string{"0.01"}})
		}
		for _, kind := range info.Credentials {
			for _, f := range kind {
				if f.Name != "workspace_id" {
					tests = append(tests, struct {
						name   string
						config values
						at     string
						words  []string
					}{info.Name + "/empty " + f.Name, values{info.Name: values{f.Name: ""}}, info.Name + "." + f.Name, nil})
				}
			}
		}
	}
	e := startEngine(t, nil)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := e.validateProvider(test.config)
			if test.at == "" && len(got) > 0 {
				t.Errorf("refused: %v", got)
			}
			if test.at != "" && !got.errors().has(test.at, test.words...) {
				t.Errorf("want an error at %s with %q, got: %v", test.at, test.words, got)
			}
		})
	}
}

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
			[]string{"Uppzy is not configured", "api_key", "site_id", "UPPZY_API_KEY", "UPPZY_SITE_ID"}, nil,
		},
		{"half", "uppzy", values{"api_key": "secret-k"}, nil, []string{"site_id", "UPPZY_SITE_ID"}, []string{"api_key", "UPPZY_API_KEY"}},
		{"the other half", "uppzy", nil, map[string]string{"UPPZY_SITE_ID": "s"}, []string{"api_key", "UPPZY_API_KEY"}, []string{"site_id"}},
		{"both halves", "uppzy", values{"api_key": "secret-k"}, map[string]string{"UPPZY_SITE_ID": "s"}, nil, nil},
		{"empty variables", "uppzy", nil, map[string]string{"UPPZY_API_KEY": "", "UPPZY_SITE_ID": ""}, []string{"api_key", "site_id"}, nil},
		{"only an address", "talkifai", values{"base_url": "https://api.example.com"}, nil, []string{"TALKIFAI_API_KEY"}, nil},
		{"a variable", "talkifai", nil, map[string]string{"TALKIFAI_API_KEY": "secret-k"}, nil, nil},
		{
			"nothing, two kinds", "siteassist", nil, nil,
			[]string{"token in", "publishable_key and visitor_id", "SITEASSIST_TOKEN", "SITEASSIST_PUBLISHABLE_KEY and SITEASSIST_VISITOR_ID"}, nil,
		},
		{
			"a token does not stand in for a key", "siteassist", values{"visitor_id": "v"}, map[string]string{"SITEASSIST_TOKEN": "secret-t"},
			[]string{"publishable_key", "SITEASSIST_PUBLISHABLE_KEY"}, []string{"SITEASSIST_TOKEN"},
		},
		{"one kind from the block and half of another from variables", "siteassist", values{"token": "secret-t"}, map[string]string{"SITEASSIST_VISITOR_ID": "v"}, nil, nil},
		{
			"one kind, completed", "siteassist", values{"visitor_id": "v"},
			map[string]string{"SITEASSIST_TOKEN": "secret-t", "SITEASSIST_PUBLISHABLE_KEY": "secret-k"}, nil, nil,
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
			credentials[f.Env] = "42"
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
	for name, test := range map[string]struct{ set, want any }{"zero is none": {0, -1}, "three": {3, 3}, "null is the default": {nil, 0}, "not known is the default": {notKnown{}, 0}} {
		var got any
		e := startEngineOf(t, &chatProvider{getenv: func(string) string { return "" }, tune: func(o *transport.Options) { got = o.MaxRetries }})
		e.mustSucceed(e.configure(values{"max_retries": test.set}))
		if got != test.want {
			t.Errorf("%s: the transport is told %v", name, got)
		}
	}
}
