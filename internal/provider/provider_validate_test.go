package provider

import (
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

func TestProviderValidate_badInput(t *testing.T) {
	t.Parallel()
	const password = "secret-of-a-proxy"
	tests := []struct {
		name   string
		config values
		// at is the attribute that the error is on, and words are in it; neither: there is
		// no error. None is on an attribute of a vendor's block: see ValidateConfig.
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
		{"empty visitor", values{"siteassist": values{"publishable_key": "k", "visitor_id": ""}}, "", []string{"siteassist.visitor_id"}},
		{"visitor of 100", values{"siteassist": values{"publishable_key": "k", "visitor_id": strings.Repeat("é", 100)}}, "", nil},
		{"visitor of 101", values{"siteassist": values{"publishable_key": "k", "visitor_id": strings.Repeat("v", 101)}}, "", []string{"siteassist.visitor_id", "100", "101"}},
		{"workspace that is not whole", values{"uponai": values{"workspace_id": 4.5}}, "", []string{"uponai.workspace_id", "whole number"}},
		{"large workspace", values{"uponai": values{"workspace_id": 9007199254740993}}, "", nil},
		{"workspace that is not known", values{"uponai": values{"workspace_id": notKnown{}}}, "", nil},
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
			words := test.words
			if words != nil {
				words = append(words, info.Name+".base_url")
			}
			tests = append(tests, struct {
				name   string
				config values
				at     string
				words  []string
			}{info.Name + "/" + test.name, values{info.Name: values{"base_url": test.url, "allow_insecure_http": test.insecure}}, "", words})
		}
		for _, limit := range []float64{0, -1, 0.009} {
			tests = append(tests, struct {
				name   string
				config values
				at     string
				words  []string
			}{info.Name + "/rate", values{info.Name: values{"requests_per_second": limit}}, "", []string{info.Name + ".requests_per_second", "0.01"}})
		}
		for _, kind := range info.Credentials {
			for _, f := range kind {
				if f.Name != "workspace_id" {
					tests = append(tests, struct {
						name   string
						config values
						at     string
						words  []string
					}{info.Name + "/empty " + f.Name, values{info.Name: values{f.Name: ""}}, "", []string{info.Name + "." + f.Name, f.Env}})
				}
			}
		}
	}
	e := startEngine(t, nil)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := e.validateProvider(test.config)
			good := test.at == "" && test.words == nil
			if good && len(got) > 0 {
				t.Errorf("refused: %v", got)
			}
			if !good && !got.errors().has(test.at, test.words...) {
				t.Errorf("want an error at %s with %q, got: %v", test.at, test.words, got)
			}
		})
	}
}

// The error is on no attribute: see ValidateConfig.
func TestProviderValidate_twoKinds(t *testing.T) {
	t.Parallel()
	e := startEngine(t, nil)
	for name, block := range map[string]values{
		"two kinds":                    {"token": "t", "publishable_key": "k", "visitor_id": "v"},
		"one kind and half of another": {"token": "t", "visitor_id": "v"},
	} {
		got := e.validateProvider(values{"siteassist": block})
		if !got.errors().has("", "SiteAssist", "token", "publishable_key with visitor_id", "Remove") || len(got) != 1 {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// The same through Terraform: one error for each mistake, and nothing is sent. What
// Terraform prints of the configuration shows none of the credentials on those lines.
func TestAccProvider_badInput(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	const uppzy = "resource \"chat_session\" \"uppzy\" { vendor = \"uppzy\" }\n"
	w := startWorkspace(t, uppzy+`
provider "chat" {
  request_timeout = "-1s"
  uppzy {
    api_key  = "secret-u"
    base_url = "https://user:secret-of-a-proxy@example.com"
  }
  talkifai {
    api_key  = "secret-t"
    base_url = "http://api.example.com"
  }
  siteassist {
    token           = "secret-s"
    publishable_key = "secret-k"
    visitor_id      = "v"
  }
  uponai {
    token               = "secret-o"
    requests_per_second = 0
  }
}
`)
	w.plan().mustFail(t,
		[]string{"Invalid duration", "30s"},
		[]string{"Invalid base_url", "uppzy.base_url", "user name or password"},
		[]string{"Invalid base_url", "talkifai.base_url", "https://", "allow_insecure_http"},
		[]string{"Two kinds of credentials", "SiteAssist"},
		[]string{"uponai.requests_per_second", "0.01"},
	)
	for block, words := range map[string][]string{
		"uponai {\n token = \"secret-o\"\n workspace_id = 4.5\n}":              {"uponai.workspace_id", "whole number"},
		"siteassist {\n publishable_key = \"secret-k\"\n visitor_id = \"\"\n}": {"siteassist.visitor_id"},
	} {
		w.configure(uppzy + "provider \"chat\" {\n  " + block + "\n}\n")
		w.plan().mustFail(t, words)
	}
	// Only what needs the vendor fails for want of it.
	w.configure(providerBlock(values{"uponai": box.config()["uponai"]}) + uppzy + `
resource "chat_session" "uponai" {
  vendor   = "uponai"
  agent_id = "` + sandbox.UponAIAgentID + `"
}
`)
	w.plan().mustFail(t, []string{"chat_session.uppzy", "Uppzy is not configured", "UPPZY_API_KEY", "UPPZY_SITE_ID"})
	if n := len(box.Requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}
