package provider

import (
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// mustSend wants each request of the operation to have all the words in its address
// or its body.
func (b *testBox) mustSend(t *testing.T, vendor, operation string, words ...string) {
	t.Helper()
	requests := b.Requests(sandbox.ByVendor(vendor), sandbox.ByOperation(operation))
	if len(requests) == 0 {
		t.Errorf("%s: %s was not called", vendor, operation)
	}
	for _, request := range requests {
		for _, word := range words {
			if text := request.Path + "?" + request.Query.Encode() + request.Body; !strings.Contains(text, word) {
				t.Errorf("%s: %s has no %s: %s", vendor, operation, word, text)
			}
		}
	}
}

// What a chat_message takes beside the message reaches the vendor.
func TestMessage_sendsItsArguments(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	e := configured(t, box.config()).of("chat_message")
	for vendor, arguments := range map[string]values{
		sandbox.Uppzy:      {"user_identifier": "user@example.com", "response_language": "de"},
		sandbox.SiteAssist: {"page_url": "https://example.com/contact"},
	} {
		session := box.Seed(vendor, sandbox.Seed{})
		e.open(with(arguments, values{"vendor": vendor, "session_id": session.ID, "message": "hello"}))
	}
	box.mustSend(t, sandbox.Uppzy, "chatSync", `"email":"user@example.com"`, `"response_language":"de"`)
	box.mustSend(t, sandbox.SiteAssist, "sendMessage", "https://example.com/contact")
}

// The closes of a teardown have its reason.
func TestTeardown_sendsItsReason(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	box.stray(sandbox.SiteAssist, 1, 0)
	e := configured(t, box.config()).of("chat_session_teardown")
	_, p := e.destroy(e.open(values{
		"vendor": sandbox.SiteAssist, "created_after": "2000-01-01T00:00:00Z", "close_reason": "the environment is torn down",
	}))
	e.mustSucceed(p)
	box.mustSend(t, sandbox.SiteAssist, "closeConversation", `"closeReason":"the environment is torn down"`)
}

// A close that proves nothing is settled by reading the session, which is found by its
// end user where the whole list is cut.
func TestTeardown_settlesByUserIdentifier(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{Uppzy: sandbox.UppzyVariants{ListLimit: 1}})
	box.stray(sandbox.Uppzy, 0, 1)
	id := box.stray(sandbox.Uppzy, 1, 0).matching[0]
	e := configured(t, box.config()).of("chat_session_teardown")
	o := e.open(values{
		"vendor": sandbox.Uppzy, "created_after": "2000-01-01T00:00:00Z",
		"user_identifier": narrow[sandbox.Uppzy].matching.UserIdentifier,
	})
	box.Inject(sandbox.Fault{
		Vendor: sandbox.Uppzy, Operation: "closeSession", Kind: sandbox.FaultStatusAfter, Status: 400, Times: 1,
		Body: sandbox.ErrorBody(sandbox.Uppzy, 400),
	})
	box.ResetRequests()
	left, p := e.destroy(o)
	if len(p.errors()) > 0 || !left.state.IsNull() {
		t.Errorf("%q: %v", id, p)
	}
	asked := 0
	for _, request := range box.Requests(sandbox.ByOperation("listSessions")) {
		if request.Query.Get("email") != "" {
			asked++
		}
	}
	if asked != 2 {
		t.Errorf("the end user's list was asked for %d times, not to select and to settle", asked)
	}
}
