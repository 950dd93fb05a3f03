package sandbox_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/contract"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

const site = "/m2m/sites/" + sandbox.UppzySiteID

func (b *bench) uppzy(method, path, body string) reply {
	b.t.Helper()
	return b.call(sandbox.Uppzy, method, site+path, body)
}

func TestUppzyLifeOfASession(t *testing.T) {
	b := newBench(t, sandbox.Variants{})
	b.want(b.uppzy("GET", "/sessions", ""), 200, `{"sessions":[]}`)

	body := b.want(b.uppzy("POST", "/chat", `{"session_id":"a/b","message":"hi","email":"u+x@example.com"}`), 200,
		`"answer":"You said: hi"`, `"session_id":"a/b"`, `"confidence_score":92`)
	request := b.text(body, "request_id")
	b.Advance(time.Minute)
	b.want(b.uppzy("POST", "/chat", `{"session_id":"a/b","message":"again","response_language":"en"}`), 200)

	b.want(b.uppzy("GET", "/sessions?email=u%2Bx%40example.com", ""), 200,
		`"id":"a/b"`, `"created_at":"2026-03-04T12:00:00Z"`, `"updated_at":"2026-03-04T12:01:00Z"`,
		`"closed_at":null`, `"message_count":4`)
	b.want(b.uppzy("GET", "/sessions?email=U%2Bx%40example.com", ""), 200, `{"sessions":[]}`)

	rating := `{"session_id":"a/b","request_id":"` + request + `","feedback":"good"}`
	b.want(b.uppzy("POST", "/chat/feedback", rating), 200, `"feedback_submitted_at":"2026-03-04T12:01:00Z"`)
	if again := b.uppzy("POST", "/chat/feedback", rating); strings.Contains(again.body, "submitted_at") {
		t.Errorf("a repeat has a time: %s", again.body)
	}

	b.want(b.uppzy("POST", "/chat/session/close", `{"session_id":"a/b"}`), 200, `{"status":"ok"}`)
	b.Advance(time.Minute)
	b.want(b.uppzy("POST", "/chat/session/close", `{"session_id":"a/b"}`), 200, `{"status":"ok"}`)
	b.want(b.uppzy("GET", "/sessions", ""), 200, `"closed_at":"2026-03-04T12:01:00Z"`)
	b.want(b.uppzy("POST", "/chat", `{"session_id":"a/b","message":"late"}`), 400, "session is closed")

	got, ok := b.Session(sandbox.Uppzy, "a/b")
	if !ok || got.Open || got.Account != sandbox.UppzySiteID || got.UserIdentifier != "u+x@example.com" {
		t.Errorf("session %+v", got)
	}
	if len(got.Messages) != 4 || got.Messages[1].Feedback != "good" || got.Messages[2].Language != "en" {
		t.Errorf("messages %+v", got.Messages)
	}
}

func TestUppzyAsync(t *testing.T) {
	submit := func(b *bench, message string, status int) string {
		body := b.want(b.uppzy("POST", "/chat/async", `{"session_id":"s","message":"`+message+`"}`), status, `"status":"pending"`)
		return "/chat/requests/" + b.text(body, "request_id")
	}
	t.Run("completes after one poll", func(t *testing.T) {
		b := newBench(t, sandbox.Variants{})
		path := submit(b, "hi", 200)
		rating := `{"session_id":"s","request_id":"` + strings.TrimPrefix(path, "/chat/requests/") + `","feedback":"bad"}`
		b.want(b.uppzy("POST", "/chat/feedback", rating), 400)
		b.want(b.uppzy("GET", path, ""), 200, `"status":"pending"`)
		b.want(b.uppzy("GET", path, ""), 200, `"status":"completed"`, `"answer":"You said: hi"`)
		b.want(b.uppzy("GET", path, ""), 200, `"status":"completed"`)
		b.want(b.uppzy("POST", "/chat/feedback", rating), 200)
		if got, _ := b.Session(sandbox.Uppzy, "s"); len(got.Messages) != 2 {
			t.Errorf("messages %+v", got.Messages)
		}
	})
	t.Run("completes at once", func(t *testing.T) {
		b := newBench(t, sandbox.Variants{Uppzy: sandbox.UppzyVariants{AsyncPolls: -1, AsyncStatus: 202}})
		b.want(b.uppzy("GET", submit(b, "hi", 202), ""), 200, `"status":"completed"`)
	})
	t.Run("any word", func(t *testing.T) {
		b := newBench(t, sandbox.Variants{Uppzy: sandbox.UppzyVariants{PendingWord: "queued"}})
		body := b.want(b.uppzy("POST", "/chat/async", `{"session_id":"s","message":"hi"}`), 200, `"status":"queued"`)
		path := "/chat/requests/" + b.text(body, "request_id")
		b.want(b.uppzy("GET", path, ""), 200, `"status":"queued"`)
		b.want(b.uppzy("GET", path, ""), 200, `"status":"completed"`)
	})
	t.Run("fails", func(t *testing.T) {
		b := newBench(t, sandbox.Variants{Uppzy: sandbox.UppzyVariants{AsyncPolls: -1}})
		b.want(b.uppzy("GET", submit(b, sandbox.FailMarker, 200), ""), 200, `"status":"failed"`, `"error":"Async chat failed"`)
		b.SetVariants(sandbox.Variants{Uppzy: sandbox.UppzyVariants{FailedWithoutError: true, AsyncPolls: -1}})
		r := b.uppzy("GET", submit(b, sandbox.FailMarker, 200), "")
		if b.want(r, 200, `"status":"failed"`); strings.Contains(r.body, "error") {
			t.Errorf("an error text: %s", r.body)
		}
		b.want(b.uppzy("POST", "/chat", `{"session_id":"s","message":"`+sandbox.FailMarker+`"}`), 500)
	})
}

func TestUppzyCredentialsAndSites(t *testing.T) {
	b := newBench(t, sandbox.Variants{})
	b.Seed(sandbox.Uppzy, sandbox.Seed{ID: "x", Account: sandbox.UppzyOtherSiteID})
	b.want(b.uppzy("GET", "/sessions", ""), 200, `{"sessions":[]}`)
	b.want(b.call(sandbox.Uppzy, "GET", "/m2m/sites/"+sandbox.UppzyOtherSiteID+"/sessions", ""), 200, `"id":"x"`)
	b.want(b.call(sandbox.Uppzy, "GET", "/m2m/sites/nowhere/sessions", ""), 404, `{"error":"site not found"}`)
	for key, status := range map[string]int{"wrong": 401, sandbox.UppzyNoPlanAPIKey: 403} {
		b.want(b.as(http.Header{"X-Api-Key": {key}}, sandbox.Uppzy, "GET", site+"/sessions", ""), status)
	}
	b.want(b.uppzy("GET", "/chat/requests/req_unknown", ""), 404, "request not found")
	b.outside(sandbox.Uppzy, contract.SideRequest, func() {
		b.want(b.as(nil, sandbox.Uppzy, "GET", site+"/sessions", ""), 401, "invalid_api_key")
		b.want(b.uppzy("POST", "/chat/session/close", `{}`), 400, "session_id is required")
		b.want(b.uppzy("POST", "/chat", `{"session_id":"a","message":"b","mail":"c"}`), 400, "invalid payload")
		b.want(b.uppzy("POST", "/chat", `{"session_id":"a","message":"b","email":"c"}`), 400, "invalid payload")
		b.want(b.uppzy("GET", "/sessions?email=", ""), 400)
		b.want(b.uppzy("POST", "/chat/feedback", `{"session_id":"a","request_id":"b","feedback":"so so"}`), 400, "must be 'good' or 'bad'")
	})
}

func TestUppzyVariants(t *testing.T) {
	b := newBench(t, sandbox.Variants{})
	b.Seed(sandbox.Uppzy, sandbox.Seed{ID: "one"})
	b.Seed(sandbox.Uppzy, sandbox.Seed{ID: "two", Closed: true})
	b.Seed(sandbox.Uppzy, sandbox.Seed{ID: "three"})
	set := func(v sandbox.UppzyVariants) { b.SetVariants(sandbox.Variants{Uppzy: v}) }

	for second, want := range map[string][2]string{
		// What the answer says, and what is kept.
		sandbox.FeedbackIgnore: {"bad", "good"}, sandbox.FeedbackKeep: {"good", "good"}, sandbox.FeedbackReplace: {"bad", "bad"},
	} {
		set(sandbox.UppzyVariants{SecondFeedback: second})
		id := "rated-" + second
		sent := b.want(b.uppzy("POST", "/chat", `{"session_id":"`+id+`","message":"m"}`), 200)
		rating := `{"session_id":"` + id + `","request_id":"` + b.text(sent, "request_id") + `","feedback":`
		b.want(b.uppzy("POST", "/chat/feedback", rating+`"good"}`), 200, "submitted_at")
		again := b.want(b.uppzy("POST", "/chat/feedback", rating+`"bad"}`), 200, `"feedback":"`+want[0]+`"`)
		if kept, _ := b.Session(sandbox.Uppzy, id); kept.Messages[1].Feedback != want[1] || again["feedback_submitted_at"] != nil {
			t.Errorf("%s: kept %+v, answered %v", second, kept.Messages[1], again)
		}
		b.RemoveSession(sandbox.Uppzy, id)
	}
	set(sandbox.UppzyVariants{ListLimit: 2, ListOmit: []string{"one"}})
	if r := b.uppzy("GET", "/sessions", ""); strings.Contains(r.body, "one") || !strings.Contains(r.body, "three") {
		t.Errorf("omitted: %s", r.body)
	}
	set(sandbox.UppzyVariants{ListLag: sandbox.Duration(time.Minute)})
	b.want(b.uppzy("GET", "/sessions", ""), 200, `{"sessions":[]}`)
	b.Advance(time.Minute)
	b.want(b.uppzy("GET", "/sessions", ""), 200, "one", "two", "three")
}
