package provider

import (
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// newSessionEngine is an engine for which a session that it has opened is new for some
// seconds.
func newSessionEngine(t *testing.T, box *testBox) *engine {
	t.Helper()
	e := startEngineOf(t, &chatProvider{version: "test", getenv: func(string) string { return "" }, tune: func(o *transport.Options) {
		quick(o)
		o.Now = time.Now
	}})
	e.mustSucceed(e.configure(box.config()))
	return e
}

// A vendor that does not find a session at once that it has just opened is asked again:
// the message arrives, the refresh keeps the session, and the destroy closes it.
func TestSessionNew(t *testing.T) {
	t.Parallel()
	for _, vendor := range []string{sandbox.TalkifAI, sandbox.SiteAssist, sandbox.UponAI} {
		calls := callsOf[vendor]
		reading := calls.read[len(calls.read)-1]
		for name, operation := range map[string]string{"message": calls.sending, "refresh": reading, "destroy": calls.closing} {
			t.Run(vendor+"/"+name, func(t *testing.T) {
				t.Parallel()
				box := startBox(t, sandbox.Variants{})
				e := newSessionEngine(t, box)
				o := e.open(newSession(vendor))
				box.Inject(sandbox.Fault{
					Vendor: vendor, Operation: operation, Kind: sandbox.FaultStatus, Status: 404, Times: 3, Body: sandbox.ErrorBody(vendor, 404),
				})
				switch name {
				case "message":
					config := values{"vendor": vendor, "session_id": e.text(o.state, "session_id"), "message": "Hello"}
					if vendor == sandbox.TalkifAI {
						config["session_token"] = e.text(o.state, "session_token")
					}
					e.of("chat_message").open(config)
					if n := len(box.said(box.Sessions(vendor)[0])); n != 1 {
						t.Errorf("%d messages in the session, want the message once", n)
					}
				case "refresh":
					fresh, p := e.read(o)
					if status := e.text(fresh.state, "status"); len(p) > 0 || status != "open" {
						t.Errorf("status %q, %v; want the open session", status, p)
					}
				}
				o, p := e.destroy(o)
				if len(p) > 0 || !o.state.IsNull() || box.open(vendor) != 0 {
					t.Errorf("%d sessions are open, the state is gone: %t, %v", box.open(vendor), o.state.IsNull(), p)
				}
			})
		}
	}
}

// Uppzy has no call for one session. Its list may show a new one late.
func TestSessionNew_uppzy(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{Uppzy: sandbox.UppzyVariants{ListLag: sandbox.Duration(time.Second)}})
	e := newSessionEngine(t, box)
	o := e.open(values{"vendor": sandbox.Uppzy, "opening_message": "Hello"})
	fresh, p := e.read(o)
	if status := e.text(fresh.state, "status"); len(p) > 0 || status != "open" {
		t.Errorf("status %q, %v; want the open session", status, p)
	}
}

// newSession is a new session at the vendor.
func newSession(vendor string) values {
	config := values{"vendor": vendor}
	if agent := sandbox.Agent(vendor); agent != "" {
		config["agent_id"] = agent
	}
	return config
}
