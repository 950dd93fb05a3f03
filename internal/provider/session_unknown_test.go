package provider

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// fullConfig has everything that a new session of the vendor takes at the sandbox.
func fullConfig(info client.Info) values {
	config := values{"vendor": info.Name, "recreate_when_closed": true, "timeouts": values{"create": "1m", "delete": "1m"}}
	for name, use := range info.Arguments {
		if use.With != client.SessionToken && name != client.SessionToken && name != client.SessionID {
			config[string(name)] = goodArguments[string(name)]
		}
	}
	if agent := sandbox.Agent(info.Name); agent != "" {
		config["agent_id"] = agent
	}
	return config
}

// veiled has the configuration with one value after the other not known, and
// what may come of a value that is not known: the value, and null.
func veiled(info client.Info) map[string]values {
	full := fullConfig(info)
	configs := map[string]values{}
	for name, value := range full {
		configs[name] = with(full, values{name: notKnown{}})
		if nested, ok := value.(values); ok {
			for key := range nested {
				configs[name+"."+key] = with(full, values{name: with(nested, values{key: notKnown{}})})
			}
		}
	}
	configs["session_id"] = with(full, values{"session_id": notKnown{}})
	configs["session_token"] = with(full, values{"session_token": notKnown{}})
	configs["session_id beside its token"] = with(full, values{"session_id": notKnown{}, "session_token": notKnown{}})
	for _, name := range client.Arguments() {
		// Also what the vendor does not take, since it may turn out to be null.
		configs[string(name)+" of any vendor"] = with(full, values{string(name): notKnown{}})
	}
	all := values{}
	for _, name := range client.Arguments() {
		all[string(name)] = notKnown{}
	}
	configs["all arguments"] = with(values{"vendor": info.Name}, all)
	configs["all"] = with(all, values{"vendor": notKnown{}, "recreate_when_closed": notKnown{}, "timeouts": notKnown{}})
	return configs
}

func TestSessionUnknown_arguments(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	e := configured(t, box.config())
	for _, info := range client.All() {
		full := fullConfig(info)
		e.mustSucceed(e.validate(full))
		final, p := e.plan(nil, full)
		e.mustSucceed(p)
		existing := e.open(full)
		box.ResetRequests()
		for name, config := range veiled(info) {
			t.Run(info.Name+"/"+name, func(t *testing.T) {
				if got := e.validate(config); len(got) > 0 {
					t.Errorf("refused at validate: %v", got)
				}
				planned, got := e.plan(nil, config)
				if len(got) > 0 {
					t.Fatalf("refused by the plan of a new session: %v", got)
				}
				// What a plan has promised must hold when the value is known.
				if config["session_id"] == nil && !strings.Contains(name, " ") && name != "session_token" {
					expectPromised(t, e, planned, final)
				}
				if _, got := e.plan(existing, config); len(got) > 0 {
					t.Errorf("refused by the plan of a session that exists: %v", got)
				}
			})
		}
	}
	if n := len(box.Requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

// expectPromised holds a plan against the one that follows it with all values
// known, as Terraform does before it applies: what was known must be the same.
func expectPromised(t *testing.T, e *engine, before, after *tfprotov6.PlanResourceChangeResponse) {
	t.Helper()
	final := e.attributes(e.state(after.PlannedState))
	for name, value := range e.attributes(e.state(before.PlannedState)) {
		if value.IsFullyKnown() && !value.Equal(final[name]) {
			t.Errorf("%s was planned as %s and is %s in the end", name, value, final[name])
		}
	}
}

// forbidden fails the test for each request, wherever it goes.
type forbidden struct{ t *testing.T }

func (f forbidden) RoundTrip(r *http.Request) (*http.Response, error) {
	f.t.Errorf("a request was sent to %s", r.URL.Host)
	return nil, errors.New("no request is allowed here")
}

// With settings that are not known yet nothing is sent anywhere: a default
// address in place of the real one would be given the credentials.
func TestSessionUnknown_providerSettings(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	known := box.config()
	e := configured(t, known)
	sessions := map[string]*object{}
	for _, info := range client.All() {
		sessions[info.Name] = e.open(fullConfig(info))
	}
	for _, info := range client.All() {
		block := known[info.Name].(values)
		configs := map[string]values{"block": with(known, values{info.Name: notKnown{}})}
		for _, field := range []string{"base_url", "allow_insecure_http"} {
			configs[field] = with(known, values{info.Name: with(block, values{field: notKnown{}})})
		}
		for _, kind := range info.Credentials {
			for _, f := range kind {
				configs[f.Name] = with(known, values{info.Name: with(block, values{f.Name: notKnown{}})})
			}
		}
		for name, config := range configs {
			t.Run(info.Name+"/"+name, func(t *testing.T) { expectNothingSent(t, info, config, sessions[info.Name]) })
		}
	}
}

func expectNothingSent(t *testing.T, info client.Info, config values, session *object) {
	t.Helper()
	e := startEngineOf(t, &chatProvider{
		version: "test", getenv: func(name string) string { return "secret-of-" + name },
		tune: func(o *transport.Options) { o.RoundTripper = forbidden{t} },
	})
	e.mustSucceed(e.validateProvider(config))
	e.mustSucceed(e.configure(config))

	for what, before := range map[string]*object{"state": session, "state of an older Terraform": {state: session.state, private: session.private}} {
		after, got := e.read(before)
		if !got.warnings().has("", e.text(session.state, "id"), info.Title, "not known yet") || len(got) != 1 {
			t.Errorf("%s: want one warning, got %v", what, got)
		}
		if !after.state.Equal(session.state) || !maps.Equal(e.identity(after.identity), e.identity(session.identity)) {
			t.Errorf("%s: not kept", what)
		}
	}
	full := fullConfig(info)
	planned, got := e.plan(nil, full)
	if len(got) > 0 {
		t.Errorf("the plan of a new session is refused: %v", got)
	}
	// Terraform configures the provider anew before it applies; with what is still
	// not known then, nothing is opened anywhere.
	if opened, got := e.apply(nil, planned, full); !got.errors().has("vendor", info.Title, "not known yet") || !opened.state.IsNull() {
		t.Errorf("create: want an error and no state, got %v", got)
	}
	if _, got := e.plan(session, full); len(got) > 0 {
		t.Errorf("the plan of a session is refused: %v", got)
	}
	kept, got := e.destroy(session)
	if !got.errors().has("vendor", info.Title, "not known yet", "first") || !kept.state.Equal(session.state) {
		t.Errorf("destroy: want an error and the state kept, got %v", got)
	}
	if imported, got := e.importBy(e.text(session.state, "id"), nil); !got.errors().has("vendor", "not known yet") {
		t.Errorf("import: want an error, got %v and %v", got, imported)
	}
}

// What only bounds requests stands in nobody's way.
func TestSessionUnknown_limits(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	config := with(box.config(), values{"request_timeout": notKnown{}, "max_retries": notKnown{}})
	config["uppzy"] = with(config["uppzy"].(values), values{"requests_per_second": notKnown{}})
	e := startEngine(t, nil)
	e.mustSucceed(e.validateProvider(config))
	e.mustSucceed(e.configure(config))
	e.open(values{"vendor": "uppzy"})
}

// Through Terraform: every value is another resource's output, the provider's
// settings too, first of new sessions and then again of sessions that exist.
func TestAccSession_unknownAtPlanTime(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	config := func(suffix string) string {
		var b strings.Builder
		settings := values{}
		for vendor, block := range box.config() {
			settings[vendor] = with(block.(values), values{"base_url": expression("terraform_data." + vendor + ".output")})
		}
		b.WriteString(providerBlock(settings))
		for _, info := range client.All() {
			fmt.Fprintf(&b, "resource \"terraform_data\" %q { input = %q }\n", info.Name, box.BaseURL(info.Name)+suffix)
			fmt.Fprintf(&b, "resource \"chat_session\" %q {\n", info.Name)
			for name, value := range fullConfig(info) {
				switch value := value.(type) {
				case values:
					writeUnknown(&b, name, value)
				case string:
					fmt.Fprintf(&b, "  %s = terraform_data.value[%q].output\n", name, value)
				default:
					fmt.Fprintf(&b, "  %s = %#v\n", name, value)
				}
			}
			fmt.Fprintf(&b, "}\n")
		}
		fmt.Fprintf(&b, "resource \"terraform_data\" \"value\" {\n  for_each = toset([%s])\n  input = each.value\n}\n", textsOfAll())
		return b.String()
	}
	w := startWorkspace(t, config(""))
	w.plan().mustSucceed(t)
	if n := len(box.Requests()); n != 0 {
		t.Errorf("%d requests were sent while no address was known", n)
	}
	w.apply().mustSucceed(t)
	for _, info := range client.All() {
		if n := box.open(info.Name); n != 1 {
			t.Errorf("%s has %d open sessions, not 1", info.Name, n)
		}
	}
	if planned := w.plan().mustSucceed(t).planned; len(planned) != 0 {
		t.Errorf("planned after the apply: %v", planned)
	}

	// The same address in other letters: known again after the apply alone.
	w.configure(config("/"))
	box.ResetRequests()
	got := w.plan().mustSucceed(t)
	for address, action := range got.planned {
		if strings.HasPrefix(address, "chat_session.") {
			t.Errorf("%s: %s is planned", address, action)
		}
	}
	got.expectWarnings(t, warned("Session not checked")...)
	if n := len(box.Requests()); n != 0 {
		t.Errorf("%d requests were sent while no address was known", n)
	}
	w.apply().mustSucceed(t)
	w.destroy().mustSucceed(t)
	if n := box.open(""); n != 0 {
		t.Errorf("%d sessions are still open", n)
	}
}

// writeUnknown writes the block timeouts, or the value of a map.
func writeUnknown(b *strings.Builder, name string, of values) {
	equals := "= "
	if name == "timeouts" {
		equals = ""
	}
	fmt.Fprintf(b, "  %s %s{\n", name, equals)
	for key, element := range of {
		fmt.Fprintf(b, "    %s = terraform_data.value[%q].output\n", key, element)
	}
	b.WriteString("  }\n")
}

// warned has the words of one warning for each vendor.
func warned(words ...string) [][]string {
	var all [][]string
	for _, info := range client.All() {
		all = append(all, append([]string{info.Title}, words...))
	}
	return all
}

// textsOfAll lists all texts that fullConfig has for any vendor.
func textsOfAll() string {
	texts := map[string]bool{}
	for _, info := range client.All() {
		for _, value := range fullConfig(info) {
			switch value := value.(type) {
			case string:
				texts[value] = true
			case values:
				for _, element := range value {
					texts[element.(string)] = true
				}
			}
		}
	}
	var quoted []string
	for text := range texts {
		quoted = append(quoted, fmt.Sprintf("%q", text))
	}
	return strings.Join(quoted, ", ")
}
