package siteassist_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/siteassist"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

// FuzzAnswers: a conversation that is shown closed is; one that SiteAssist's own 404 is
// for is gone, and so is one that any 404 is for and a whole list lacks. No answer to
// the calls for a token or for the visitor tells of a conversation.
func FuzzAnswers(f *testing.F) {
	type heard = vendortest.Heard
	own := func(h heard) bool { return h.Has("error", isObject) && h.Has("message", vendortest.Tells) }
	shown := func(h heard) bool {
		return h.Method == "GET" && strings.Contains(h.Path, "/conversations") && h.OK() && h.Members() != nil
	}
	closed := func(ref client.Ref, all []heard) bool {
		return vendortest.Any(all, func(h heard) bool {
			return (shown(h) || h.To("POST", "/conversations") && h.OK()) && h.Has("id", vendortest.Says(ref.ID)) && (h.Has("status", vendortest.Says("closed")) ||
				h.Has("closedAt", func(m vendortest.Member) bool { return m.Value != nil }))
		})
	}
	gone := func(ref client.Ref, all []heard) bool {
		missed := func(h heard) bool { return h.Status == 404 && strings.Contains(h.Path, "/conversations/"+ref.ID) }
		return vendortest.Any(all, func(h heard) bool { return missed(h) && own(h) }) ||
			vendortest.Any(all, missed) && vendortest.Any(all, func(h heard) bool {
				return shown(h) && h.To("GET", "/conversations") && h.Has("data", isArray) && h.Has("total", isNumber) && !h.Has("id", vendortest.Says(""))
			})
	}
	account := func(c siteassist.Config, aside map[string]string, secrets ...string) vendortest.FuzzedAccount {
		return vendortest.FuzzedAccount{
			New: func(t testing.TB, o transport.Options) client.Vendor {
				c.Transport = o
				v, err := siteassist.New(c)
				if err != nil {
					t.Fatal(err)
				}
				return v
			},
			Secrets: append(secrets, c.Token+c.PublishableKey),
			Aside:   func(r *http.Request) string { return aside[r.URL.Path] },
		}
	}
	messages := func(n int, id string) string {
		return `{"data":[` + strings.TrimSuffix(strings.Repeat(`{"id":"`+id+`"},`, n), ",") + `]}`
	}
	const issued = "issued-token"
	init := loggedIn(issued).Body
	vendortest.Fuzz(f, vendortest.Target{
		Name: "siteassist",
		Accounts: []vendortest.FuzzedAccount{
			account(byToken, nil),
			account(byKey, map[string]string{"/base/identity/init": init}, issued),
			account(byKey, nil),
		},
		Opens: []client.OpenRequest{{PageURL: "https://example.com/" + vendortest.Marked}, {SessionID: id}},
		Refs:  []client.Ref{{ID: id}},
		Sends: []client.SendRequest{{Text: vendortest.Marked}},
		Rated: client.RatedAnswer{SessionID: id, MessageID: "497f6eca-6276-4993-bfeb-53cbbbba6f08"},
		Good:  []string{init, visitorJSON, readsOpen.Body, readsEnded.Body, lists(list, 0).Body, lists(list, 1, other(1)).Body},
		Seeds: []string{
			lists(list, 1e9, other(1), other(2)).Body, `{"total":1e308,"data":[]}`, `{"total":-1,"data":[{}]}`,
			`{"id":"` + strings.ToUpper(id) + `","status":"$","closedAt":0}`, `{"id":"` + id + `","status":"` + strings.Repeat("long ", 1000) + `"}`,
			`{"id":"` + id + `","closedAt":"9999-12-31T23:59:59-23:59"}`, `{"sessionToken":"$","visitor":{"id":"$"}}`,
			`{"sessionToken":"t","visitor":{"id":"` + strings.Repeat("v", 3000) + `"}}`, `{"sessionToken":"\n","visitor":{"id":"v"}}`,
			`{"id":"$"}`, `{"id":"` + strings.Repeat("v", 3000) + `"}`,
			strings.ReplaceAll(readsEnded.Body, id, visitor), `{"total":1,"data":[{"id":""}]}`,
			messages(999, "m"), messages(1000, "m"), messages(1000, ""), `{"data":[null,1,{"parts":[null,{"type":"text","text":7}]}]}`,
			`{"steps":[]}`, `{"steps":[null,{"content":null,"finishReason":"error"}]}`, `{"steps":[{"content":[{"type":"text","text":""}],"usage":{"inputTokens":1e999}}]}`,
			`{"success":true,"success":false}`, `{"success":"true","message":"$"}`, `{"feedback":null}`, `{"feedback":"dislike"}`,
			`{"error":{"message":"m","code":"CONVERSATION_NOT_FOUND","details":{"retryAfter":1e308}}}`, `{"error":{"message":"m","details":{"retryAfter":60}}}`,
		},
		Own:    own,
		Closed: closed,
		Gone:   gone,
		Ended: func(ref client.Ref, all []heard) bool {
			return closed(ref, all) || gone(ref, all) || vendortest.Any(all, func(h heard) bool {
				return h.To("POST", "/close") && h.OK() && h.Has("success", func(m vendortest.Member) bool { return m.Value == true })
			})
		},
		Unsure: func(client.Ref, []heard) bool { return false },
		// A token is renewed once; a 503 of its own documents a delay.
		Again: func(h heard) bool {
			return h.Status == 401 || h.Status == 503 && own(h) && h.To("POST", "/conversations")
		},
	})
}

func isObject(m vendortest.Member) bool { return m.Value == json.Delim('{') }

func isArray(m vendortest.Member) bool { return m.Value == json.Delim('[') }

func isNumber(m vendortest.Member) bool {
	_, ok := m.Value.(json.Number)
	return ok
}
