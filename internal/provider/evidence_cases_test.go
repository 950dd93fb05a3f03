package provider

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// listResponses are responses to a session list that say nothing about the sessions:
// none is a list as the vendor documents it.
var listResponses = map[string]map[string]string{
	"": {
		"array": `[]`, "null": `null`, "sessions null": `{"sessions":null}`, "data": `{"data":[]}`,
		"total": `{"total":0,"data":[]}`, "openai": `{"object":"list","data":[],"has_more":false}`,
		"items": `{"items":[],"total":0}`, "page": "<html><body>Welcome</body></html>",
	},
	sandbox.SiteAssist: {
		"total of others": `{"object":"list","total":5,"limit":100,"offset":0,"data":[]}`,
		"no limit":        `{"object":"list","total":0,"offset":0,"data":[]}`,
		"data null":       `{"object":"list","total":0,"limit":100,"offset":0,"data":null}`,
	},
	sandbox.UponAI: {
		"more items":     `{"items":[],"has_more":true}`,
		"another page":   `{"data":[],"pagination_key":"next"}`,
		"not a chat":     `{"data":[{"name":"x"}]}`,
		"data null":      `{"data":null,"pagination_key":null}`,
		"more with data": `{"data":[],"has_more":true}`,
	},
}

// closeResponses are responses to a close, and to a read, of a session that is open.
var closeResponses = []string{
	"nestjs-404", "nginx-404", "envoy-404-empty", "status-error-404", "problem-410", "error-409", "error-422", "success-false",
}

// Two responses that look as if they agreed prove no more than one: a close that is
// not found and a list without sessions.
func TestEvidence_twoResponses(t *testing.T) {
	t.Parallel()
	size := 0
	for vendor, calls := range evidenceCallsOf {
		if calls.list == "" {
			continue
		}
		bodies := map[string]string{}
		for _, group := range []string{"", vendor} {
			for name, body := range listResponses[group] {
				bodies[name] = body
			}
		}
		size += len(bodies) * len(closeResponses) * 2
		t.Run(vendor, func(t *testing.T) {
			t.Parallel()
			table := newEvidenceTable(t, vendor)
			for name, body := range bodies {
				for _, shape := range closeResponses {
					for _, scope := range []evidenceScope{onlyClose, closeAndRead} {
						t.Run(fmt.Sprintf("%s/%s/%s", name, scope.name, shape), func(t *testing.T) {
							c := &evidenceCase{calls: calls, scope: scope, truth: truthOpen}
							c.begin(t, table)
							c.twoResponses(shape, body)
							table.clear()
						})
					}
				}
			}
		})
	}
	if t.Logf("%d combinations", size); size < 450 {
		t.Errorf("there are only %d combinations", size)
	}
}

func (c *evidenceCase) twoResponses(shape, list string) {
	o := c.earlier.open(c.openConfig())
	id := c.text(o.state, "session_id")
	sweep := sweeping(c.vendor, values{"created_after": "2000-01-01T00:00:00Z"})
	teardown := c.earlier.of("chat_session_teardown").open(sweep)
	c.box.Seed(c.vendor, narrow[c.vendor].matching)
	c.nextRun(c.config)
	mediaType := "application/json"
	if strings.HasPrefix(list, "<") {
		mediaType = "text/html"
	}
	c.box.Inject(sandbox.Fault{
		Vendor: c.vendor, Operation: c.calls.list, Kind: sandbox.FaultStatus, Status: 200, Body: list,
		Header: http.Header{"Content-Type": {mediaType}},
	})
	for _, operation := range c.scope.calls(c.calls) {
		if operation != c.calls.list {
			c.box.Inject(sandbox.Fault{Vendor: c.vendor, Operation: operation, Kind: sandbox.FaultGateway, Shape: shape})
		}
	}
	defer c.box.ClearFaults()
	now, p := c.read(o)
	if len(p.errors()) > 0 || now.state.IsNull() || c.text(now.state, "status") == "closed" {
		c.t.Errorf("an open session reads as %v, with %v", now.state, p)
	}
	if left, p := c.destroy(o); left.state.IsNull() || !p.errors().has("", id, "removed", "terraform state rm") {
		c.t.Errorf("an open session is destroyed: %v", p)
	}
	if left, p := c.of("chat_session_teardown").destroy(teardown); left.state.IsNull() || len(p.errors()) == 0 {
		c.t.Errorf("the teardown succeeds while a session is open: %v", p)
	}
	if state, p := c.readData("chat_sessions", values{"vendor": c.vendor}); len(p.errors()) == 0 {
		c.t.Errorf("the list is %v, with %v", state, p)
	}
}

// openedAgo is the object with the time of its creation or import that long ago.
func (e *engine) openedAgo(o *object, ago time.Duration) *object {
	e.t.Helper()
	var all map[string][]byte
	private := map[string]any{}
	if err := json.Unmarshal(o.private, &all); err != nil {
		e.t.Fatal(err)
	}
	if err := json.Unmarshal(all[sessionPrivateKey], &private); err != nil {
		e.t.Fatal(err)
	}
	if private["opened_at"] == nil {
		e.t.Fatalf("private state has no opened_at: %s", all[sessionPrivateKey])
	}
	private["opened_at"] = time.Now().Add(-ago).UTC()
	var err error
	if all[sessionPrivateKey], err = json.Marshal(private); err != nil {
		e.t.Fatal(err)
	}
	edited := *o
	if edited.private, err = json.Marshal(all); err != nil {
		e.t.Fatal(err)
	}
	return &edited
}

// TalkifAI may have been discontinued. A session whose end nothing confirms stays in
// state until its token must have expired, 24 hours after its creation or import.
func TestEvidence_talkifaiUnreachable(t *testing.T) {
	t.Parallel()
	faults := map[string]sandbox.Fault{
		"404": {Kind: sandbox.FaultGateway, Shape: "nestjs-404"}, "401": {Kind: sandbox.FaultGateway, Shape: "message-401"},
		"403": {Kind: sandbox.FaultGateway, Shape: "cloudflare-403"}, "200": {Kind: sandbox.FaultGateway, Shape: "login-page"},
		"502": {Kind: sandbox.FaultGateway, Shape: "nginx-502"}, "reset": {Kind: sandbox.FaultReset},
		"redirect": {Kind: sandbox.FaultRedirect, Status: 301},
	}
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			box := newFaultTable(t, sandbox.TalkifAI).box
			e := configured(t, box.config())
			config := values{"vendor": "talkifai", "agent_id": sandbox.TalkifAIAgentID}
			opened := e.open(config)
			seeded := box.Seed(sandbox.TalkifAI, sandbox.Seed{})
			adopting := values{"vendor": "talkifai", "session_id": seeded.ID, "session_token": seeded.Token}
			adopted := e.open(adopting)
			imported, p := e.importBy("talkifai/"+box.Seed(sandbox.TalkifAI, sandbox.Seed{}).ID, nil)
			e.mustSucceed(p)
			seeded = box.Seed(sandbox.TalkifAI, sandbox.Seed{})
			given, p := e.importBy("talkifai/"+seeded.ID, nil)
			e.mustSucceed(p)
			adopting = values{"vendor": "talkifai", "session_id": seeded.ID, "session_token": seeded.Token}
			plan, p := e.plan(given, adopting)
			e.mustSucceed(p)
			given, p = e.apply(given, plan, adopting)
			e.mustSucceed(p)

			fault.Vendor = sandbox.TalkifAI
			box.Inject(fault)
			for kind, o := range map[string]*object{"opened": opened, "adopted": adopted, "imported, with its token": given} {
				id := e.text(o.state, "session_id")
				for ago, expired := range map[time.Duration]bool{0: false, 23 * time.Hour: false, 25 * time.Hour: true} {
					e.nextRun(box.config())
					left, p := e.destroy(e.openedAgo(o, ago))
					switch {
					case left.state.IsNull() != expired:
						t.Errorf("%s %s ago: the state is %v, with %v", kind, ago, left.state, p)
					case expired && (len(p.errors()) > 0 || !p.warnings().has("", id)):
						t.Errorf("%s %s ago: want a warning that names the session, got %v", kind, ago, p)
					case !expired && !p.errors().has("", id, "removed", "terraform state rm"):
						t.Errorf("%s %s ago: want an error that names the ways out, got %v", kind, ago, p)
					}
				}
			}
			e.nextRun(box.config())
			if left, p := e.destroy(imported); !left.state.IsNull() || len(p.errors()) > 0 || len(p.warnings()) != 1 {
				t.Errorf("a session without a token: the state is %v, with %v", left.state, p)
			}
		})
	}
}

// "site not found" is documented of a site. The credential that has seen the session
// there concludes that the site was deleted; another one proves nothing.
func TestEvidence_uppzySiteNotFound(t *testing.T) {
	t.Parallel()
	denied := sandbox.Fault{Vendor: sandbox.Uppzy, Kind: sandbox.FaultStatus, Status: 404, Body: sandbox.ErrorBody(sandbox.Uppzy, 404)}
	for name, test := range map[string]struct {
		operations []string
		key        string
		succeeds   bool
	}{
		"same key":              {operations: []string{"closeSession", "listSessions"}, succeeds: true},
		"another key":           {operations: []string{"closeSession", "listSessions"}, key: "another-secret-key"},
		"a list with it":        {operations: []string{"closeSession"}},
		"another key, a list":   {operations: []string{"closeSession"}, key: "another-secret-key"},
		"a close that succeeds": {operations: []string{"listSessions"}, succeeds: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			box := newFaultTable(t, sandbox.Uppzy).box
			e := configured(t, box.config())
			o := e.open(values{"vendor": "uppzy", "opening_message": "Hello"})
			id := e.text(o.state, "session_id")
			config := box.config()
			if test.key != "" {
				config["uppzy"].(values)["api_key"] = test.key
			}
			for _, operation := range test.operations {
				fault := denied
				fault.Operation = operation
				box.Inject(fault)
			}
			e.nextRun(config)
			read, p := e.read(o)
			if test.key == "" && len(p.errors()) > 0 || len(p.errors()) == 0 && (read.state.IsNull() || e.text(read.state, "status") == "closed") {
				t.Errorf("the session reads as %v, with %v", read.state, p)
			}
			left, p := e.destroy(o)
			warns := len(test.operations) == 2
			switch {
			case left.state.IsNull() != test.succeeds:
				t.Errorf("the state is %v, with %v", left.state, p)
			case test.succeeds && warns && !p.warnings().has("", id, "site"):
				t.Errorf("want a warning that names the session and the site, got %v", p)
			case !test.succeeds && !p.errors().has("", id, "removed", "terraform state rm"):
				t.Errorf("want an error that names the ways out, got %v", p)
			}
		})
	}
}

// An id that was only reserved counts as unused no longer once this provider has sent
// a message to it, although the list may not show the session yet (uppzy-08).
func TestEvidence_uppzyReservedAndUsed(t *testing.T) {
	t.Parallel()
	for name, sameRun := range map[string]bool{"same run": true, "refreshed in between": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			box := newFaultTable(t, sandbox.Uppzy).box
			e := configured(t, box.config())
			o := e.open(values{"vendor": "uppzy"})
			id := e.text(o.state, "session_id")
			e.of("chat_message").open(values{"vendor": "uppzy", "session_id": id, "message": "Hello"})
			if !sameRun {
				e.nextRun(box.config())
				o, _ = e.read(o)
			}
			box.SetVariants(sandbox.Variants{Uppzy: sandbox.UppzyVariants{ListOmit: []string{id}}})
			box.Inject(sandbox.Fault{Vendor: sandbox.Uppzy, Operation: "closeSession", Kind: sandbox.FaultGateway, Shape: "nestjs-404"})
			if left, p := e.destroy(o); left.state.IsNull() {
				t.Errorf("the session is open and no longer in state: %v", p)
			}
		})
	}
}

// An action or an ephemeral resource has no state: what it cannot close, and a list
// does not show, is named.
func TestEvidence_uppzyNotListed(t *testing.T) {
	t.Parallel()
	box := newFaultTable(t, sandbox.Uppzy).box
	e := configured(t, box.config())
	id := box.Seed(sandbox.Uppzy, sandbox.Seed{}).ID
	l := e.openEphemeral(values{"vendor": "uppzy", "opening_message": "Hello"})
	short := e.text(l.result, "session_id")
	box.SetVariants(sandbox.Variants{Uppzy: sandbox.UppzyVariants{ListOmit: []string{id, short}}})
	box.Inject(sandbox.Fault{Vendor: sandbox.Uppzy, Operation: "closeSession", Kind: sandbox.FaultGateway, Shape: "nestjs-404"})
	if _, p := e.invoke(t.Context(), "chat_close_session", values{"vendor": "uppzy", "session_id": id}); !p.errors().has("", id) {
		t.Errorf("the action has not closed %q and returns %v", id, p)
	}
	if p := e.closeEphemeral(t.Context(), l); !p.errors().has("", short) {
		t.Errorf("the ephemeral resource has not closed %q and returns %v", short, p)
	}
}

// withoutToken is the session without its token.
func (e *engine) withoutToken(o *object) *object {
	e.t.Helper()
	attributes := e.attributes(o.state)
	attributes["session_token"] = tftypes.NewValue(tftypes.String, nil)
	return &object{state: tftypes.NewValue(e.resourceType, attributes), private: o.private, identity: o.identity}
}

// A TalkifAI session without its token cannot be ended: that is a warning, also where
// the vendor responds.
func TestEvidence_talkifaiWithoutToken(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	e := configured(t, box.config())
	o := e.withoutToken(e.open(values{"vendor": "talkifai", "agent_id": sandbox.TalkifAIAgentID}))
	e.nextRun(box.config())
	read, p := e.read(o)
	if len(p.errors()) > 0 || read.state.IsNull() || e.text(read.state, "status") != "unknown" || len(p.warnings()) != 1 {
		t.Errorf("it reads as %v, with %v", read.state, p)
	}
	if left, p := e.destroy(o); !left.state.IsNull() || len(p) != 1 || !p.warnings().has("", e.text(o.state, "session_id")) {
		t.Errorf("the state is %v, with %v", left.state, p)
	}
}
