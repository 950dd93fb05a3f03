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
		// no error. It is on no attribute that holds a secret.
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
		{"empty visitor", values{"siteassist": values{"publishable_key": "k", "visitor_id": ""}}, "siteassist.visitor_id", []string{"`visitor_id`", "`siteassist`"}},
		{"visitor of 100", values{"siteassist": values{"publishable_key": "k", "visitor_id": strings.Repeat("é", 100)}}, "", nil},
		{"visitor of 101", values{"siteassist": values{"publishable_key": "k", "visitor_id": strings.Repeat("v", 101)}}, "siteassist.visitor_id", []string{"100", "101"}},
		{"origin", values{"siteassist": values{"publishable_key": "k", "visitor_id": "v", "origin": "https://www.example.com:8443"}}, "", nil},
		{"origin that is not known", values{"siteassist": values{"origin": notKnown{}}}, "", nil},
		{"origin with a slash", values{"siteassist": values{"origin": "https://www.example.com/"}}, "siteassist.origin", []string{"`origin`", "`siteassist`", "https://www.example.com:"}},
		{"origin with a space", values{"siteassist": values{"origin": "https://www.example.com "}}, "siteassist.origin", []string{"`origin`"}},
		{"origin with a password", values{"siteassist": values{"origin": "https://user:" + password + "@www.example.com"}}, "", []string{"`origin`"}},
		{"workspace that is not whole", values{"uponai": values{"workspace_id": 4.5}}, "uponai.workspace_id", []string{"whole number"}},
		{"large workspace", values{"uponai": values{"workspace_id": 9007199254740993}}, "", nil},
		{"workspace that is not known", values{"uponai": values{"workspace_id": notKnown{}}}, "", nil},
	}
	for _, info := range client.All() {
		for _, test := range []struct {
			name, url string
			insecure  any
			words     []string
			secret    bool
		}{
			{"http", "http://api.example.com/v1", nil, []string{"https://", "api.example.com", "allow_insecure_http"}, false},
			{"http, not allowed", "http://192.0.2.1", false, []string{"allow_insecure_http"}, false},
			{"http to what looks like loopback", "http://localhost.example.com", nil, []string{"https://"}, false},
			{"http to what begins like loopback", "http://127.0.0.1.example.com", nil, []string{"https://"}, false},
			{"http, allowed", "http://api.example.com/v1", true, nil, false},
			{"http, allowed or not", "http://api.example.com/v1", notKnown{}, nil, false},
			{"loopback", "http://127.0.0.1:8090", nil, nil, false},
			{"loopback in IPv6", "http://[::1]:8090", nil, nil, false},
			{"localhost", "http://localhost:8090", nil, nil, false},
			{"user and password", "https://user:" + password + "@api.example.com", nil, []string{"user name or password"}, true},
			{"user", "https://" + password + "@api.example.com", true, []string{"user name or password"}, true},
			{"password that is no URL", "https://user:" + password + "%zz@[api.example.com", nil, []string{"URL"}, true},
			{"another scheme", "ftp://api.example.com", true, []string{"https://"}, false},
			{"no scheme", "api.example.com/v1", nil, []string{"https://"}, false},
			{"no host", "https:///v1", nil, []string{"host"}, false},
			{"query", "https://api.example.com/?key=" + password, nil, []string{"query"}, true},
			{"fragment", "https://api.example.com/#" + password, nil, []string{"fragment"}, true},
			{"path that climbs", "https://api.example.com/v1/../v2", nil, []string{"relative"}, false},
			{"empty", "", nil, []string{}, false},
		} {
			words, at := test.words, ""
			if words != nil {
				words = append(words, "`base_url`", "`"+info.Name+"`")
				if !test.secret {
					at = info.Name + ".base_url"
				}
			}
			tests = append(tests, struct {
				name   string
				config values
				at     string
				words  []string
			}{info.Name + "/" + test.name, values{info.Name: values{"base_url": test.url, "allow_insecure_http": test.insecure}}, at, words})
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
				at := info.Name + "." + f.Name
				if f.Secret {
					at = ""
				}
				if f.Name != "workspace_id" {
					tests = append(tests, struct {
						name   string
						config values
						at     string
						words  []string
					}{info.Name + "/empty " + f.Name, values{info.Name: values{f.Name: ""}}, at, []string{"`" + f.Name + "`", f.Env}})
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

func TestProviderValidate_twoKinds(t *testing.T) {
	t.Parallel()
	e := startEngine(t, nil)
	for name, test := range map[string]struct {
		block values
		at    string
	}{
		"two kinds":                    {values{"token": "t", "publishable_key": "k", "visitor_id": "v"}, "siteassist.visitor_id"},
		"one kind and half of another": {values{"token": "t", "visitor_id": "v"}, "siteassist.visitor_id"},
		"a token and an origin":        {values{"token": "t", "origin": "https://www.example.com"}, "siteassist.origin"},
		"secrets alone":                {values{"token": "t", "publishable_key": "k"}, ""},
	} {
		got := e.validateProvider(values{"siteassist": test.block})
		if !got.errors().has(test.at, "SiteAssist", "`token`", "`publishable_key` with `visitor_id`", "Remove") || len(got) != 1 {
			t.Errorf("%s: got %v, want one error at %q", name, got, test.at)
		}
	}
}

// The same through Terraform: one error for each mistake, which shows the line of the
// setting, and nothing is sent. No line shows a credential.
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
		[]string{"Invalid provider setting", "`uppzy`", "user name or password", "provider \"chat\" {"},
		[]string{"Invalid provider setting", "`talkifai`", "allow_insecure_http", `base_url = "http://api.example.com"`},
		[]string{"Conflicting arguments", "SiteAssist", `visitor_id      = "v"`},
		[]string{"Invalid provider setting", "`uponai`", "0.01", "requests_per_second = 0"},
	)
	for block, words := range map[string][]string{
		"uponai {\n token = \"secret-o\"\n workspace_id = 4.5\n}":              {"whole number", "workspace_id = 4.5"},
		"siteassist {\n publishable_key = \"secret-k\"\n visitor_id = \"\"\n}": {"must not be empty", "visitor_id = \"\""},
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
