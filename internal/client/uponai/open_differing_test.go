package uponai_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// A creation is compared with what the vendor returns. A chat that shows none of what was
// sent is read once more before that counts.
func TestOpen_differing(t *testing.T) {
	const all = `"metadata":{"a":"1","b":"Check Out "},"uponai_dynamic_variables":{"tier":"gold","n":"1"}`
	shows := func(call, fields string) step {
		return step{Call: call, Body: chatJSON(`"status":"ongoing",` + fields), Odd: true}
	}
	for name, c := range map[string]struct {
		created, read       string // read is empty where the chat is not read
		unread              bool
		metadata, variables []string
		failed              []client.Argument
	}{
		"as sent":             {created: all},
		"others' keys":        {created: `"metadata":{"a":"1","b":"Check Out ","app":"x"},"uponai_dynamic_variables":{"tier":"gold","n":"1","default":"x"}`},
		"nothing returned":    {created: `"type":"web_chat"`},
		"null":                {created: `"metadata":null,"uponai_dynamic_variables":null`},
		"normalized":          {created: `"metadata":{"a":"1","b":"check out"},"uponai_dynamic_variables":{"tier":"GOLD","n":"1"}`, metadata: []string{"b"}, variables: []string{"tier"}},
		"other types":         {created: `"metadata":{"a":1,"b":"Check Out "},"uponai_dynamic_variables":{"tier":"gold","n":1}`},
		"one dropped":         {created: `"metadata":{"b":"Check Out "},"uponai_dynamic_variables":{"n":"1"}`, metadata: []string{"a"}, variables: []string{"tier"}},
		"dropped, then shown": {created: `"metadata":{},"uponai_dynamic_variables":{}`, read: all},
		"dropped, then normalized": {
			created: `"metadata":{},"uponai_dynamic_variables":{"n":null}`, read: `"metadata":{"a":"1","b":"check out"},"uponai_dynamic_variables":{"n":"2"}`,
			metadata: []string{"b"}, variables: []string{"n", "tier"},
		},
		"dropped, not readable":  {created: `"metadata":{},"uponai_dynamic_variables":{}`, unread: true, metadata: []string{"a", "b"}, variables: []string{"n", "tier"}},
		"dropped, not shown":     {created: `"metadata":{"app":"x"}`, read: `"metadata":null`, metadata: []string{"a", "b"}},
		"metadata dropped":       {created: `"metadata":{}`, read: `"metadata":{}`, failed: []client.Argument{client.Metadata}},
		"metadata null":          {created: `"metadata":{"a":null}`, read: `"metadata":{"app":"x"}`, failed: []client.Argument{client.Metadata}},
		"variables dropped":      {created: `"metadata":{"a":"1","b":"-"},"uponai_dynamic_variables":{"default":"x"}`, read: `"metadata":{"a":"1","b":"-"},"uponai_dynamic_variables":{}`, metadata: []string{"b"}, failed: []client.Argument{client.DynamicVariables}},
		"both dropped":           {created: `"metadata":{},"uponai_dynamic_variables":{}`, read: `"metadata":{},"uponai_dynamic_variables":{}`, failed: []client.Argument{client.Metadata, client.DynamicVariables}},
		"dropped, another's GET": {created: `"metadata":{},"chatId":"` + id + `"`, read: `"chatId":"other",` + all, metadata: []string{"a", "b"}},
	} {
		t.Run(name, func(t *testing.T) {
			steps := join(step{Call: create, Status: 201, Body: shows("", c.created).Body, Odd: true})
			switch {
			case c.unread:
				steps = append(steps, own(get, 404))
			case c.read != "":
				steps = append(steps, shows(get, c.read))
			}
			v, s := play(t, steps...)
			session, err := v.Open(t.Context(), client.OpenRequest{
				AgentID:  agent,
				Metadata: map[string]string{"a": "1", "b": "Check Out "}, DynamicVariables: map[string]string{"tier": "gold", "n": "1"},
			})
			if session == nil || session.ID != id || session.Marker != readCreated(t, s.Sent[0].Body).Metadata[client.MarkerKey] || !session.KeepMarker {
				t.Fatalf("got %+v, %v", session, err)
			}
			if !slices.Equal(session.DifferingMetadata, c.metadata) || !slices.Equal(session.DifferingDynamicVariables, c.variables) {
				t.Errorf("differing are %v and %v, want %v and %v", session.DifferingMetadata, session.DifferingDynamicVariables, c.metadata, c.variables)
			}
			notStored, ok := errors.AsType[*client.NotStoredError](err)
			if ok != (c.failed != nil) || !ok && err != nil || ok && (!slices.Equal(notStored.Arguments, c.failed) || notStored.SessionID != id) {
				t.Errorf("got %v, want an error for %v", err, c.failed)
			}
		})
	}
}

// What was not sent cannot be missing.
func TestOpen_nothingSent(t *testing.T) {
	for name, request := range map[string]client.OpenRequest{
		"none":       {},
		"empty":      {Metadata: map[string]string{}, DynamicVariables: map[string]string{}},
		"the marker": {Metadata: map[string]string{client.MarkerKey: "mine"}},
	} {
		request.AgentID = agent
		v, _ := play(t, step{Call: create, Status: 201, Body: chatJSON(`"metadata":{},"uponai_dynamic_variables":{}`)})
		if s, err := v.Open(t.Context(), request); err != nil || s.DifferingMetadata != nil || s.DifferingDynamicVariables != nil {
			t.Errorf("%s: got %+v, %v", name, s, err)
		}
	}
}

// A chat of another agent than was asked for: the vendor may spell its id otherwise.
func TestOpen_anotherAgent(t *testing.T) {
	for name, c := range map[string]struct{ agent, want string }{
		"the same": {`"` + agent + `"`, ""}, "missing": {`null`, ""}, "another": {`"Chat_Agent_1"`, "Chat_Agent_1"},
	} {
		v, _ := play(t, step{Call: create, Status: 201, Body: `{"chatId":"` + id + `","agentId":` + c.agent + `}`, Odd: true})
		if s, err := v.Open(t.Context(), client.OpenRequest{AgentID: agent}); err != nil || s.DifferingAgentID != c.want {
			t.Errorf("%s: got %+v, %v, want %q", name, s, err, c.want)
		}
	}
}
