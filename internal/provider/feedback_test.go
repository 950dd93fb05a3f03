package provider

import (
	"fmt"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// ratings are the ratings of the answers in a session.
func (b *testBox) ratings(session sandbox.Session) []string {
	var ratings []string
	now, _ := b.Session(session.Vendor, session.ID)
	for _, m := range now.Messages {
		if m.Role == "assistant" {
			ratings = append(ratings, m.Feedback)
		}
	}
	return ratings
}

// answered has a session with one answer at SiteAssist, and the answer's id.
func (b *testBox) answered() (session sandbox.Session, answer string) {
	session = b.Seed(sandbox.SiteAssist, sandbox.Seed{Messages: []sandbox.Message{
		{Role: "user", Content: "hello"}, {Role: "assistant", Content: "hi"},
	}})
	return session, session.Messages[1].ID
}

func feedbackOn(session sandbox.Session, answer, rating string) string {
	return fmt.Sprintf(`
resource "chat_feedback" "siteassist" {
  vendor     = "siteassist"
  session_id = %q
  message_id = %q
  rating     = %q
}
`, session.ID, answer, rating)
}

// A rating is sent, changed in place, seen when it was changed elsewhere, and taken
// back on destroy.
func TestAccFeedback_siteassist(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	session, answer := box.answered()
	w := startWorkspace(t, box.provider()+feedbackOn(session, answer, "good"))
	w.apply().mustSucceed(t).expectWarnings(t)
	expectSame(t, "ratings", box.ratings(session), []string{"like"})
	w.configure(box.provider() + feedbackOn(session, answer, "bad"))
	if action := w.apply().mustSucceed(t).planned["chat_feedback.siteassist"]; action != "update" {
		t.Errorf("planned to %s", action)
	}
	expectSame(t, "ratings", box.ratings(session), []string{"dislike"})

	elsewhere := startWorkspace(t, box.provider()+feedbackOn(session, answer, "good"))
	elsewhere.apply().mustSucceed(t)
	if action := w.apply().mustSucceed(t).planned["chat_feedback.siteassist"]; action != "update" {
		t.Errorf("after a change elsewhere it is planned to %s", action)
	}
	expectSame(t, "ratings", box.ratings(session), []string{"dislike"})
	elsewhere.destroy().mustSucceed(t)
	expectSame(t, "ratings", box.ratings(session), []string{""})
	w.destroy().mustSucceed(t).expectWarnings(t)
}

// A rating whose session is gone leaves the state, and destroy ends well.
func TestAccFeedback_gone(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	session, answer := box.answered()
	w := startWorkspace(t, box.provider()+feedbackOn(session, answer, "good"))
	w.apply().mustSucceed(t)
	saved := w.save()
	box.RemoveSession(sandbox.SiteAssist, session.ID)
	w.destroy("-refresh=false").mustSucceed(t)
	w.restore(saved)
	w.destroy().mustSucceed(t)
	w.expectState()
}

// Uppzy takes a rating and never gives it back, which destroy says.
func TestAccFeedback_uppzy(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	session := box.Seed(sandbox.Uppzy, sandbox.Seed{})
	w := startWorkspace(t, box.provider()+messageTo(session, "hello", "")+`
resource "chat_feedback" "uppzy" {
  vendor     = "uppzy"
  session_id = chat_message.uppzy.session_id
  request_id = chat_message.uppzy.request_id
  rating     = "good"
}
`)
	w.apply().mustSucceed(t).expectWarnings(t)
	expectSame(t, "ratings", box.ratings(session), []string{"good"})
	w.destroy().mustSucceed(t).expectWarnings(t, []string{"Rating stays", "Uppzy", session.ID})
}

// A rating that cannot be read is no reason to stop a refresh.
func TestAccFeedback_notRead(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	session, answer := box.answered()
	w := startWorkspace(t, box.provider()+feedbackOn(session, answer, "good"))
	w.apply().mustSucceed(t)
	box.Inject(refusal(sandbox.SiteAssist, "listMessages", 403, ownRefusal[sandbox.SiteAssist]))
	w.plan().mustSucceed(t).expectWarnings(t, []string{"Rating not checked", answer, "status 403"})
	w.destroy().mustSucceed(t)
	expectSame(t, "ratings", box.ratings(session), []string{""})
}

func TestFeedbackValidate(t *testing.T) {
	t.Parallel()
	e := startEngine(t, nil).of("chat_feedback")
	uppzy := values{"vendor": "uppzy", "session_id": "s1", "request_id": "req_1", "rating": "good"}
	siteassist := values{"vendor": "siteassist", "session_id": anyUUID, "message_id": anyUUID, "rating": "bad"}
	expectRefusals(t, e.validate, map[string]validation{
		"uppzy":            {uppzy, "", nil},
		"siteassist":       {siteassist, "", nil},
		"not known yet":    {with(uppzy, values{"request_id": notKnown{}, "rating": notKnown{}, "message_id": notKnown{}}), "", nil},
		"no ratings":       {with(uppzy, values{"vendor": "uponai"}), "vendor", []string{"UponAI", "no call"}},
		"no request":       {with(uppzy, values{"request_id": nil}), "request_id", []string{"Uppzy needs request_id"}},
		"no message":       {with(siteassist, values{"message_id": nil}), "message_id", []string{"SiteAssist needs message_id"}},
		"another's id":     {with(uppzy, values{"message_id": anyUUID}), "message_id", []string{"Uppzy takes no message_id"}},
		"id that is none":  {with(siteassist, values{"message_id": "1"}), "message_id", []string{"UUID"}},
		"another word":     {with(siteassist, values{"rating": "like"}), "rating", nil},
		"session not UUID": {with(siteassist, values{"session_id": "1"}), "session_id", []string{"UUID"}},
	})
}
