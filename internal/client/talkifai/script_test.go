package talkifai_test

import (
	"cmp"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/talkifai"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

const (
	apiKey = "tk_live_key-that-is-secret"
	token  = "eyJ.token-that-is-secret"
	agent  = "5b710eca-ee67-4c3a-aeb6-8b541f451b40"
)

// now is the local clock of the tests; recent and old are on either side of the life of
// a token.
var (
	now    = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	recent = now.Add(-24 * time.Hour)
	old    = recent.Add(-time.Second)
)

// reply is a response, step a call that a script expects ("create", "history", "send",
// "end" or a page of messages) and its response.
type (
	reply = vendortest.Step
	step  = vendortest.Step
)

// The responses that several tests use.
var (
	created       = reply{Body: `{"conversation_id":"chat_1","session_token":"` + token + `","agent_name":"Support","greeting":"Hello!","agent_model":"m"}`}
	history       = reply{Body: `{"messages":[],"count":0}`}
	ended         = reply{Body: `{"success":true,"message":"Session ended successfully"}`}
	tokenInvalid  = reply{Status: 401, Body: `{"detail":"Invalid token"}`}
	tokenMismatch = reply{Status: 403, Body: `{"detail":"Conversation ID does not match session token"}`}
	notFound      = reply{Status: 404, Body: `{"detail":"Session not found or expired"}`}
	notFoundAP    = reply{Status: 404, Body: `{"success":false,"error":"Not found","code":"not_found"}`}
	busy          = reply{Status: 409, Body: `{"success":false,"error":"Another message is already processing","code":"message_in_progress"}`, Odd: true}
	noBilling     = reply{Status: 503, Body: `{"detail":"Billing service unavailable: connection timeout"}`}
	routeless     = reply{Status: 404, Body: `{"detail":"Not Found"}`}
	proxy404      = reply{Status: 404, Body: `<html>not here</html>`, Odd: true}
	proxy401      = reply{Status: 401, Body: `<html>log in</html>`, Odd: true}
	page          = reply{Body: `<html>welcome</html>`, Odd: true}
	failed        = reply{Status: 500, Body: `{"detail":"Failed to end session"}`}
	limited       = reply{Status: 429}
)

func create(r reply) step { return of("create", r) }
func probe(r reply) step  { return of("history", r) }
func send(r reply) step   { return of("send", r) }
func end(r reply) step    { return of("end", r) }

// messages is a page of messages from the offset on.
func messages(offset int, r reply) step { return of(fmt.Sprintf("limit=100&offset=%d", offset), r) }

func of(call string, r reply) step {
	r.Call = call
	return r
}

func callOf(r *http.Request) string {
	switch {
	case strings.HasSuffix(r.URL.Path, "/end"):
		return "end"
	case strings.HasSuffix(r.URL.Path, "/messages") && r.URL.RawQuery == "limit=1":
		return "history"
	case strings.HasSuffix(r.URL.Path, "/messages") && r.Method == http.MethodGet:
		return r.URL.RawQuery
	case strings.HasSuffix(r.URL.Path, "/messages"):
		return "send"
	default:
		return "create"
	}
}

// play starts a server with the script, and returns a vendor that calls it and repeats
// a call twice.
func play(t *testing.T, steps ...step) (*talkifai.Vendor, *vendortest.Script) {
	t.Helper()
	s := &vendortest.Script{CallOf: callOf}
	return vendorAt(t, transport.Options{BaseURL: s.Play(t, "talkifai", "/v1/chat", steps)}), s
}

func vendorAt(t *testing.T, o transport.Options) *talkifai.Vendor {
	t.Helper()
	o.Now = vendortest.LeapingClock()
	o.MaxRetries, o.MaxRefusals, o.BackoffMin, o.BackoffMax = 2, 2, time.Millisecond, time.Millisecond
	v, err := talkifai.New(talkifai.Config{APIKey: apiKey, Transport: o, Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// respondingWith is a vendor whose every call is answered by respond.
func respondingWith(t *testing.T, respond func(call string) reply) *talkifai.Vendor {
	t.Helper()
	return vendorAt(t, transport.Options{
		BaseURL: "https://talkifai.example/v1/chat",
		RoundTripper: vendortest.RoundTrip(func(r *http.Request) (*http.Response, error) {
			response := respond(callOf(r))
			return vendortest.Answer(cmp.Or(response.Status, http.StatusOK), response.Body), nil
		}),
	})
}

func hasSecret(err error) bool {
	return err != nil && (strings.Contains(err.Error(), apiKey) || strings.Contains(err.Error(), token))
}
