package provider

import (
	"bytes"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// openings and closings are the calls that open and close a session.
var (
	openings = func(r sandbox.Request) bool { return r.Operation == callsOf[r.Vendor].opening }
	closings = func(r sandbox.Request) bool { return r.Operation == callsOf[r.Vendor].closing }
)

// One session is opened, told, and closed with the reason; the second close of it
// ends well. What Close gets holds no credential, and the log has the id alone.
func TestEphemeral_openAndClose(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	e := configured(t, box.config())
	for _, info := range client.All() {
		t.Run(info.Name, func(t *testing.T) {
			var log bytes.Buffer
			ctx := tflogtest.RootLogger(t.Context(), &log)
			e.mustSucceed(e.validateEphemeral(ephemeralConfig(info)))
			l, p := e.tryEphemeral(ctx, ephemeralConfig(info))
			if len(p) > 0 {
				t.Fatalf("opened with %v", p)
			}
			id := e.text(l.result, "session_id")
			session, ok := box.Session(info.Name, id)
			if !ok || !session.Open || e.text(l.result, "status") != "open" {
				t.Fatalf("%s is told as %s, and is %+v", id, e.text(l.result, "status"), session)
			}
			wantText(t, e, l, "session_token", session.Token)
			wantText(t, e, l, "account", session.Account)
			for fact, name := range map[client.Fact]string{
				client.Greeting: "greeting", client.AgentName: "agent_name", client.AgentModel: "agent_model",
				client.OpeningRequestID: "opening_request_id",
			} {
				if got := e.text(l.result, name); (got != "<null>") != info.Facts[fact] {
					t.Errorf("%s is %s", name, got)
				}
			}
			for _, secret := range append(secretsOf(info.Name), sandbox.SiteAssistVisitorID) {
				if bytes.Contains(l.private, []byte(secret)) {
					t.Errorf("a credential is in the private data: %s", l.private)
				}
			}
			if !strings.Contains(log.String(), id) || !strings.Contains(log.String(), `"@level":"info"`) {
				t.Errorf("the id is not logged:\n%s", log.String())
			}
			if strings.Contains(log.String(), "secret") || (session.Token != "" && strings.Contains(log.String(), session.Token)) {
				t.Errorf("a secret is logged:\n%s", log.String())
			}
			for range 2 {
				if p := e.closeEphemeral(t.Context(), l); len(p) > 0 {
					t.Errorf("closed with %v", p)
				}
			}
			session, _ = box.Session(info.Name, id)
			if session.Open || (info.Takes(client.CloseReason) && session.CloseReason != goodArguments["close_reason"]) {
				t.Errorf("after the close it is %+v", session)
			}
			if n := len(box.Requests(sandbox.ByVendor(info.Name), openings)); n != 1 {
				t.Errorf("%d sessions were opened", n)
			}
		})
	}
}

// wantText wants the text, or null for the empty one.
func wantText(t *testing.T, e *engine, l *openedEphemeral, name, want string) {
	t.Helper()
	if want == "" {
		want = "<null>"
	}
	if got := e.text(l.result, name); got != want {
		t.Errorf("%s is %s, want %s", name, got, want)
	}
}

// Somebody else has closed the session, or it has vanished: closing it ends well.
func TestEphemeral_endedBefore(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	e := configured(t, box.config())
	for _, info := range client.All() {
		for name, end := range map[string]func(vendor, id string) bool{"closed": box.CloseSession, "gone": box.RemoveSession} {
			t.Run(info.Name+" "+name, func(t *testing.T) {
				l := e.openEphemeral(ephemeralConfig(info))
				if !end(info.Name, e.text(l.result, "session_id")) {
					t.Fatal("there was no session")
				}
				if p := e.closeEphemeral(t.Context(), l); len(p) > 0 {
					t.Errorf("closed with %v", p)
				}
			})
		}
	}
}

// An Uppzy id without a message is no session: closing it ends well, and closes the
// session that somebody has begun with it.
func TestEphemeral_notStarted(t *testing.T) {
	t.Parallel()
	for _, answer := range []string{"200", "400", "404"} {
		variants, err := sandbox.Variants{}.With("uppzy.close_unknown", answer)
		if err != nil {
			t.Fatal(err)
		}
		box := startBox(t, variants)
		e := configured(t, box.config())
		config := values{"vendor": sandbox.Uppzy, "session_id_prefix": "own-"}
		never, begun := e.openEphemeral(config), e.openEphemeral(config)
		if status := e.text(never.result, "status"); status != "not_started" {
			t.Errorf("the status is %s", status)
		}
		id := e.text(begun.result, "session_id")
		if !strings.HasPrefix(id, "own-") || id == e.text(never.result, "session_id") {
			t.Errorf("the id is %s", id)
		}
		box.Seed(sandbox.Uppzy, sandbox.Seed{ID: id})
		for _, l := range []*openedEphemeral{never, begun} {
			p := e.closeEphemeral(t.Context(), l)
			if unused := l == never && answer != "200"; len(p.errors()) > 0 || (len(p) > 0) != unused {
				t.Errorf("closed with %v", p)
			}
		}
		if n := box.open(""); n != 0 {
			t.Errorf("%d sessions are open", n)
		}
	}
}
