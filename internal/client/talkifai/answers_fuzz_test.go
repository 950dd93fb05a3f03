package talkifai_test

import (
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/talkifai"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

// FuzzAnswers: a 401 in TalkifAI's own shape proves that a session is closed (S2), its
// own 404 that it is gone, and a success that is true that an end has worked.
func FuzzAnswers(f *testing.F) {
	type heard = vendortest.Heard
	own := func(h heard) bool {
		return h.Has("detail", func(m vendortest.Member) bool {
			_, list := m.Value.(interface{ String() string })
			return m.Depth == 1 && (list || vendortest.Tells(m)) && (h.Status != 404 || !vendortest.Says("Not Found")(m))
		}) || h.Has("success", isValue(false)) && h.Has("error", vendortest.Tells)
	}
	closed := func(_ client.Ref, all []heard) bool {
		return vendortest.Any(all, func(h heard) bool { return h.Status == 401 && own(h) })
	}
	gone := func(_ client.Ref, all []heard) bool {
		return vendortest.Any(all, func(h heard) bool { return h.Status == 404 && own(h) })
	}
	page := func(messages int) string {
		return `{"messages":[` + strings.TrimSuffix(strings.Repeat(`{"role":"user","content":"hi"},`, messages), ",") + `]}`
	}
	vendortest.Fuzz(f, vendortest.Target{
		Name: "talkifai",
		Accounts: []vendortest.FuzzedAccount{{New: func(t testing.TB, o transport.Options) client.Vendor {
			v, err := talkifai.New(talkifai.Config{APIKey: apiKey, Transport: o})
			if err != nil {
				t.Fatal(err)
			}
			return v
		}, Secrets: []string{apiKey}}},
		Opens: []client.OpenRequest{
			{AgentID: agent, UserIdentifier: vendortest.Marked},
			{SessionID: "chat_1", SessionToken: token},
		},
		Refs:  []client.Ref{ref, {ID: "chat_1"}},
		Sends: []client.SendRequest{{Text: vendortest.Marked}},
		Good:  []string{history.Body, created.Body, ended.Body},
		Seeds: []string{
			page(99), page(100), page(101), `{"messages":null}`, `{"messages":[null,{},1]}`, `{"messages":[{"timestamp":1e99,"token_count":1e99}]}`,
			`{"conversation_id":"$","session_token":"$","greeting":7}`, `{"conversation_id":"chat_1"}`, `{"session_token":"x"}`,
			`{"conversation_id":"a","conversation_id":null,"session_token":"e"}`, goneEnvelope.Body, all, all[:len(all)/2],
			"event: error\ndata: {\"error\":\"$\\u0000\"}\n\n", "event: stream_end\ndata: {\"usage\":{\"\xff\":1}}\n\n",
		},
		Own:    own,
		Closed: closed,
		Gone:   gone,
		Ended: func(ref client.Ref, all []heard) bool {
			return closed(ref, all) || gone(ref, all) || vendortest.Any(all, func(h heard) bool {
				return h.To("POST", "/end") && h.OK() && h.Has("success", isValue(true))
			})
		},
		// Without the token nothing is asked; else strangers have answered both calls.
		Unsure: func(ref client.Ref, all []heard) bool {
			// own reads more than a client may; a text alone is TalkifAI's for sure.
			sure := func(h heard) bool { return len(h.Members()) == 1 && own(h) && h.Has("detail", vendortest.Tells) }
			foreign := func(h heard) bool { return (h.Status == 401 || h.Status == 404) && !sure(h) }
			return ref.Token == "" ||
				vendortest.Any(all, func(h heard) bool { return h.To("POST", "/end") && foreign(h) }) &&
					vendortest.Any(all, func(h heard) bool { return h.To("GET", "/messages") && (foreign(h) || h.OK()) })
		},
	})
}

// isValue is for Heard.Has.
func isValue(want any) func(vendortest.Member) bool {
	return func(m vendortest.Member) bool { return m.Value == want }
}
