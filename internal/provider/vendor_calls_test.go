package provider

import (
	"slices"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// vendorCalls are the calls of a vendor's API by what they are for here, by their names in
// its contract. A vendor that cannot do a thing has no calls for it.
type vendorCalls struct {
	// opening is the one that opens a session, closing the one that ends it, and sending
	// the one that takes a message.
	opening, closing, sending string
	// The calls that an operation makes, or makes to settle a fault of another.
	open, read, refresh, update, close []string
	list, teardown                     []string
	send, history, request             []string
	rate, rerate, readRating, unrate   []string
}

// callsOf has the calls of each vendor: a row is what these tests have to be told of it.
var callsOf = map[string]vendorCalls{
	sandbox.Uppzy: {
		opening: "chatAsync", closing: "closeSession", sending: "chatSync",
		open: []string{"listSessions", "chatAsync"}, read: []string{"listSessions"}, close: []string{"closeSession", "listSessions"},
		list: []string{"listSessions"}, teardown: []string{"listSessions", "closeSession"},
		send: []string{"chatSync"}, request: []string{"getChatRequest"},
		rate: []string{"submitFeedback"}, rerate: []string{"submitFeedback"},
	},
	sandbox.TalkifAI: {
		opening: "createSession", closing: "endSession", sending: "sendMessage",
		open: []string{"createSession"}, read: []string{"getMessages"}, close: []string{"endSession", "getMessages"},
		send: []string{"sendMessage"}, history: []string{"getMessages"},
	},
	sandbox.SiteAssist: {
		opening: "startConversation", closing: "closeConversation", sending: "sendMessage",
		open: []string{"initIdentity", "startConversation"}, read: []string{"initIdentity", "getConversation"},
		refresh: []string{"listConversations"}, close: []string{"initIdentity", "closeConversation"},
		list: []string{"initIdentity", "listConversations"}, teardown: []string{"initIdentity", "listConversations", "closeConversation"},
		send: []string{"initIdentity", "sendMessage"}, history: []string{"initIdentity", "listMessages"},
		rate: []string{"initIdentity", "sendMessageFeedback"}, rerate: []string{"sendMessageFeedback"},
		readRating: []string{"initIdentity", "listMessages"}, unrate: []string{"initIdentity", "sendMessageFeedback"},
	},
	sandbox.UponAI: {
		opening: "createChat", closing: "endChat", sending: "createChatCompletion",
		open: []string{"createChat"}, read: []string{"getChat"}, refresh: []string{"listChats"},
		update: []string{"updateChat", "getChat"}, close: []string{"endChat"},
		list: []string{"listChats"}, teardown: []string{"listChats", "endChat"},
		send: []string{"createChatCompletion"}, history: []string{"getChat"},
	},
}

// What the table of vendors says that a vendor can do has its calls, which the sandbox serves.
func TestVendorCalls(t *testing.T) {
	t.Parallel()
	for _, info := range client.All() {
		c, ok := callsOf[info.Name]
		if !ok {
			t.Errorf("callsOf has no row for %s", info.Name)
			continue
		}
		_, narrows := narrow[info.Name]
		served := sandbox.Operations(info.Name)
		for what, row := range map[string]struct {
			has   bool
			calls []string
			// one is the call among them that does it.
			one string
		}{
			"open":         {true, c.open, c.opening},
			"read":         {true, c.read, ""},
			"refresh":      {info.NoList == "" && !within(c.list, c.read), c.refresh, ""},
			"close":        {true, c.close, c.closing},
			"update":       {info.Arguments[client.Metadata].Change == client.Call, c.update, ""},
			"list":         {info.NoList == "", c.list, ""},
			"tear down":    {narrows, c.teardown, c.closing},
			"message":      {true, c.send, c.sending},
			"history":      {info.NoHistory == "", c.history, ""},
			"request":      {info.NoRequests == "", c.request, ""},
			"rate":         {info.NoFeedback == "", c.rate, ""},
			"rate again":   {info.NoFeedback == "", c.rerate, ""},
			"read rating":  {info.NoFeedback == "" && !info.KeepsRatings, c.readRating, ""},
			"clear rating": {info.NoFeedback == "" && !info.KeepsRatings, c.unrate, ""},
		} {
			if len(row.calls) > 0 != row.has {
				t.Errorf("%s: to %s there are the calls %q", info.Name, what, row.calls)
			}
			if row.has && row.one != "" && !slices.Contains(row.calls, row.one) {
				t.Errorf("%s: to %s there is no %q among %q", info.Name, what, row.one, row.calls)
			}
			if !within(row.calls, served) {
				t.Errorf("%s: to %s there are the calls %q, and the sandbox serves %q", info.Name, what, row.calls, served)
			}
		}
		if one := []string{c.opening, c.closing, c.sending}; slices.Contains(one, "") {
			t.Errorf("%s: the calls that open, close and send are %q", info.Name, one)
		}
	}
}

// within reports whether each of some is one of all.
func within(some, all []string) bool {
	return !slices.ContainsFunc(some, func(one string) bool { return !slices.Contains(all, one) })
}
