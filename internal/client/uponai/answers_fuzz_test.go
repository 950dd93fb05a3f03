package uponai_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/uponai"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

// FuzzAnswers: a chat that is shown with an end or with the status of one has ended;
// one that a 404 of UponAI's own shape is for is gone, and so is one that any 404 or 422
// is for and a whole list lacks. An end has worked where a 2xx is no page.
func FuzzAnswers(f *testing.F) {
	type heard = vendortest.Heard
	const id = "Jabr9TXYYJHfvl6Syypi88rdAHYHmcq6" // that of the contract's examples
	own := func(h heard) bool {
		return h.Has("message", vendortest.Tells) || h.Has("error", vendortest.Tells) || h.Has("status", vendortest.Says("error"))
	}
	shown := func(h heard) bool {
		return h.Method == "GET" && strings.Contains(h.Path, "/api/chats") && h.OK() && h.Members() != nil
	}
	closed := func(ref client.Ref, all []heard) bool {
		return vendortest.Any(all, func(h heard) bool {
			names := h.Has("chatId", vendortest.Says(ref.ID)) || h.Has("chat_id", vendortest.Says(ref.ID))
			return (shown(h) || (h.To("PATCH", ref.ID) || h.To("POST", "/api/chats")) && h.OK()) && names && (h.Has("status", vendortest.Says("ended")) ||
				h.Has("status", vendortest.Says("error")) || h.Has("endedAt", func(m vendortest.Member) bool { return m.Value != nil }))
		})
	}
	gone := func(ref client.Ref, all []heard) bool {
		about := func(h heard) bool { return strings.Contains(h.Path, "/api/chats/"+ref.ID) }
		return vendortest.Any(all, func(h heard) bool { return about(h) && h.Status == 404 && own(h) }) ||
			vendortest.Any(all, func(h heard) bool { return about(h) && (h.Status == 404 || h.Status == 422) }) &&
				vendortest.Any(all, func(h heard) bool {
					return shown(h) && h.To("GET", "/api/chats") && h.Has("data", isArray) && !h.Has("chatId", vendortest.Says(""))
				})
	}
	chat := func(fields string) string { return `{"chatId":"` + id + `",` + fields + `}` }
	vendortest.Fuzz(f, vendortest.Target{
		Name: "uponai",
		Accounts: []vendortest.FuzzedAccount{{New: func(t testing.TB, o transport.Options) client.Vendor {
			v, err := uponai.New(uponai.Config{Token: token, WorkspaceID: workspace, SearchFor: 3 * time.Second, Transport: o})
			if err != nil {
				t.Fatal(err)
			}
			return v
		}, Secrets: []string{token}}},
		Opens: []client.OpenRequest{
			{AgentID: vendortest.Marked, Metadata: map[string]string{"a": "1"}},
			{SessionID: id, AgentID: agent},
			{SessionID: id, Metadata: map[string]string{"a": "3"}},
		},
		Refs:  []client.Ref{{ID: id, Marker: "marker"}},
		Sends: []client.SendRequest{{Text: vendortest.Marked}},
		Good: []string{
			chat(`"status":"ongoing","metadata":{"a":"3","terraform_provider_chat":"marker"}`), chat(`"status":"ended"`),
			pageJSON("null", `{"chatId":"other"}`), pageJSON("null", chat(`"status":"ongoing"`)), pageJSON(`"k"`, `{"chatId":"other"}`),
		},
		Seeds: []string{
			pageJSON(`"k"`), pageJSON(`"k"`, `{}`), pageJSON(`null`, `{}`), pageJSON(`null`, `{"chatId":""}`), `{"data":[],"pagination_key":{},"paginationKey":7}`,
			chat(`"status":"$"`), chat(`"status":"` + strings.Repeat("long ", 1000) + `"`), chat(`"agentId":"$"`), chat(`"agentId":"` + strings.Repeat("a", 3000) + `"`),
			chat("\"metadata\":{\"a\":[\"\xff\"],\"\xff\":{\"b\":1e999}},\"uponai_dynamic_variables\":[1]"),
			chat(`"metadata":{"terraform_provider_chat":null,"terraform_provider_chat":{"a":1},"Terraform_Provider_Chat":1}`),
			chat(`"endedAt":253402300800000`), chat(`"endedAt":-1,"startedAt":"0000-01-01T00:00:00+23:59"`), `{"chat_id":"` + id + `","messages":[null,1,{}]}`,
			`{"messages":[{"content":7,"role":"tool"},{"content":"a","name":"$"}]}`, `{"messages":{}}`,
		},
		Own:    own,
		Closed: closed,
		Gone:   gone,
		Ended: func(ref client.Ref, all []heard) bool {
			return closed(ref, all) || gone(ref, all) || vendortest.Any(all, func(h heard) bool {
				empty := h.Status == 204 || strings.TrimSpace(h.Body) == ""
				return h.To("POST", "/end") && h.OK() && (empty || json.Valid([]byte(h.Body)))
			})
		},
		Unsure: func(client.Ref, []heard) bool { return false },
	})
}

func isArray(m vendortest.Member) bool { return m.Value == json.Delim('[') }
