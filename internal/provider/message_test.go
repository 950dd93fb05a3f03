package provider

import (
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// messageTo is a chat_message into a session that the sandbox was seeded with.
func messageTo(session sandbox.Session, text, more string) string {
	if session.Token != "" {
		more += fmt.Sprintf("\n  session_token = %q", session.Token)
	}
	return fmt.Sprintf("resource \"chat_message\" %q {\n  vendor = %q\n  session_id = %q\n  message = %q\n  %s\n}\n",
		session.Vendor, session.Vendor, session.ID, text, more)
}

// said are the texts that a user has said in a session.
func (b *testBox) said(session sandbox.Session) []string {
	var texts []string
	now, _ := b.Session(session.Vendor, session.ID)
	for _, m := range now.Messages {
		if m.Role == "user" {
			texts = append(texts, m.Content)
		}
	}
	return texts
}

// expectMessage compares attributes of the chat_message of a vendor.
func (w *workspace) expectMessage(vendor string, want values) {
	w.t.Helper()
	have := w.sessions()["chat_message."+vendor]
	for name, value := range want {
		if have[name] != value {
			w.t.Errorf("%s: %s is %v, want %v", vendor, name, have[name], value)
		}
	}
}

// A message is sent once, answered, kept as it is, and sent anew only when what is
// said changes.
func TestAccMessage_life(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	sessions := box.seedEach(sandbox.Seed{})
	config := func(text, more string) string {
		all := box.provider()
		for _, session := range sessions {
			all += messageTo(session, text, more)
		}
		return all
	}
	w := startWorkspace(t, config("hello", ""))
	w.apply().mustSucceed(t).expectWarnings(t)
	for vendor := range sessions {
		w.expectMessage(vendor, values{"delivery": "answered", "answer": sandbox.Reply("hello")})
	}
	w.expectMessage(sandbox.Uppzy, values{"confidence_score": 92.0, "confidence_level": "high"})
	w.expectMessage(sandbox.TalkifAI, values{"end_session": false, "handoff": nil})
	w.expectMessage(sandbox.SiteAssist, values{"finish_reason": "stop"})
	if usage, _ := w.sessions()["chat_message.siteassist"]["usage"].(map[string]any); usage["inputTokens"] != 1.0 {
		t.Errorf("usage at SiteAssist is %v", usage)
	}
	w.configure(config("hello", "timeouts { create = \"1m\" }"))
	w.apply().mustSucceed(t)
	if again := w.plan().mustSucceed(t); len(again.planned) != 0 {
		t.Errorf("planned: %v", again.planned)
	}
	for _, session := range sessions {
		expectSame(t, "said at "+session.Vendor, box.said(session), []string{"hello"})
	}
	w.configure(config("and now?", ""))
	w.apply().mustSucceed(t)
	w.destroy().mustSucceed(t)
	for _, session := range sessions {
		expectSame(t, "said at "+session.Vendor, box.said(session), []string{"hello", "and now?"})
		if now, _ := box.Session(session.Vendor, session.ID); !now.Open {
			t.Errorf("forgetting a message has closed the session at %s", session.Vendor)
		}
	}
}

// A message that may have arrived is kept without its answer, and is not sent again.
func TestAccMessage_answerLost(t *testing.T) {
	t.Parallel()
	for _, fault := range []sandbox.Fault{
		{Kind: sandbox.FaultResetAfter},
		{Kind: sandbox.FaultTruncated},
		{Kind: sandbox.FaultNotJSONAfter},
		{Kind: sandbox.FaultStatusAfter, Status: 502, Body: "<html>"},
	} {
		t.Run(string(fault.Kind), func(t *testing.T) {
			t.Parallel()
			box := startBox(t, sandbox.Variants{})
			sessions := box.seedEach(sandbox.Seed{})
			config := box.provider()
			var warnings [][]string
			for vendor, session := range sessions {
				config += messageTo(session, "hello", "")
				fault.Vendor, fault.Operation = vendor, callsOf[vendor].sending
				box.Inject(fault)
				warnings = append(warnings, []string{"chat_message." + vendor, "Answer lost", session.ID, "may have arrived"})
			}
			w := startWorkspace(t, config)
			w.apply().mustSucceed(t).expectWarnings(t, warnings...)
			box.ClearFaults()
			w.apply().mustSucceed(t)
			for vendor, session := range sessions {
				w.expectMessage(vendor, values{"delivery": "unknown", "answer": nil})
				expectSame(t, "said at "+vendor, box.said(session), []string{"hello"})
			}
		})
	}
}

// A message that surely did not arrive is an error and is not in the state; the next
// apply sends it.
func TestAccMessage_notSent(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	sessions := box.seedEach(sandbox.Seed{})
	config := box.provider()
	var errors [][]string
	for vendor, session := range sessions {
		config += messageTo(session, "hello", "")
		box.Inject(sandbox.Fault{Vendor: vendor, Operation: callsOf[vendor].sending, Kind: sandbox.FaultStatus, Status: 402, Body: payment[vendor]})
		errors = append(errors, []string{"chat_message." + vendor, "Message not sent", session.ID, "status 402"})
	}
	w := startWorkspace(t, config)
	w.apply().mustFail(t, errors...)
	w.expectState()
	box.ClearFaults()
	w.apply().mustSucceed(t)
	for _, session := range sessions {
		expectSame(t, "said at "+session.Vendor, box.said(session), []string{"hello"})
	}
}

// payment is each vendor's own refusal of an account without credit.
var payment = map[string]string{
	sandbox.Uppzy:      `{"error": "quota used up"}`,
	sandbox.TalkifAI:   `{"detail": "insufficient_credits"}`,
	sandbox.SiteAssist: `{"error": {"message": "A higher pricing plan is required", "code": "PAYMENT_REQUIRED"}}`,
	sandbox.UponAI:     `{"status": "error", "message": "Payment required."}`,
}

// A closed session takes no message, and the error says that it is closed.
func TestAccMessage_closedSession(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	config := box.provider()
	var errors [][]string
	for vendor, session := range box.seedEach(sandbox.Seed{}) {
		config += messageTo(session, "hello", "")
		box.CloseSession(vendor, session.ID)
		word := "closed"
		if vendor == sandbox.TalkifAI {
			word = "knows no session"
		}
		errors = append(errors, []string{"chat_message." + vendor, "Message not sent", session.ID, word})
	}
	w := startWorkspace(t, config)
	w.apply().mustFail(t, errors...)
	w.expectState()
}

// An answer that the vendor failed to give is an error, in its own words.
func TestAccMessage_answerFails(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	w := startWorkspace(t, box.provider()+
		messageTo(box.Seed(sandbox.TalkifAI, sandbox.Seed{}), sandbox.FailMarker, "")+
		messageTo(box.Seed(sandbox.Uppzy, sandbox.Seed{}), sandbox.FailMarker, "async = true\n  wait = true\n  poll_interval = \"100ms\""))
	w.apply().mustFail(t,
		[]string{"chat_message.talkifai", "Message not answered", "The model failed"},
		[]string{"chat_message.uppzy", "Message not answered", "Async chat failed"})
}

// What agents do beside answering.
func TestAccMessage_agentsActions(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	human := box.Seed(sandbox.SiteAssist, sandbox.Seed{})
	w := startWorkspace(t, box.provider()+
		messageTo(box.Seed(sandbox.TalkifAI, sandbox.Seed{}), sandbox.ToolMarker+" "+sandbox.EndMarker, "")+
		messageTo(human, sandbox.HumanMarker, "page_url = \"https://example.com/contact\""))
	w.apply().mustSucceed(t).expectWarnings(t, []string{"chat_message.siteassist", "Message without an answer", human.ID, "human"})
	w.expectMessage(sandbox.TalkifAI, values{"delivery": "answered", "handoff": "Second Agent", "end_session": true})
	w.expectMessage(sandbox.SiteAssist, values{"delivery": "accepted", "handoff": "human", "answer": nil})
}

// An asynchronous message is handed over, or waited for; when the time is over first
// it is kept.
func TestAccMessage_async(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{Uppzy: sandbox.UppzyVariants{AsyncPolls: 2}})
	session := box.Seed(sandbox.Uppzy, sandbox.Seed{})
	step := func(text, more string) string {
		return box.provider() + messageTo(session, text, "async = true\n"+more)
	}

	w := startWorkspace(t, step("later", ""))
	w.apply().mustSucceed(t).expectWarnings(t)
	w.expectMessage(sandbox.Uppzy, values{"delivery": "accepted", "answer": nil})
	if id, _ := w.sessions()["chat_message.uppzy"]["request_id"].(string); !strings.HasPrefix(id, "req_") {
		t.Errorf("request_id is %q", id)
	}
	w.configure(step("now", "wait = true\n  poll_interval = \"100ms\""))
	w.apply().mustSucceed(t).expectWarnings(t)
	w.expectMessage(sandbox.Uppzy, values{"delivery": "answered", "answer": sandbox.Reply("now")})

	w.configure(step("never", "wait = true\n  timeouts { create = \"1s\" }"))
	w.apply().mustSucceed(t).expectWarnings(t, []string{"Answer not there yet", `its last status was "pending"`, "chat_request_status"})
	w.expectMessage(sandbox.Uppzy, values{"delivery": "accepted", "answer": nil})
	expectSame(t, "said", box.said(session), []string{"later", "now", "never"})
}

// No secret is in the state of a message, but for TalkifAI's own token.
func TestAccMessage_state(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	config := box.provider()
	sessions := box.seedEach(sandbox.Seed{})
	for _, session := range sessions {
		config += messageTo(session, "hello", "")
	}
	w := startWorkspace(t, config)
	w.apply().mustSucceed(t)
	state := strings.ReplaceAll(string(w.save()), sessions[sandbox.TalkifAI].Token, "")
	for _, secret := range box.Secrets() {
		if strings.Contains(state, secret) {
			t.Errorf("the state holds %q", secret)
		}
	}
	if len(w.sessions()) != len(sessions) {
		t.Error("not all messages are in the state")
	}
}
