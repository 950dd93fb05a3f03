package provider

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

const closeOne = "chat_close_session"

// closeConfig names a session to the action.
func closeConfig(s sandbox.Session) values {
	config := values{"vendor": s.Vendor, "session_id": s.ID}
	if s.Token != "" {
		config["session_token"] = s.Token
	}
	return config
}

// An open session is closed; one that is closed or gone ends well, and is told where
// the vendor tells it.
func TestCloseSession(t *testing.T) {
	t.Parallel()
	for _, vendor := range sandbox.Vendors() {
		t.Run(vendor, func(t *testing.T) {
			t.Parallel()
			box := startBox(t, sandbox.Variants{Uppzy: sandbox.UppzyVariants{CloseUnknown: 404}})
			e := configured(t, box.config())
			session, gone := box.Seed(vendor, sandbox.Seed{}), box.Seed(vendor, sandbox.Seed{})
			config := closeConfig(session)
			e.mustSucceed(e.validateAction(closeOne)(config))
			if p := e.planAction(closeOne)(config); len(p) > 0 {
				t.Errorf("planned: %v", p)
			}
			if now, _ := box.Session(vendor, session.ID); !now.Open || len(box.Requests()) > 0 {
				t.Fatalf("the plan has sent %d requests, open %t", len(box.Requests()), now.Open)
			}
			told, p := e.invoke(t.Context(), closeOne, config)
			address := sessionAddress(vendor, session.ID)
			if now, _ := box.Session(vendor, session.ID); now.Open || len(p) > 0 || !slices.Equal(told, []string{address + " is closed"}) {
				t.Errorf("open %t, told %q, %v", now.Open, told, p)
			}
			if told, p := e.invoke(t.Context(), closeOne, config); len(p) > 0 || len(told) != 1 || !strings.HasPrefix(told[0], address) {
				t.Errorf("closed already: told %q, %v", told, p)
			}
			box.RemoveSession(vendor, gone.ID)
			told, p = e.invoke(t.Context(), closeOne, closeConfig(gone))
			if vendor == sandbox.Uppzy {
				// Neither its list nor this response proves that a session does not exist.
				if !p.errors().has("", "Session not closed", gone.ID) {
					t.Errorf("gone: got %q, %v", told, p)
				}
				return
			}
			if len(p) > 0 || len(told) != 1 || !strings.HasPrefix(told[0], sessionAddress(vendor, gone.ID)+" was closed already, or does not exist") {
				t.Errorf("gone: told %q, %v", told, p)
			}
		})
	}
}

func TestCloseSession_reason(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	session := box.Seed(sandbox.SiteAssist, sandbox.Seed{})
	config := with(closeConfig(session), values{"close_reason": "over", "account": sandbox.SiteAssistAccount(sandbox.SiteAssistVisitorID)})
	if _, p := configured(t, box.config()).invoke(t.Context(), closeOne, config); len(p) > 0 {
		t.Error(p)
	}
	if now, _ := box.Session(sandbox.SiteAssist, session.ID); now.CloseReason != "over" {
		t.Errorf("closed with the reason %q", now.CloseReason)
	}
}

// What is not confirmed to be closed is an error that names it.
func TestCloseSession_fails(t *testing.T) {
	t.Parallel()
	for _, vendor := range sandbox.Vendors() {
		t.Run(vendor, func(t *testing.T) {
			t.Parallel()
			box := startBox(t, sandbox.Variants{})
			e := configured(t, box.config())
			session := box.Seed(vendor, sandbox.Seed{})
			box.Inject(refusal(vendor, callsOf[vendor].closing, 403, ownRefusal[vendor]))
			told, p := e.invoke(t.Context(), closeOne, closeConfig(session))
			if len(told) > 0 || len(p) != 1 || !p.errors().has("", "Session not closed", session.ID, "status 403", "Invoke the action again") {
				t.Errorf("told %q, %v", told, p)
			}
			box.ClearFaults()
			box.Inject(sandbox.Fault{Vendor: vendor, Operation: callsOf[vendor].closing, Kind: sandbox.FaultHang})
			_, p = e.invoke(t.Context(), closeOne, with(closeConfig(session), values{"timeouts": values{"invoke": "50ms"}}))
			if !p.errors().has("", "Session not closed", session.ID, "timeouts") {
				t.Errorf("timed out: %v", p)
			}
			if now, _ := box.Session(vendor, session.ID); !now.Open {
				t.Error("the session is closed")
			}
		})
	}
}

// An id that the list lacks is no closed session where only a proxy answers.
func TestCloseSession_foreignAnswer(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	box.Inject(sandbox.Fault{Vendor: sandbox.Uppzy, Operation: "closeSession", Kind: sandbox.FaultForeign404})
	_, p := configured(t, box.config()).invoke(t.Context(), closeOne, values{"vendor": "uppzy", "session_id": "a"})
	if !p.errors().has("", "Session not closed", `"a"`, "status 404") {
		t.Error(p)
	}
}

func TestCloseSession_otherAccount(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	session := box.Seed(sandbox.UponAI, sandbox.Seed{})
	other := fmt.Sprint(sandbox.UponAIOtherWorkspaceID)
	config := with(closeConfig(session), values{"account": other})
	e := configured(t, box.config())
	_, invoked := e.invoke(t.Context(), closeOne, config)
	for step, p := range map[string]problems{"plan": e.planAction(closeOne)(config), "invoke": invoked} {
		if !p.errors().has("", "Sessions of another workspace", other, fmt.Sprint(sandbox.UponAIWorkspaceID), "Nothing was closed") {
			t.Errorf("%s: %v", step, p)
		}
	}
	if p := e.planAction(closeOne)(with(config, values{"account": notKnown{}})); len(p) > 0 {
		t.Errorf("not known: %v", p)
	}
	if n := len(box.Requests()); n > 0 {
		t.Errorf("%d requests were sent", n)
	}
}

// The same is refused at validate, in the plan and when it is invoked: what a variable
// holds is not known before the plan, and what a resource tells not before the end.
func TestCloseSession_refused(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	e := configured(t, box.config())
	tests := map[string]validation{
		"no vendor":          {values{"vendor": "acme", "session_id": "a"}, "vendor", []string{"uppzy"}},
		"no token":           {values{"vendor": "talkifai", "session_id": "a"}, "vendor", []string{"TalkifAI needs session_token to close a session"}},
		"a token":            {values{"vendor": "uppzy", "session_id": "a", "session_token": "t"}, "vendor", []string{"Uppzy takes no session_token"}},
		"a reason":           {values{"vendor": "uppzy", "session_id": "a", "close_reason": "r"}, "close_reason", []string{"Uppzy takes no close_reason"}},
		"a long reason":      {values{"vendor": "siteassist", "session_id": "5b710eca-ee67-4c3a-aeb6-8b541f451b40", "close_reason": strings.Repeat("r", 257)}, "close_reason", []string{"256"}},
		"no uuid":            {values{"vendor": "siteassist", "session_id": "a"}, "session_id", []string{"UUID"}},
		"a path":             {values{"vendor": "uponai", "session_id": ".."}, "session_id", []string{"relative path"}},
		"empty":              {values{"vendor": "uponai", "session_id": ""}, "session_id", nil},
		"no account":         {values{"vendor": "talkifai", "session_id": "a", "session_token": "t", "account": "a"}, "account", []string{"TalkifAI has no accounts"}},
		"no time":            {values{"vendor": "uponai", "session_id": "a", "timeouts": values{"invoke": "0s"}}, "timeouts.invoke", []string{"greater than zero"}},
		"empty account":      {values{"vendor": "uponai", "session_id": "a", "account": ""}, "account", []string{"at least 1"}},
		"not a time":         {values{"vendor": "uponai", "session_id": "a", "timeouts": values{"invoke": "soon"}}, "timeouts.invoke", []string{"Time Duration", "soon"}},
		"the id of a state":  {values{"vendor": "uppzy", "session_id": "uppzy/a%2Fb"}, "session_id", []string{"attribute id", "attribute session_id", `"a/b"`}},
		"not known":          {values{"vendor": "uppzy", "session_id": notKnown{}, "session_token": notKnown{}, "close_reason": notKnown{}}, "", nil},
		"vendor not known":   {values{"vendor": notKnown{}, "session_id": "a"}, "", nil},
		"token not known":    {values{"vendor": "talkifai", "session_id": "a", "session_token": notKnown{}}, "", nil},
		"timeouts not known": {values{"vendor": "uponai", "session_id": "a", "timeouts": notKnown{}}, "", nil},
	}
	t.Run("validate", func(t *testing.T) { expectRefusals(t, e.validateAction(closeOne), tests) })
	t.Run("plan", func(t *testing.T) { expectRefusals(t, e.planAction(closeOne), tests) })
	for name, tt := range tests {
		if tt.at == "" {
			delete(tests, name)
		}
	}
	invoke := func(config values) problems {
		_, p := e.invoke(t.Context(), closeOne, config)
		return p
	}
	t.Run("invoke", func(t *testing.T) { expectRefusals(t, invoke, tests) })
	if n := len(box.Requests()); n > 0 {
		t.Errorf("%d requests were sent", n)
	}
}

// A vendor without credentials is refused in the plan; one whose credentials are not
// known yet may have them by the apply.
func TestCloseSession_vendorNotUsable(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	config := values{"vendor": "uponai", "session_id": "a"}
	e := configured(t, with(box.config(), values{"uponai": nil}))
	if p := e.planAction(closeOne)(config); !p.errors().has("vendor", "Vendor not configured", "UPONAI_TOKEN") {
		t.Errorf("planned: %v", p)
	}
	if _, p := e.invoke(t.Context(), closeOne, config); !p.errors().has("vendor", "Vendor not configured") {
		t.Errorf("invoked: %v", p)
	}
	e.mustSucceed(e.configure(with(box.config(), values{"uponai": with(box.config()["uponai"].(values), values{"token": notKnown{}})})))
	if p := e.planAction(closeOne)(config); len(p) > 0 {
		t.Errorf("not known yet: %v", p)
	}
}
