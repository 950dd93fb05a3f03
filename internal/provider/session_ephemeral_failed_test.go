package provider

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// What is left open is named, with what ends it.
func TestEphemeral_notClosed(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	e := configured(t, box.config())
	for _, info := range client.All() {
		t.Run(info.Name, func(t *testing.T) {
			l := e.openEphemeral(ephemeralConfig(info))
			id := e.text(l.result, "session_id")
			remove := box.Inject(sandbox.Fault{Vendor: info.Name, Kind: sandbox.FaultStatus, Status: 403, Body: sandbox.ErrorBody(info.Name, 403)})
			p := e.closeEphemeral(t.Context(), l)
			remove()
			words := []string{"Session not closed", info.Title, id, "403", "may still be open", strings.TrimPrefix(info.Ends, "never")}
			if !info.Takes(client.SessionToken) {
				words = append(words, `import "`+info.Name+"/"+id+`"`, "did not allow it", info.Credentials[0][0].Env)
			}
			if len(p) != 1 || !p.errors().has("", words...) {
				t.Errorf("told as %v", p)
			}
			if p := e.closeEphemeral(t.Context(), l); len(p) > 0 {
				t.Errorf("closed with %v", p)
			}
		})
	}
}

// An interrupt in the middle of an opening closes what is opened by then, and one in
// the middle of a close lets it end.
func TestEphemeral_interrupted(t *testing.T) {
	t.Parallel()
	var interrupt context.CancelFunc
	box := startBoxWith(t, sandbox.Options{Middleware: func(_ string, next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPost && !strings.HasSuffix(r.URL.Path, "/init") {
				interrupt()
			}
			next.ServeHTTP(w, r)
		})
	}})
	e := configured(t, box.config())
	for _, info := range client.All() {
		t.Run(info.Name, func(t *testing.T) {
			var ctx context.Context
			ctx, interrupt = context.WithCancel(t.Context())
			_, p := e.tryEphemeral(ctx, ephemeralConfig(info))
			made := box.Sessions(info.Name)
			if len(made) != 1 || made[0].Open || !p.errors().has("", "interrupted", info.Title, made[0].ID) || !p.warnings().has("", made[0].ID, "was closed") {
				t.Errorf("made %+v, told %v", made, p)
			}

			interrupt = func() {}
			l := e.openEphemeral(ephemeralConfig(info))
			ctx, interrupt = context.WithCancel(t.Context())
			if p := e.closeEphemeral(ctx, l); len(p) > 0 {
				t.Errorf("closed with %v", p)
			}
			if n := box.open(""); n != 0 {
				t.Errorf("%d sessions are open", n)
			}
		})
	}
}

// An opening that fails although the session is there closes it where anybody could,
// and tells what it could not close.
func TestEphemeral_openedInDoubt(t *testing.T) {
	t.Parallel()
	// The message begins the session, and neither its answer nor the list says so.
	lost := []sandbox.Fault{
		{Vendor: sandbox.Uppzy, Operation: "chatAsync", Kind: sandbox.FaultStatusAfter, Status: 502},
		{Vendor: sandbox.Uppzy, Operation: "listSessions", Kind: sandbox.FaultStatus, Status: 500, Skip: 1},
	}
	tests := []struct {
		name             string
		faults           []sandbox.Fault
		config           values
		open             int
		errors, warnings [][]string
	}{
		{
			"answer lost", lost,
			values{"vendor": sandbox.Uppzy, "opening_message": "Hello"},
			0,
			[][]string{{"Session not opened", "Uppzy", "502"}},
			[][]string{{"uppzy/terraform-", "was closed"}},
		},
		{
			"answer lost, and no close",
			append(lost, sandbox.Fault{Vendor: sandbox.Uppzy, Operation: "closeSession", Kind: sandbox.FaultStatus, Status: 503}),
			values{"vendor": sandbox.Uppzy, "opening_message": "Hello"},
			1,
			[][]string{{"Session not opened", "502"}, {"Session not closed", "terraform-", "503", "never closed", "import"}},
			nil,
		},
		{
			"no token",
			[]sandbox.Fault{{
				Vendor: sandbox.TalkifAI, Operation: "createSession", Kind: sandbox.FaultStatus, Status: 200,
				Body: `{"conversation_id": "chat_5b710eca_user_1", "agent_name": "Support"}`,
			}},
			values{"vendor": sandbox.TalkifAI, "agent_id": sandbox.TalkifAIAgentID},
			0,
			[][]string{{"Session not opened", "session_token"}},
			[][]string{{"chat_5b710eca_user_1", "30 idle minutes"}},
		},
		{
			"neither id nor token",
			[]sandbox.Fault{{Vendor: sandbox.TalkifAI, Operation: "createSession", Kind: sandbox.FaultResetAfter}},
			values{"vendor": sandbox.TalkifAI, "agent_id": sandbox.TalkifAIAgentID},
			1,
			[][]string{{"Session not opened", "may have opened a session", "30 idle minutes", "connection reset"}},
			nil,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			box := startBox(t, sandbox.Variants{})
			e := configured(t, box.config())
			for _, fault := range tt.faults {
				box.Inject(fault)
			}
			_, p := e.tryEphemeral(t.Context(), tt.config)
			if n := box.open(""); n != tt.open {
				t.Errorf("%d sessions are open", n)
			}
			expectTexts(t, "error", texts(p.errors()), tt.errors)
			expectTexts(t, "warning", texts(p.warnings()), tt.warnings)
		})
	}
}

func texts(p problems) []string {
	var texts []string
	for _, one := range p {
		texts = append(texts, one.text)
	}
	return texts
}

// Nothing is asked of a vendor while it is not known who that is.
func TestEphemeral_vendorNotUsable(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	e := configured(t, values{"uppzy": notKnown{}, "uponai": with(box.config()["uponai"].(values), values{"token": notKnown{}})})
	for vendor, words := range map[string]string{
		sandbox.Uppzy: "not known yet", sandbox.UponAI: "not known yet", sandbox.SiteAssist: "SITEASSIST_TOKEN",
	} {
		if _, p := e.tryEphemeral(t.Context(), values{"vendor": vendor, "agent_id": nil}); !p.errors().has("vendor", words) {
			t.Errorf("%s: %v", vendor, p)
		}
	}
	if n := len(box.Requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

// What closes a session has to be configured as what has opened it.
func TestEphemeral_otherProvider(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	e := configured(t, box.config())
	var all []*openedEphemeral
	for _, info := range client.All() {
		all = append(all, e.openEphemeral(ephemeralConfig(info)))
	}
	for i, info := range client.All() {
		id := e.text(all[i].result, "session_id")
		e.mustSucceed(e.configure(values{}))
		if p := e.closeEphemeral(t.Context(), all[i]); !p.errors().has("", "Session not closed", id, info.Title+" is not configured") {
			t.Errorf("without credentials: %v", p)
		}
		e.mustSucceed(e.configure(box.otherAccounts()))
		if p := e.closeEphemeral(t.Context(), all[i]); info.Account != "" && !p.errors().has("", "Session not closed", id, "belongs to the "+info.Title+" "+info.Account) {
			t.Errorf("with another account: %v", p)
		}
		e.mustSucceed(e.configure(box.config()))
		e.mustSucceed(e.closeEphemeral(t.Context(), all[i]))
	}
	if n := box.open(""); n != 0 {
		t.Errorf("%d sessions are open", n)
	}
}

// contextVendor keeps the context that it is asked to close in.
type contextVendor struct {
	client.Vendor
	closing context.Context
}

func (v *contextVendor) Close(ctx context.Context, _ client.Ref, _ string) (client.CloseResult, error) {
	v.closing = ctx
	return client.CloseResult{}, ctx.Err()
}

// A close is bounded, by its caller's deadline where that comes first.
func TestEphemeral_closeIsBounded(t *testing.T) {
	t.Parallel()
	early, cancel := context.WithTimeout(t.Context(), ephemeralCloseTimeout/2)
	defer cancel()
	for name, ctx := range map[string]context.Context{"none": t.Context(), "early": early} {
		v := &contextVendor{}
		if _, err := closeEphemeral(ctx, v, ephemeralPrivate{}); err != nil {
			t.Fatal(err)
		}
		deadline, ok := v.closing.Deadline()
		if !ok || time.Until(deadline) > ephemeralCloseTimeout {
			t.Errorf("%s: the deadline is %v", name, deadline)
		}
		if own, ok := ctx.Deadline(); ok && !own.Equal(deadline) {
			t.Errorf("%s: the deadline is %v instead of %v", name, deadline, own)
		}
	}
}

// A list that lacks the session says that it never began, and says nothing of one that
// was open: somebody else's answer to the close decides neither.
func TestEphemeral_absentFromTheList(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	e := configured(t, box.config())
	reserved := e.openEphemeral(values{"vendor": sandbox.Uppzy})
	opened := e.openEphemeral(values{"vendor": sandbox.Uppzy, "opening_message": "Hello"})
	id := e.text(opened.result, "session_id")
	box.RemoveSession(sandbox.Uppzy, id)
	box.Inject(sandbox.Fault{Vendor: sandbox.Uppzy, Operation: "closeSession", Kind: sandbox.FaultForeign404})
	if p := e.closeEphemeral(t.Context(), reserved); len(p) != 1 || !p.warnings().has("", "not confirmed closed", "list has no such session") {
		t.Errorf("the session that never began: %v", p)
	}
	if p := e.closeEphemeral(t.Context(), opened); !p.errors().has("", "Session not closed", id, "404") {
		t.Errorf("the session that was open: %v", p)
	}
}
