package provider

import (
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// unusableConfig is a new session at the vendor, whose creation ends soon.
func unusableConfig(vendor string) values {
	return with(newSession(vendor), values{"timeouts": values{"create": "2s"}})
}

// A creation that returns an id with which no request can be sent, or one with a
// credential in it, stores nothing. Its error says that a session may be open, and names
// the id as far as it may be shown.
func TestSession_unusableID(t *testing.T) {
	t.Parallel()
	const issued = "secret-session-token"
	bodies := map[string]string{
		sandbox.TalkifAI:   `{"conversation_id":"ID","session_token":"` + issued + `","agent_name":"a","greeting":null,"agent_model":"m"}`,
		sandbox.SiteAssist: `{"object":"conversation","id":"ID","status":"open","createdAt":"2024-01-15T10:30:00.000Z","closedAt":null}`,
		sandbox.UponAI:     `{"chatId":"ID","status":"ongoing","metadata":{}}`,
	}
	for vendor, body := range bodies {
		ids := map[string]string{"..": `".."`, `a\nb`: `"a\nb"`, "x-" + secretsOf(vendor)[0]: `"(redacted)"`}
		if vendor == sandbox.TalkifAI {
			ids[issued] = `"(redacted)"`
		}
		for id, shown := range ids {
			t.Run(vendor+"/"+shown, func(t *testing.T) {
				t.Parallel()
				box := startOddBox(t)
				box.Inject(sandbox.Fault{
					Vendor: vendor, Operation: callsOf[vendor].opening, Kind: sandbox.FaultStatus, Status: 201,
					Body: strings.Replace(body, "ID", id, 1),
				})
				e, config := configured(t, box.config()), unusableConfig(vendor)
				plan, p := e.plan(nil, config)
				e.mustSucceed(p)
				o, p := e.apply(nil, plan, config)
				if !p.errors().has("", "Session not opened", "may have opened a session", "invalid response", shown) {
					t.Errorf("got %v, want %s in it", p, shown)
				}
				if !o.state.IsNull() {
					t.Errorf("stored %v", o.state)
				}
			})
		}
	}
}

// A TalkifAI session whose token no header can carry is stored without it, beside an error,
// and can be destroyed.
func TestSession_unusableToken(t *testing.T) {
	t.Parallel()
	box := startOddBox(t)
	box.Inject(sandbox.Fault{
		Vendor: sandbox.TalkifAI, Operation: "createSession", Kind: sandbox.FaultStatus, Status: 200,
		Body: `{"conversation_id":"chat_1","session_token":"secret-session-token\n","agent_name":"a","greeting":null,"agent_model":"m"}`,
	})
	e, config := configured(t, box.config()), unusableConfig(sandbox.TalkifAI)
	plan, p := e.plan(nil, config)
	e.mustSucceed(p)
	o, p := e.apply(nil, plan, config)
	if !p.errors().has("", "Session not opened", "session_token", `"talkifai/chat_1"`) {
		t.Errorf("got %v", p)
	}
	for name, want := range map[string]string{"session_id": "chat_1", "session_token": "<null>", "status": "unknown"} {
		if got := e.text(o.state, name); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
	gone, p := e.destroy(o)
	if len(p.errors()) > 0 || !p.warnings().has("", "chat_1") || !gone.state.IsNull() {
		t.Errorf("got %v, want a warning and no state", p)
	}
}

// An unusable request id of Uppzy counts as not returned.
func TestSession_unusableRequestID(t *testing.T) {
	t.Parallel()
	box := startOddBox(t)
	box.Inject(sandbox.Fault{
		Vendor: sandbox.Uppzy, Operation: "chatAsync", Kind: sandbox.FaultStatusAfter, Status: 200, Body: `{"request_id":"..","status":"pending"}`,
	})
	e := configured(t, box.config())
	o := e.open(values{"vendor": sandbox.Uppzy, "opening_message": "Hello"})
	if got := e.text(o.state, "opening_request_id"); got != "<null>" {
		t.Errorf("opening_request_id is %s, want null", got)
	}
	e.mustSucceed(e.planDestroy(o))
	_, p := e.destroy(o)
	e.mustSucceed(p)
	if n := box.open(""); n != 0 {
		t.Errorf("%d sessions are open, want 0", n)
	}
}

// startOddBox starts a sandbox whose responses may break the contracts.
func startOddBox(t *testing.T) *testBox {
	t.Helper()
	box, err := sandbox.Start(sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(box.Close)
	return &testBox{Sandbox: box}
}
