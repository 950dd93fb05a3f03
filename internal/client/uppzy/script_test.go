package uppzy_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/uppzy"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

const (
	apiKey = "key-that-is-secret"
	site   = "site/1 a"
)

// reply is one scripted answer; which call it is for stands in replies.
type reply = vendortest.Step

// The answers that several tests need.
var (
	siteGone   = reply{Status: 404, Body: `{"error":"site not found"}`}
	foreign404 = reply{Status: 404, Body: `<html>not here</html>`, Odd: true}
	routeless  = reply{Status: 404, Body: `{"error":"Not Found"}`}
	broken     = reply{Status: 500, Body: `oops`}
	closedNow  = reply{Body: `{"status":"ok"}`}
	pending    = reply{Body: `{"request_id":"req_1","status":"pending"}`}
	empty      = reply{Body: `{"sessions":[]}`}
	openEntry  = reply{Body: `{"sessions":[{"id":"s1","created_at":"2024-06-13T14:30:00Z","updated_at":"2024-06-13T14:32:45Z","closed_at":null,"message_count":4}]}`}
	closeEntry = reply{Body: `{"sessions":[{"id":"s1","created_at":"2024-06-13T14:30:00Z","updated_at":"2024-06-13T14:32:45Z","closed_at":"2024-06-13T15:00:00Z","message_count":4}]}`}
)

// replies maps a call to its answers in order. The calls are "list",
// "list <e-mail address>", "chat", "async", "feedback", "close" and the request "req_1".
type replies map[string][]reply

func callOf(r *http.Request) string {
	call := r.URL.EscapedPath()[strings.LastIndex(r.URL.EscapedPath(), "/")+1:]
	if call == "sessions" {
		call = strings.TrimSpace("list " + r.URL.Query().Get("email"))
	}
	return call
}

// play starts a server with the script and a vendor that speaks to it.
func play(t *testing.T, answers replies) (*uppzy.Vendor, *vendortest.Script) {
	t.Helper()
	var steps []vendortest.Step
	for call, inOrder := range answers {
		for _, step := range inOrder {
			step.Call = call
			steps = append(steps, step)
		}
	}
	s := &vendortest.Script{AnyOrder: true, CallOf: callOf}
	return vendorAt(t, s.Play(t, "uppzy", "/api/v1", steps), nil), s
}

func vendorAt(t *testing.T, baseURL string, via http.RoundTripper) *uppzy.Vendor {
	t.Helper()
	o := vendortest.Options(baseURL)
	o.RoundTripper = via
	v, err := uppzy.New(uppzy.Config{APIKey: apiKey, SiteID: site, Transport: o})
	if err != nil {
		t.Fatal(err)
	}
	return v
}
