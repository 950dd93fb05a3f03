package uppzy_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/uppzy"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

// FuzzAnswers: a session is closed where the list has its closed_at, or where a close
// is answered ok (S0). It is never gone: absence from the list proves nothing, except
// to a close that Uppzy has answered 400 or 404.
func FuzzAnswers(f *testing.F) {
	type heard = vendortest.Heard
	const email = "a@example.com"
	own := func(h heard) bool {
		return h.Has("error", func(m vendortest.Member) bool {
			return m.Depth == 1 && vendortest.Tells(m) && (h.Status != 404 || !vendortest.Says("Not Found")(m))
		})
	}
	// list is a list in one of its forms: null is an empty one.
	list := func(h heard) bool {
		return h.To("GET", "/sessions") && h.OK() && json.Valid([]byte(h.Body)) &&
			(strings.HasPrefix(strings.TrimSpace(h.Body), "[") || strings.TrimSpace(h.Body) == "null" ||
				h.Has("sessions", func(m vendortest.Member) bool { return m.Depth == 1 }))
	}
	closed := func(ref client.Ref, all []heard) bool {
		return vendortest.Any(all, func(h heard) bool {
			return list(h) && h.Has("id", vendortest.Says(ref.ID)) &&
				h.Has("closed_at", func(m vendortest.Member) bool { return m.Value != nil })
		})
	}
	// refused is a close that says that there is nothing to close.
	refused := func(h heard) bool { return h.To("POST", "/session/close") && (h.Status == 400 || h.Status == 404) }
	vendortest.Fuzz(f, vendortest.Target{
		Name: "uppzy",
		Accounts: []vendortest.FuzzedAccount{{New: func(t testing.TB, o transport.Options) client.Vendor {
			v, err := uppzy.New(uppzy.Config{APIKey: apiKey, SiteID: site, Transport: o})
			if err != nil {
				t.Fatal(err)
			}
			return v
		}, Secrets: []string{apiKey}}},
		Opens: []client.OpenRequest{
			{SessionIDPrefix: "s-"},
			{SessionIDPrefix: "s-", OpeningMessage: vendortest.Marked},
			{SessionID: "s1", OpeningMessage: vendortest.Marked, UserIdentifier: email},
		},
		Refs: []client.Ref{{ID: "s1", UserIdentifier: email}, {ID: "s1", Seen: true}},
		Sends: []client.SendRequest{
			{Text: vendortest.Marked, UserIdentifier: email}, {Text: vendortest.Marked, Async: true},
		},
		Rated: client.RatedAnswer{SessionID: "s1", RequestID: "req_1"},
		Good:  []string{openEntry.Body, closeEntry.Body, empty.Body, "null"},
		Seeds: []string{
			`[{"id":"s1","closed_at":{}},{"id":"s1"},null]`, `{"sessions":[{"id":"s1","closed_at":1e99}],"sessions":[{}]}`,
			`{"Sessions":[{"ID":"s1","Closed_At":true,"message_count":1e30,"created_at":"9999-12-31T23:59:59-23:59"}]}`,
			`{"status":"$","answer":"a"}`, `{"status":"failed","error":"$"}`, `{"status":"\u0000"}`, `{"status":"ok","feedback":"bad"}`,
			`{"status":"` + strings.Repeat("long ", 1000) + `"}`, `{"status":"failed","error":"` + strings.Repeat("long ", 1000) + `"}`,
		},
		Own:    own,
		Closed: closed,
		Gone:   func(client.Ref, []heard) bool { return false },
		Ended: func(ref client.Ref, all []heard) bool {
			return closed(ref, all) || vendortest.Any(all, func(h heard) bool {
				return h.To("POST", "/session/close") && h.OK() && h.Has("status", vendortest.Says("ok"))
			}) || vendortest.Any(all, list) && vendortest.Any(all, func(h heard) bool { return refused(h) && (own(h) || !ref.Seen) })
		},
		// The site itself is gone.
		Unsure: func(_ client.Ref, all []heard) bool {
			gone := func(h heard) bool { return h.Status == 404 && own(h) }
			return vendortest.Any(all, func(h heard) bool { return refused(h) && gone(h) }) &&
				vendortest.Any(all, func(h heard) bool { return h.To("GET", "/sessions") && gone(h) })
		},
	})
}
