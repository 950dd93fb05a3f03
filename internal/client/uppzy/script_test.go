package uppzy_test

import (
	"cmp"
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

// reply is a scripted response; replies says to which call.
type reply = vendortest.Step

// The responses that several tests use.
var (
	siteNotFound = reply{Status: 404, Body: `{"error":"site not found"}`}
	proxy404     = reply{Status: 404, Body: `<html>not here</html>`, Odd: true}
	routeless    = reply{Status: 404, Body: `{"error":"Not Found"}`}
	keyRefused   = reply{Status: 401, Body: `{"error":"invalid_api_key"}`}
	limited      = reply{Status: 429}
	failed       = reply{Status: 500, Body: `oops`}
	page         = reply{Body: `<html>welcome</html>`, Odd: true}
	closedNow    = reply{Body: `{"status":"ok"}`}
	pending      = reply{Body: `{"request_id":"req_1","status":"pending"}`}
	empty        = reply{Body: `{"sessions":[]}`}
	emptyArray   = reply{Body: `[]`, Odd: true}
	openEntry    = listWith(`null`)
	closedEntry  = listWith(`"2024-06-13T15:00:00Z"`)
	unclearEntry = odd(listWith(`"0000-00-00 00:00:00"`))
)

// listWith is a list with s1 and this closed_at.
func listWith(closedAt string) reply {
	return reply{Body: `{"sessions":[{"id":"s1","created_at":"2024-06-13T14:30:00Z","updated_at":"2024-06-13T14:32:45Z","closed_at":` + closedAt + `,"message_count":4}]}`}
}

// odd is a response that breaks the contract on purpose.
func odd(r reply) reply {
	r.Odd = true
	return r
}

// replies maps a call to its responses in order. The calls are "list",
// "list <e-mail address>", "chat", "async", "feedback", "close" and the request "req_1".
type replies map[string][]reply

func callOf(r *http.Request) string {
	call := r.URL.EscapedPath()[strings.LastIndex(r.URL.EscapedPath(), "/")+1:]
	if call == "sessions" {
		call = strings.TrimSpace("list " + r.URL.Query().Get("email"))
	}
	return call
}

// play starts a server with the script, and returns a vendor that calls it and repeats
// a call once.
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

// respondingWith is a vendor whose every call is answered by respond.
func respondingWith(t *testing.T, respond func(call string) reply) *uppzy.Vendor {
	t.Helper()
	return vendorAt(t, "https://uppzy.example", vendortest.RoundTrip(func(r *http.Request) (*http.Response, error) {
		response := respond(callOf(r))
		return vendortest.Answer(cmp.Or(response.Status, http.StatusOK), response.Body), nil
	}))
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
