package provider

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// An id that is fixed cannot be opened again, so that a replacement under it is
// refused before it closes anything.
func TestAccSession_replacePinned(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	config := func(message string) string {
		return box.provider() + fmt.Sprintf(`
resource "chat_session" "pinned" {
  vendor          = "uppzy"
  session_id      = "ticket-1"
  opening_message = %q
}
resource "chat_session" "reserved" {
  vendor          = "uppzy"
  session_id      = "ticket-2"
  user_identifier = "%s@example.com"
}
`, message, message)
	}
	w := startWorkspace(t, config("first"))
	w.apply().mustSucceed(t)

	w.configure(config("second"))
	w.apply().mustFail(t,
		[]string{"chat_session.pinned", "under its own id", `"ticket-1"`, "another session_id"},
		[]string{"chat_session.reserved", "under its own id", `"ticket-2"`, "another session_id"})
	if session, _ := box.Session(sandbox.Uppzy, "ticket-1"); !session.Open {
		t.Error("the session was closed by a replacement that was refused")
	}
	w.destroy("-refresh=false").mustSucceed(t)
	if n := box.open(""); n != 0 {
		t.Errorf("%d sessions are still open", n)
	}
}

// After an import, the configuration of a TalkifAI session has its token and not
// its id. When the session ends, no step may be in the way of a destroy.
func TestAccSession_importedTokenOfWhatIsOver(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusUnauthorized, http.StatusNotFound} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			box := startBox(t, sandbox.Variants{TalkifAI: sandbox.TalkifAIVariants{HistoryAfterEnd: sandbox.Status(status)}})
			session := box.Seed(sandbox.TalkifAI, sandbox.Seed{})
			resource := box.provider() + fmt.Sprintf(`
resource "chat_session" "imported" {
  vendor        = "talkifai"
  agent_id      = %q
  session_token = %q
}
`, sandbox.TalkifAIAgentID, session.Token)
			w := startWorkspace(t, resource+fmt.Sprintf(`
import {
  to = chat_session.imported
  id = "talkifai/%s"
}
`, session.ID))
			w.apply().mustSucceed(t)
			w.configure(resource)
			w.plan().mustSucceed(t).expectWarnings(t)
			box.CloseSession(sandbox.TalkifAI, session.ID)

			plan := w.plan().mustSucceed(t)
			if status == http.StatusUnauthorized {
				plan.expectWarnings(t, []string{"Session is closed", session.ID, "session_token"})
				w.apply().mustSucceed(t)
			} else {
				plan.expectWarnings(t, []string{"Token without its session", "session_id", "will refuse"})
				w.apply().mustFail(t, []string{"Token without its session"})
			}
			w.destroy().mustSucceed(t)
			if n := len(box.Sessions(sandbox.TalkifAI)); n > 1 {
				t.Errorf("%d sessions were opened", n-1)
			}
		})
	}
}

// While recreate_when_closed is not known, only a replacement is consistent with
// both of its values.
func TestAccSession_recreateNotKnown(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	config := func(recreate string) string {
		return box.provider() + fmt.Sprintf(`
resource "terraform_data" "switch" { input = %s }
resource "chat_session" "s" {
  vendor               = "uponai"
  agent_id             = %q
  recreate_when_closed = terraform_data.switch.output
}
`, recreate, sandbox.UponAIAgentID)
	}
	for _, after := range []string{"true", "false"} {
		t.Run(after, func(t *testing.T) {
			before := map[string]string{"true": "false", "false": "true"}[after]
			w := startWorkspace(t, config(before))
			w.apply().mustSucceed(t)
			box.CloseSession(sandbox.UponAI, w.sessionID("chat_session.s"))
			w.configure(config(after))
			w.apply().mustSucceed(t)
			w.destroy().mustSucceed(t)
		})
	}
}

// What the plan has promised stays, whatever the vendor tells after the call.
func TestFlattenPlanned(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	created, agent := at.Format(time.RFC3339), "agent:v3"
	m := sessionModel{
		Vendor: types.StringValue("uponai"), SessionID: types.StringUnknown(), ID: types.StringUnknown(),
		AgentID: types.StringValue("agent"), Account: types.StringValue("42"), Status: types.StringUnknown(),
		CreatedAt: timetypes.NewRFC3339ValueMust(created), OpeningRequestID: types.StringNull(),
	}
	m.flattenPlanned(&client.Session{
		ID: "chat", Account: "43", Status: client.StatusOpen, AgentID: &agent, OpeningRequestID: "request",
		CreatedAt: at.AddDate(1, 0, 0),
	})
	want := sessionModel{
		Vendor: types.StringValue("uponai"), SessionID: types.StringValue("chat"), ID: types.StringValue("uponai/chat"),
		AgentID: types.StringValue("agent"), Account: types.StringValue("42"), Status: types.StringValue("open"),
		CreatedAt: timetypes.NewRFC3339ValueMust(created),
	}
	for name, pair := range map[string][2]interface{ String() string }{
		"session_id": {m.SessionID, want.SessionID}, "id": {m.ID, want.ID}, "agent_id": {m.AgentID, want.AgentID},
		"account": {m.Account, want.Account}, "status": {m.Status, want.Status}, "created_at": {m.CreatedAt, want.CreatedAt},
		"opening_request_id": {m.OpeningRequestID, want.OpeningRequestID},
	} {
		if got, want := pair[0].String(), pair[1].String(); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}
