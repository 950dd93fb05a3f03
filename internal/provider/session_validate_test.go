package provider

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

const aUUID = "5b710eca-ee67-4c3a-aeb6-8b541f451b40"

// goodArguments has a value for each argument that is right wherever it is taken.
var goodArguments = values{
	"session_id": aUUID, "session_id_prefix": "acc-", "agent_id": aUUID, "user_identifier": "user@example.com",
	"metadata": values{"k": "v"}, "dynamic_variables": values{"k": "v"}, "page_url": "https://example.com/contact",
	"opening_message": "Hello", "response_language": "en", "close_reason": "over", "session_token": "token",
}

// leastArguments are what a vendor cannot open a session without.
func leastArguments(info client.Info) values {
	config := values{"vendor": info.Name}
	for name, use := range info.Arguments {
		if use.Required {
			config[string(name)] = goodArguments[string(name)]
		}
	}
	return config
}

// with returns a copy of the configuration with some attributes changed; nil
// takes one out.
func with(config values, changes values) values {
	changed := maps.Clone(config)
	maps.Copy(changed, changes)
	return changed
}

func TestSessionValidate_theTable(t *testing.T) {
	t.Parallel()
	e := startEngine(t, nil)
	if len(goodArguments) != len(client.Arguments()) {
		t.Errorf("this test knows %d arguments, the client %d", len(goodArguments), len(client.Arguments()))
	}
	for _, info := range client.All() {
		e.mustSucceed(e.validate(leastArguments(info)))
		for _, name := range client.Arguments() {
			t.Run(info.Name+"/"+string(name), func(t *testing.T) {
				use, taken := info.Arguments[name]
				config := with(leastArguments(info), values{string(name): goodArguments[string(name)]})
				if use.With != "" {
					config[string(use.With)] = goodArguments[string(use.With)]
				}
				// What a new session is opened with means nothing to one that is adopted.
				for opening, use := range info.Arguments {
					if name == client.SessionID && use.Opening {
						delete(config, string(opening))
					}
				}
				got := e.validate(config)
				if !taken && !got.has(place(name).String(), "not taken", info.Title, string(name)) {
					t.Errorf("not refused on the argument: %v", got)
				}
				if taken && len(got) > 0 {
					t.Errorf("refused: %v", got)
				}
				if use.Required {
					if got := e.validate(values{"vendor": info.Name}); !got.has(place(name).String(), "Missing", info.Title) {
						t.Errorf("not missed: %v", got)
					}
				}
				if use.With != "" {
					if _, got := e.plan(nil, with(config, values{string(use.With): nil})); !got.errors().has(place(name).String(), string(use.With)) {
						t.Errorf("accepted without %s: %v", use.With, got)
					}
				}
				if use.Opening {
					adopting := with(config, values{"session_id": aUUID})
					if _, got := e.plan(nil, adopting); !got.errors().has(place(name).String(), "session_id") {
						t.Errorf("accepted for an adopted session: %v", got)
					}
				}
				if _, isText := goodArguments[string(name)].(string); taken && isText {
					if got := e.validate(with(config, values{string(name): ""})); !got.has(place(name).String(), "empty") {
						t.Errorf("accepted although it is empty: %v", got)
					}
				}
			})
		}
	}
}

func TestSessionValidate_badValues(t *testing.T) {
	t.Parallel()
	const pair = "\U0001F4AC" // two UTF-16 units, as a vendor on JavaScript counts
	tests := []struct {
		name   string
		config values
		// at is the attribute that the error is on; empty: there is none.
		at    string
		words []string
	}{
		{"unknown vendor", values{"vendor": "acme"}, "vendor", []string{"uppzy", "talkifai", "siteassist", "uponai"}},
		{"vendor in capitals", values{"vendor": "Uppzy"}, "vendor", nil},
		{"empty vendor", values{"vendor": ""}, "vendor", nil},
		{"agent without hyphens", values{"vendor": "talkifai", "agent_id": strings.ReplaceAll(aUUID, "-", "")}, "agent_id", []string{"UUID"}},
		{"agent in braces", values{"vendor": "talkifai", "agent_id": "{" + aUUID + "}"}, "agent_id", []string{"UUID"}},
		{"agent with a letter too many", values{"vendor": "talkifai", "agent_id": aUUID + "0"}, "agent_id", []string{"UUID"}},
		{"agent in capitals", values{"vendor": "talkifai", "agent_id": strings.ToUpper(aUUID)}, "", nil},
		{"conversation that is no UUID", values{"vendor": "siteassist", "session_id": "abc"}, "session_id", []string{"UUID"}},
		{"page without a scheme", values{"vendor": "siteassist", "page_url": "example.com/contact"}, "page_url", []string{"URL"}},
		{"page without a host", values{"vendor": "siteassist", "page_url": "https:///contact"}, "page_url", []string{"URL"}},
		{"page of another scheme", values{"vendor": "siteassist", "page_url": "file:///etc/passwd"}, "page_url", []string{"URL"}},
		{"page with a bad escape", values{"vendor": "siteassist", "page_url": "https://example.com/%zz"}, "page_url", []string{"URL"}},
		{"address without a domain", values{"vendor": "uppzy", "user_identifier": "nobody"}, "user_identifier", []string{"e-mail"}},
		{"address with a name", values{"vendor": "uppzy", "user_identifier": "A <a@example.com>"}, "user_identifier", []string{"e-mail"}},
		{"no address, where any word does", values{"vendor": "talkifai", "agent_id": aUUID, "user_identifier": "nobody"}, "", nil},
		{"language of one letter", values{"vendor": "uppzy", "opening_message": "Hi", "response_language": "e"}, "response_language", []string{"language"}},
		{"reason of 256", values{"vendor": "siteassist", "close_reason": strings.Repeat("é", 256)}, "", nil},
		{"reason of 257", values{"vendor": "siteassist", "close_reason": strings.Repeat("é", 257)}, "close_reason", []string{"256", "257"}},
		{"reason of 128 pairs", values{"vendor": "siteassist", "close_reason": strings.Repeat(pair, 128)}, "", nil},
		{"reason of 128 pairs and one", values{"vendor": "siteassist", "close_reason": strings.Repeat(pair, 128) + "x"}, "close_reason", []string{"257"}},
		{"reason of 256 pairs", values{"vendor": "siteassist", "close_reason": strings.Repeat(pair, 256)}, "close_reason", []string{"512"}},
		{"two ids", values{"vendor": "uppzy", "session_id": "a", "session_id_prefix": "b"}, "session_id_prefix", []string{"session_id"}},
		{"id that climbs", values{"vendor": "uppzy", "session_id": ".."}, "session_id", []string{"relative"}},
		{"id that stays", values{"vendor": "uponai", "agent_id": "a", "session_id": "."}, "session_id", []string{"relative"}},
		{"id with a line end", values{"vendor": "uppzy", "session_id": "a\nb"}, "session_id", []string{"control"}},
		{"id with a zero byte", values{"vendor": "uponai", "agent_id": "a", "session_id": "a\x00"}, "session_id", []string{"control"}},
		{"id of TalkifAI with a line end", values{"vendor": "talkifai", "agent_id": aUUID, "session_id": "a\n", "session_token": "t"}, "session_id", []string{"control"}},
		{"id of SiteAssist that climbs", values{"vendor": "siteassist", "session_id": "../" + aUUID}, "session_id", []string{"UUID"}},
		{"prefix with a tab", values{"vendor": "uppzy", "session_id_prefix": "a\t"}, "session_id_prefix", []string{"control"}},
		{"id with all sorts", values{"vendor": "uppzy", "session_id": "a/b %2F..?#@ü"}, "", nil},
		{"the marker's key", values{"vendor": "uponai", "agent_id": "a", "metadata": values{client.MarkerKey: "x"}}, "metadata." + client.MarkerKey, []string{client.MarkerKey}},
		{"the marker's key, value not known", values{"vendor": "uponai", "agent_id": "a", "metadata": values{client.MarkerKey: notKnown{}}}, "metadata." + client.MarkerKey, nil},
		{"the marker's key, where it marks nothing", values{"vendor": "uponai", "agent_id": "a", "dynamic_variables": values{client.MarkerKey: "x"}}, "", nil},
		{"null in metadata", values{"vendor": "uponai", "agent_id": "a", "metadata": values{"k": nil}}, "metadata.k", []string{"null"}},
		{"null in variables", values{"vendor": "uponai", "agent_id": "a", "dynamic_variables": values{"k": nil}}, "dynamic_variables.k", []string{"null"}},
		{"empty maps and values", values{"vendor": "uponai", "agent_id": "a", "metadata": values{}, "dynamic_variables": values{"k": ""}}, "", nil},
	}
	for _, operation := range []string{"create", "read", "update", "delete"} {
		for _, value := range []string{"-1s", "0s", "0", "soon", "5", ""} {
			tests = append(tests, struct {
				name   string
				config values
				at     string
				words  []string
			}{
				fmt.Sprintf("%s timeout %q", operation, value),
				values{"vendor": "uppzy", "timeouts": values{operation: value}},
				"timeouts." + operation, nil,
			})
		}
	}
	e := startEngine(t, nil)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := e.validate(test.config)
			if test.at == "" && len(got) > 0 {
				t.Errorf("refused: %v", got)
			}
			if test.at != "" && (!got.errors().has(test.at, test.words...) || len(got) != 1) {
				t.Errorf("want one error at %s with %q, got: %v", test.at, test.words, got)
			}
		})
	}
}

// What the table cannot say of the configuration alone is said by the plan of a
// new session, and of no other plan.
func TestSessionValidate_tokenWithoutSession(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	e := configured(t, box.config())
	config := values{"vendor": "talkifai", "agent_id": aUUID, "session_token": "token"}
	e.mustSucceed(e.validate(config))
	planned, got := e.plan(nil, config)
	if len(got.errors()) > 0 || !got.has("vendor", "session_token", "session_id", "will refuse") {
		t.Errorf("want a warning, since an error would be in the way of a destroy: %v", got)
	}
	if _, got := e.apply(nil, planned, config); !got.errors().has("vendor", "session_token", "session_id") || len(box.Sessions("")) > 0 {
		t.Errorf("not refused: %v", got)
	}
	o := e.open(with(config, values{"session_token": nil}))
	if _, got := e.plan(o, config); len(got) > 0 {
		t.Errorf("an open session is in the way of nothing: %v", got)
	}
}

// The same through Terraform: nothing is opened while one object is refused.
func TestAccSession_badInput(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	w := startWorkspace(t, box.provider()+`
resource "chat_session" "good" { vendor = "uppzy" }
resource "chat_session" "vendor" { vendor = "acme" }
resource "chat_session" "argument" {
  vendor   = "uppzy"
  agent_id = "a"
}
resource "chat_session" "missing" { vendor = "uponai" }
resource "chat_session" "reason" {
  vendor       = "siteassist"
  close_reason = join("", [for i in range(257) : "x"])
}
resource "chat_session" "timeout" {
  vendor   = "uppzy"
  timeouts { delete = "-5m" }
}
`)
	w.apply().mustFail(t,
		[]string{"chat_session.vendor", "acme", "uppzy"},
		[]string{"chat_session.argument", "Argument not taken by this vendor", "Uppzy takes no agent_id"},
		[]string{"chat_session.missing", "Missing argument", "UponAI needs agent_id"},
		[]string{"chat_session.reason", "close_reason must be at most 256 characters long, and has 257"},
		[]string{"chat_session.timeout", "Invalid timeout", "-5m"},
	)
	w.expectState()
	if n := len(box.Requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}
