package provider

import (
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// The table says of ratings what the vendors can do.
func TestFeedback_keepsRatings(t *testing.T) {
	t.Parallel()
	for _, info := range client.All() {
		if info.NoFeedback != "" {
			continue
		}
		values := map[string]string{}
		for _, field := range info.Credentials[0] {
			values[field.Name] = "1"
		}
		vendor, err := constructors[info.Name](values, transport.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if _, clears := vendor.(client.RatingClearer); clears == info.KeepsRatings {
			t.Errorf("%s: the table says that it keeps ratings: %t", info.Name, info.KeepsRatings)
		}
	}
}

// A rating of another visitor's session is not read, changed or taken back, and stays
// in the state.
func TestFeedback_otherAccount(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	session, answer := box.answered()
	config := values{"vendor": sandbox.SiteAssist, "session_id": session.ID, "message_id": answer, "rating": "good"}
	o := configured(t, box.config()).of("chat_feedback").open(config)
	e := configured(t, box.otherAccounts()).of("chat_feedback")
	box.ResetRequests()

	refused := func(operation string, now *object, p problems) {
		t.Helper()
		words := []string{"visitor", sandbox.SiteAssistAccount(sandbox.SiteAssistVisitorID), sandbox.SiteAssistAccount("another-visitor")}
		if !p.errors().has("", words...) || !now.state.Equal(o.state) {
			t.Errorf("%s: the state is %v after %v", operation, now.state, p)
		}
	}
	now, p := e.read(o)
	refused("read", now, p)
	changed := with(config, values{"rating": "bad"})
	plan, p := e.plan(o, changed)
	e.mustSucceed(p)
	now, p = e.apply(o, plan, changed)
	refused("update", now, p)
	now, p = e.destroy(o)
	refused("destroy", now, p)

	for _, request := range box.Requests() {
		if !strings.HasSuffix(request.Path, "/identity/init") {
			t.Errorf("%s %s was sent", request.Method, request.Path)
		}
	}
	expectSame(t, "ratings", box.ratings(session), []string{"like"})
}

// A vendor that keeps ratings need not be configured any more for destroy; another one
// must be.
func TestFeedback_vendorTakenAway(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	e, without := configured(t, box.config()).of("chat_feedback"), configured(t, values{}).of("chat_feedback")

	session := box.Seed(sandbox.Uppzy, sandbox.Seed{})
	sender := e.of("chat_message")
	sent := sender.open(values{"vendor": sandbox.Uppzy, "session_id": session.ID, "message": "hello"})
	o := e.open(values{
		"vendor": sandbox.Uppzy, "session_id": session.ID, "request_id": sender.text(sent.state, "request_id"), "rating": "good",
	})
	left, p := without.destroy(o)
	if len(p.errors()) > 0 || !left.state.IsNull() || !p.warnings().has("", "Rating stays", session.ID) {
		t.Errorf("uppzy: the state is %v after %v", left.state, p)
	}

	session, answer := box.answered()
	o = e.open(values{"vendor": sandbox.SiteAssist, "session_id": session.ID, "message_id": answer, "rating": "good"})
	left, p = without.destroy(o)
	if !p.errors().has("vendor", "SiteAssist is not configured") || !left.state.Equal(o.state) {
		t.Errorf("siteassist: the state is %v after %v", left.state, p)
	}
}
