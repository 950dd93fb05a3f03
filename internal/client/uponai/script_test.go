package uponai_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/uponai"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

const (
	token     = "token-099"
	workspace = 42
	id        = "Jabr9TXYY/JHf 1"
	escaped   = "Jabr9TXYY%2FJHf%201"
	agent     = "chat_agent_1"

	create = "POST /api/chats"
	get    = "GET /api/chats/" + escaped + "?workspaceId=42"
	patch  = "PATCH /api/chats/" + escaped
	end    = "POST /api/chats/" + escaped + "/end"
	say    = "POST /api/chats/" + escaped + "/completions"

	// list is the first page of the list.
	list = "GET /api/chats?limit=1000&sortOrder=descending&workspaceId=42"
)

func listFrom(key string) string {
	return "GET /api/chats?limit=1000&paginationKey=" + key + "&sortOrder=descending&workspaceId=42"
}

type step = vendortest.Step

// References to the chat: as the state of a session has it, and without a confirmed
// account.
var (
	ref       = client.Ref{ID: id, Seen: true, AccountConfirmed: true}
	untrusted = client.Ref{ID: id, Seen: true}
)

// refTo is a reference to a chat of the sandbox.
func refTo(id string) client.Ref { return client.Ref{ID: id, Seen: true, AccountConfirmed: true} }

// Parts of scripts.
var (
	foreign = vendortest.Foreign
	twice   = vendortest.Twice
	join    = vendortest.Join
)

// Responses that several tests need.
var (
	readsOpen  = step{Call: get, Body: chatJSON(`"status":"ongoing"`)}
	readsEnded = step{Call: get, Body: chatJSON(`"status":"ended","endedAt":"2023-11-07T05:41:56Z"`)}
	ended      = step{Call: end, Status: 204}
	unlisted   = step{Call: list, Body: pageJSON("null", `{"chatId":"other"}`)}
	listsOpen  = step{Call: list, Body: pageJSON("null", `{"chatId":"other"}`, chatJSON(`"status":"ongoing"`))}
	listsEnded = step{Call: list, Body: pageJSON("null", chatJSON(`"status":"ended","endedAt":"2023-11-07T05:41:56Z"`))}
	// unproven is a list that does not say whether it is complete.
	unproven = step{Call: list, Body: `{"data":[]}`}
)

// chatJSON is a chat of this id with more fields.
func chatJSON(fields string) string {
	return `{"chatId":"` + id + `","agentId":"` + agent + `","startedAt":"2023-11-07T05:31:56Z",` + fields + `}`
}

func pageJSON(key string, chats ...string) string {
	return `{"data":[` + strings.Join(chats, ",") + `],"pagination_key":` + key + `}`
}

// own is an error of RT's shape.
func own(call string, status int) step {
	return step{Call: call, Status: status, Body: fmt.Sprintf(`{"status":"error","message":"it said %d"}`, status)}
}

// echo is a chat with the metadata of the request.
func echo(sent string) string { return chatJSON(`"status":"ongoing","metadata":` + metadataOf(sent)) }

// metadataOf is the metadata in the body of a request.
func metadataOf(body string) string {
	var request struct{ Metadata json.RawMessage }
	if json.Unmarshal([]byte(body), &request) != nil {
		return "null"
	}
	return string(request.Metadata)
}

// play starts a server with the steps and a vendor for it. Every request must have the
// token.
func play(t *testing.T, steps ...step) (*uponai.Vendor, *vendortest.Script) {
	t.Helper()
	s := &vendortest.Script{}
	t.Cleanup(func() {
		for _, sent := range s.Sent {
			if got := sent.Header.Get("Authorization"); got != "Bearer "+token {
				t.Errorf("sent %s with Authorization %q", sent.Body, got)
			}
		}
	})
	v, err := uponai.New(uponai.Config{
		Token: token, WorkspaceID: workspace, Transport: vendortest.Options(s.Play(t, "uponai", "", steps)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return v, s
}

// offline makes a vendor whose requests f answers.
func offline(t *testing.T, c uponai.Config, f vendortest.RoundTrip) *uponai.Vendor {
	t.Helper()
	c.Token, c.WorkspaceID, c.Transport.RoundTripper = token, workspace, f
	if c.Transport.Now == nil {
		c.Transport.Now = vendortest.LeapingClock()
	}
	v, err := uponai.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return v
}
