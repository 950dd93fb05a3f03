package provider

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// SiteAssist documents GET /identity/me for visitor tokens only (siteassist-09). Where
// it is refused, the account is not confirmed, every other call works, and what another
// visitor's token sees proves nothing.

// meRefused are the statuses that GET /identity/me is refused with.
var meRefused = []int{401, 403, 404, 500}

// refuseMe makes GET /identity/me respond with the status.
func (b *testBox) refuseMe(status int) {
	b.Inject(sandbox.Fault{
		Vendor: sandbox.SiteAssist, Operation: "getMe", Kind: sandbox.FaultStatus, Status: status,
		Body: sandbox.ErrorBody(sandbox.SiteAssist, status),
	})
}

// visitorToken returns a new token of the visitor with that device id.
func (b *testBox) visitorToken(t *testing.T, device string) string {
	t.Helper()
	body, err := json.Marshal(map[string]string{"apiKey": sandbox.SiteAssistPublishableKey, "saVid": device})
	if err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, b.BaseURL(sandbox.SiteAssist)+"/identity/init", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	var visitor struct{ SessionToken string }
	if err := json.NewDecoder(resp.Body).Decode(&visitor); err != nil || visitor.SessionToken == "" {
		t.Fatalf("identity/init returned %+v, %v", visitor, err)
	}
	return visitor.SessionToken
}

// tokenConfig is a provider configuration with a static token.
func (b *testBox) tokenConfig(token string) values {
	return values{"siteassist": values{"base_url": b.BaseURL(sandbox.SiteAssist), "token": token}}
}

// oneAccountWarning wants no error, and the warning that the account is not known as the
// only diagnostic.
func oneAccountWarning(t *testing.T, what string, p problems) {
	t.Helper()
	if len(p) != 1 || !p.warnings().has("", "Account not known", "SiteAssist") {
		t.Errorf("%s: want one warning about the account, got %v", what, p)
	}
}

func TestEvidence_unconfirmedAccount(t *testing.T) {
	t.Parallel()
	for _, status := range meRefused {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			box := startBox(t, sandbox.Variants{})
			box.refuseMe(status)
			config := box.tokenConfig(sandbox.SiteAssistToken)
			e := configured(t, config)
			session := values{"vendor": "siteassist", "page_url": "https://staging.example.com/help"}
			plan, p := e.plan(nil, session)
			e.mustSucceed(p)
			o, p := e.apply(nil, plan, session)
			oneAccountWarning(t, "create", p)
			id := e.text(o.state, "session_id")
			if account := e.text(o.state, "account"); account != "<null>" {
				t.Errorf("account is %s, want null", account)
			}

			e.nextRun(config)
			o, p = e.read(o)
			oneAccountWarning(t, "refresh", p)
			if got := e.text(o.state, "status"); got != "open" {
				t.Errorf("the status is %s, want open", got)
			}
			plan, p = e.plan(o, session)
			if len(p) > 0 || len(plan.RequiresReplace) > 0 || !e.state(plan.PlannedState).Equal(o.state) {
				t.Errorf("a change is planned, with %v", p)
			}
			e.nextRun(config)
			list, p := e.readData("chat_sessions", values{"vendor": "siteassist"})
			e.mustSucceed(p)
			expectSame(t, "ids", e.texts(e.attributes(list)["ids"]), []string{id})

			e.nextRun(config)
			teardown := e.of("chat_session_teardown").open(sweeping(sandbox.SiteAssist, values{"created_after": "2000-01-01T00:00:00Z"}))
			e.nextRun(config)
			left, p := e.of("chat_session_teardown").destroy(teardown)
			e.mustSucceed(p)
			if s, _ := box.Session(sandbox.SiteAssist, id); s.Open || !left.state.IsNull() {
				t.Errorf("the teardown leaves %+v", s)
			}

			other := e.open(session)
			e.nextRun(config)
			left, p = e.destroy(other)
			oneAccountWarning(t, "destroy", p)
			if box.open(sandbox.SiteAssist) != 0 || !left.state.IsNull() {
				t.Error("the session is open, or in state, after its destroy")
			}
			id = box.Seed(sandbox.SiteAssist, sandbox.Seed{}).ID
			e.nextRun(config)
			_, p = e.invoke(t.Context(), "chat_close_session", values{"vendor": "siteassist", "session_id": id})
			e.mustSucceed(p)
			if box.open(sandbox.SiteAssist) != 0 {
				t.Error("the session is open after the action")
			}
		})
	}
}

// What another visitor's token sees proves nothing, whichever of its responses to a
// conversation of another visitor is right (siteassist-20).
func TestEvidence_anotherVisitor(t *testing.T) {
	t.Parallel()
	for _, foreign := range []sandbox.Status{403, 404} {
		for _, status := range meRefused {
			t.Run(fmt.Sprintf("%d, identity/me %d", foreign, status), func(t *testing.T) {
				t.Parallel()
				box := startBox(t, sandbox.Variants{SiteAssist: sandbox.SiteAssistVariants{ForeignID: foreign}})
				box.refuseMe(status)
				own := box.tokenConfig(sandbox.SiteAssistToken)
				other := box.tokenConfig(box.visitorToken(t, sandbox.SiteAssistOtherVisitorID))
				e := configured(t, own)
				o := e.open(values{"vendor": "siteassist"})
				id := e.text(o.state, "session_id")
				teardown := e.of("chat_session_teardown").open(values{"vendor": "siteassist", "created_after": "2000-01-01T00:00:00Z"})

				// Twice, since a read must not make the other credential a known one.
				read := o
				for range 2 {
					e.nextRun(other)
					var p problems
					read, p = e.read(read)
					if len(p.errors()) > 0 || read.state.IsNull() || e.text(read.state, "status") != "unknown" || !p.warnings().has("", id) {
						t.Fatalf("the session reads as %v, with %v", read.state, p)
					}
				}
				for _, kept := range []*object{o, read} {
					e.nextRun(other)
					if left, p := e.destroy(kept); left.state.IsNull() || !p.errors().has("", id, "removed", "terraform state rm") {
						t.Errorf("destroyed as another visitor: %v", p)
					}
				}
				e.nextRun(other)
				if left, p := e.of("chat_session_teardown").destroy(teardown); left.state.IsNull() || len(p.errors()) == 0 {
					t.Errorf("torn down as another visitor: %v", p)
				}
				if s, _ := box.Session(sandbox.SiteAssist, id); !s.Open {
					t.Error("the session was closed as another visitor")
				}

				e.nextRun(own)
				if again, p := e.read(read); len(p.errors()) > 0 || e.text(again.state, "status") != "open" {
					t.Errorf("with its own credential the session reads as %v, with %v", again.state, p)
				}
				box.RemoveSession(sandbox.SiteAssist, id)
				e.nextRun(other)
				if left, _ := e.destroy(read); left.state.IsNull() {
					t.Error("a session that no longer exists is destroyed without evidence")
				}
				e.nextRun(own)
				if gone, p := e.read(read); !gone.state.IsNull() || len(p.errors()) > 0 {
					t.Errorf("a session that no longer exists reads as %v, with %v", gone.state, p)
				}
				if left, p := e.destroy(read); !left.state.IsNull() || len(p.errors()) > 0 {
					t.Errorf("a session that no longer exists cannot be destroyed: %v", p)
				}
				e.nextRun(own)
				if left, p := e.of("chat_session_teardown").destroy(teardown); !left.state.IsNull() || len(p.errors()) > 0 {
					t.Errorf("torn down with its own credential: %v", p)
				}
			})
		}
	}
}

// A token expires. Another one of the same visitor is a known credential once it has
// read the session, and not before.
func TestEvidence_renewedToken(t *testing.T) {
	t.Parallel()
	for name, readFirst := range map[string]bool{"read": true, "not read": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			box := startBox(t, sandbox.Variants{})
			box.refuseMe(403)
			e := configured(t, box.tokenConfig(sandbox.SiteAssistToken))
			o := e.open(values{"vendor": "siteassist"})
			renewed := box.tokenConfig(box.visitorToken(t, sandbox.SiteAssistVisitorID))
			if readFirst {
				e.nextRun(renewed)
				o, _ = e.read(o)
			}
			box.RemoveSession(sandbox.SiteAssist, e.text(o.state, "session_id"))
			e.nextRun(renewed)
			if left, p := e.destroy(o); left.state.IsNull() != readFirst {
				t.Errorf("the state is %v, with %v", left.state, p)
			}
		})
	}
}

// An account that was confirmed when the session or the teardown was created, and is
// not any more, is no evidence against another visitor's token.
func TestEvidence_accountNoLongerConfirmed(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	own := box.tokenConfig(sandbox.SiteAssistToken)
	other := box.tokenConfig(box.visitorToken(t, sandbox.SiteAssistOtherVisitorID))
	e := configured(t, own)
	o := e.open(values{"vendor": "siteassist"})
	teardown := e.of("chat_session_teardown").open(values{"vendor": "siteassist", "created_after": "2000-01-01T00:00:00Z"})
	box.refuseMe(403)
	e.nextRun(other)
	if read, p := e.read(o); len(p.errors()) > 0 || read.state.IsNull() || e.text(read.state, "status") != "unknown" {
		t.Errorf("the session reads as %v, with %v", read.state, p)
	}
	if left, p := e.destroy(o); left.state.IsNull() {
		t.Errorf("destroyed as another visitor: %v", p)
	}
	if left, p := e.of("chat_session_teardown").destroy(teardown); left.state.IsNull() {
		t.Errorf("torn down as another visitor: %v", p)
	}
	e.nextRun(own)
	if left, p := e.destroy(o); !left.state.IsNull() || len(p.errors()) > 0 {
		t.Errorf("the session cannot be destroyed with its own credential: %v", p)
	}
	if left, p := e.of("chat_session_teardown").destroy(teardown); !left.state.IsNull() || len(p.errors()) > 0 {
		t.Errorf("torn down with its own credential: %v", p)
	}
}

// Through Terraform, GET /identity/me refused costs a warning.
func TestAccEvidence_unconfirmedAccount(t *testing.T) {
	t.Parallel()
	for _, status := range meRefused {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			box := startBox(t, sandbox.Variants{})
			box.refuseMe(status)
			config := providerBlock(withCredentials(box.config(), sandbox.SiteAssist, sandbox.Credentials(sandbox.SiteAssist)[1]))
			for _, info := range client.All() {
				agent := ""
				if id := sandbox.Agent(info.Name); id != "" {
					agent = fmt.Sprintf("  agent_id = %q\n", id)
				}
				config += fmt.Sprintf("resource \"chat_session\" %q {\n  vendor = %q\n%s}\n", info.Name, info.Name, agent)
			}
			w := startWorkspace(t, config)
			w.apply().mustSucceed(t).expectWarnings(t, []string{"Account not known", "SiteAssist"})
			if got := w.sessions()["chat_session.siteassist"]["account"]; got != nil {
				t.Errorf("account is %v, want null", got)
			}
			plan := w.plan().mustSucceed(t).expectWarnings(t, []string{"Account not known", "SiteAssist"})
			if len(plan.planned) > 0 {
				t.Errorf("planned %v", plan.planned)
			}
			for _, warning := range w.destroy().mustSucceed(t).warnings {
				if !strings.Contains(warning, "Account not known") {
					t.Errorf("the destroy warns: %s", warning)
				}
			}
			w.expectState()
			if n := box.open(""); n != 0 {
				t.Errorf("%d sessions are open", n)
			}
		})
	}
}
