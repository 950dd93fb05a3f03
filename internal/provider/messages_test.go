package provider

import (
	"fmt"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

func messagesOf(session sandbox.Session) string {
	token := ""
	if session.Token != "" {
		token = fmt.Sprintf("session_token = %q", session.Token)
	}
	return fmt.Sprintf("data \"chat_messages\" %q {\n  vendor = %q\n  session_id = %q\n  %s\n}\n", session.Vendor, session.Vendor, session.ID, token)
}

// historyPages is how many pages it takes to read 250 messages, and what each vendor
// tells of an answer beside its text.
var historyPages = map[string]struct {
	operation string
	pages     int
	tells     []string
}{
	sandbox.TalkifAI:   {"getMessages", 3, []string{"role", "created_at", "token_count"}},
	sandbox.SiteAssist: {"listMessages", 1, []string{"id", "role", "created_at", "status"}},
	sandbox.UponAI:     {"getChat", 1, []string{"name"}},
}

func TestAccMessages_everyPage(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	var history []sandbox.Message
	for i := range 125 {
		history = append(history,
			sandbox.Message{Role: "user", Content: fmt.Sprintf("question %d", i)},
			sandbox.Message{Role: "assistant", Content: fmt.Sprintf("answer %d", i)})
	}
	config := box.provider()
	for vendor := range historyPages {
		config += messagesOf(box.Seed(vendor, sandbox.Seed{Messages: history}))
	}
	w := startWorkspace(t, config)
	w.apply().mustSucceed(t).expectWarnings(t)
	for vendor, want := range historyPages {
		messages, _ := w.sessions()["chat_messages."+vendor]["messages"].([]any)
		if len(messages) != len(history) {
			t.Fatalf("%s: %d messages, not %d", vendor, len(messages), len(history))
		}
		for i, message := range history {
			if got := messages[i].(map[string]any)["text"]; got != message.Content {
				t.Errorf("%s: message %d is %v, not %q", vendor, i, got, message.Content)
			}
		}
		second := messages[1].(map[string]any)
		for _, told := range want.tells {
			if second[told] == nil {
				t.Errorf("%s: %s is not told: %v", vendor, told, second)
			}
		}
		if n := len(box.Requests(sandbox.ByVendor(vendor), sandbox.ByOperation(want.operation))); n != want.pages {
			t.Errorf("%s: %d pages were read, not %d", vendor, n, want.pages)
		}
	}
}

// A session without a history to read is a warning, and stops no destroy.
func TestAccMessages_gone(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	config := box.provider()
	var warnings [][]string
	for vendor := range historyPages {
		session := box.Seed(vendor, sandbox.Seed{})
		box.RemoveSession(vendor, session.ID)
		config += messagesOf(session)
		warnings = append(warnings, []string{"data.chat_messages." + vendor, "Session without messages", session.ID})
	}
	w := startWorkspace(t, config)
	w.apply().mustSucceed(t).expectWarnings(t, warnings...)
	for vendor := range historyPages {
		if got, _ := w.sessions()["chat_messages."+vendor]["messages"].([]any); got == nil || len(got) != 0 {
			t.Errorf("%s: %v", vendor, got)
		}
	}
	w.destroy().mustSucceed(t)
}

func TestMessagesValidate(t *testing.T) {
	t.Parallel()
	e := startEngine(t, nil)
	expectRefusals(t, e.validateData("chat_messages"), map[string]validation{
		"talkifai":        {values{"vendor": "talkifai", "session_id": "c", "session_token": "t"}, "", nil},
		"siteassist":      {values{"vendor": "siteassist", "session_id": anyUUID}, "", nil},
		"not known":       {values{"vendor": "uponai", "session_id": notKnown{}, "session_token": notKnown{}}, "", nil},
		"no history":      {values{"vendor": "uppzy", "session_id": "c"}, "vendor", []string{"Uppzy", "no call tells"}},
		"no token":        {values{"vendor": "talkifai", "session_id": "c"}, "vendor", nil},
		"token not taken": {values{"vendor": "uponai", "session_id": "c", "session_token": "t"}, "vendor", nil},
		"no UUID":         {values{"vendor": "siteassist", "session_id": "c"}, "session_id", []string{"UUID"}},
	})
}
