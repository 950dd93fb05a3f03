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
		}{
			"open":         {true, append(c.open, c.opening)},
			"read":         {true, c.read},
			"close":        {true, append(c.close, c.closing)},
			"update":       {info.Arguments[client.Metadata].Change == client.Call, c.update},
			"list":         {info.NoList == "", c.list},
			"tear down":    {narrows, c.teardown},
			"message":      {true, append(c.send, c.sending)},
			"history":      {info.NoHistory == "", c.history},
			"request":      {info.NoRequests == "", c.request},
			"rate":         {info.NoFeedback == "", c.rate},
			"rate again":   {info.NoFeedback == "", c.rerate},
			"clear rating": {info.NoFeedback == "" && !info.KeepsRatings, c.unrate},
		} {
			if len(row.calls) > 0 != row.has {
				t.Errorf("%s: to %s there are the calls %q", info.Name, what, row.calls)
			}
			for _, call := range row.calls {
				if !slices.Contains(served, call) {
					t.Errorf("%s: the sandbox serves no %q", info.Name, call)
				}
			}
		}
	}
}
