package client_test

import (
	"slices"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// exchange is what a vendor takes for a message or for a rating.
type exchange struct {
	name  string
	known []client.Argument
	uses  func(client.Info) map[client.Argument]client.Use
}

func exchanges() []exchange {
	return []exchange{
		{"message", client.MessageArguments(), func(i client.Info) map[client.Argument]client.Use { return i.Message }},
		{"rating", client.FeedbackArguments(), func(i client.Info) map[client.Argument]client.Use { return i.Feedback }},
	}
}

func TestTableNamesKnownArgumentsOfMessagesAndRatings(t *testing.T) {
	for _, e := range exchanges() {
		for _, info := range client.All() {
			uses := e.uses(info)
			for argument, use := range uses {
				if !slices.Contains(e.known, argument) {
					t.Errorf("%s: %q is no argument of a %s", info.Name, argument, e.name)
				}
				if _, taken := uses[use.With]; use.With != "" && !taken {
					t.Errorf("%s: a %s needs %s with %s, which is not taken", info.Name, e.name, use.With, argument)
				}
				if use.Required && use.With != "" {
					t.Errorf("%s: %s of a %s is required, and only with %s", info.Name, argument, e.name, use.With)
				}
				if use.Opening || use.Change == client.Call {
					t.Errorf("%s: %s of a %s opens or changes a session", info.Name, argument, e.name)
				}
				if inSession := slices.Contains(client.Arguments(), argument); use.Doc == "" && !inSession && argument != client.MessageText {
					t.Errorf("%s: %s of a %s has no documentation", info.Name, argument, e.name)
				}
			}
			if use := uses[client.SessionID]; uses != nil && (!use.Required || use.Format == nil) {
				t.Errorf("%s: session_id of a %s is not needed or not checked", info.Name, e.name)
			}
		}
		for _, argument := range e.known {
			if !slices.ContainsFunc(client.All(), func(i client.Info) bool { _, ok := e.uses(i)[argument]; return ok }) {
				t.Errorf("no vendor takes %s for a %s", argument, e.name)
			}
		}
		names := words(e.known)
		slices.Sort(names)
		if len(slices.Compact(slices.Clone(names))) != len(names) || slices.Contains(names, "") {
			t.Errorf("%s: %v", e.name, names)
		}
	}
}

func TestTableNamesKnownFactsOfReplies(t *testing.T) {
	for _, info := range client.All() {
		for fact, told := range info.Replies {
			if !slices.Contains(client.ReplyFacts(), fact) || !told {
				t.Errorf("%s: %q is no fact that its replies tell", info.Name, fact)
			}
		}
	}
	for _, fact := range client.ReplyFacts() {
		if !slices.ContainsFunc(client.All(), func(i client.Info) bool { return i.Replies[fact] }) {
			t.Errorf("no vendor tells %s", fact)
		}
	}
	names := words(client.ReplyFacts())
	slices.Sort(names)
	if len(slices.Compact(slices.Clone(names))) != len(names) || slices.Contains(names, "") {
		t.Errorf("facts %v", names)
	}
}

// What a vendor has no call for has a reason, and nothing else has.
func TestTableSaysWhyNot(t *testing.T) {
	for _, info := range client.All() {
		if use := info.Message[client.MessageText]; !use.Required {
			t.Errorf("%s: a message has no text", info.Name)
		}
		for what, c := range map[string]struct {
			can bool
			why string
		}{
			"ratings":           {info.Feedback != nil, info.NoFeedback},
			"a list":            {info.Selectors != nil, info.NoList},
			"status of message": {info.Message[client.Async].Doc != "", info.NoRequests},
		} {
			if c.can != (c.why == "") {
				t.Errorf("%s: has %s %t, and the reason why not %q", info.Name, what, c.can, c.why)
			}
		}
		// An answer is rated by what names it in a reply or in the history.
		if _, by := info.Feedback[client.RequestID]; by && !info.Replies[client.ReplyRequestID] {
			t.Errorf("%s: an answer is rated by request_id, which no reply tells", info.Name)
		}
		if _, by := info.Feedback[client.MessageID]; by && info.NoHistory != "" {
			t.Errorf("%s: an answer is rated by message_id, which no history tells", info.Name)
		}
	}
}
