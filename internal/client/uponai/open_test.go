package uponai_test

import (
	"encoding/json"
	"maps"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

// created is what the body of a create says.
type created struct {
	WorkspaceID json.Number       `json:"workspaceId"`
	AgentID     string            `json:"agent_id"`
	Metadata    map[string]string `json:"metadata"`
	Variables   map[string]string `json:"uponai_dynamic_variables"`
}

func readCreated(t *testing.T, body string) created {
	t.Helper()
	var c created
	if err := json.Unmarshal([]byte(body), &c); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestOpenCreatesAChat(t *testing.T) {
	for name, c := range map[string]struct {
		request   client.OpenRequest
		variables bool
	}{
		"plain": {request: client.OpenRequest{AgentID: agent}},
		"with all": {request: client.OpenRequest{
			AgentID: agent, Metadata: map[string]string{"a": "<1>"}, DynamicVariables: map[string]string{"tier": "gold"},
		}, variables: true},
		"the marker is ours": {request: client.OpenRequest{AgentID: agent, Metadata: map[string]string{client.MarkerKey: "mine"}}},
	} {
		t.Run(name, func(t *testing.T) {
			v, s := play(t, step{Call: create, Status: 201, Reply: echo})
			session, err := v.Open(t.Context(), c.request)
			if err != nil {
				t.Fatal(err)
			}
			sent := readCreated(t, s.Sent[0].Body)
			if sent.WorkspaceID != "42" || sent.AgentID != agent || (sent.Variables != nil) != c.variables {
				t.Errorf("sent %s", s.Sent[0].Body)
			}
			marker := sent.Metadata[client.MarkerKey]
			if len(marker) != 36 || session.Marker != marker {
				t.Errorf("marker %q, told %q", marker, session.Marker)
			}
			if len(c.request.Metadata) > 1 || c.request.Metadata[client.MarkerKey] == marker {
				t.Error("the caller's map was changed")
			}
			want := maps.Clone(c.request.Metadata)
			delete(want, client.MarkerKey)
			if session.ID != id || session.Account != "42" || session.Status != client.StatusOpen || *session.AgentID != agent ||
				session.Metadata == nil || !maps.Equal(session.Metadata, want) {
				t.Errorf("got %+v", session)
			}
		})
	}
}

func TestMarkersDiffer(t *testing.T) {
	v, s := play(t, step{Call: create, Status: 201, Reply: echo}, step{Call: create, Status: 201, Reply: echo})
	for range 2 {
		if _, err := v.Open(t.Context(), client.OpenRequest{AgentID: agent}); err != nil {
			t.Fatal(err)
		}
	}
	if readCreated(t, s.Sent[0].Body).Metadata[client.MarkerKey] == readCreated(t, s.Sent[1].Body).Metadata[client.MarkerKey] {
		t.Error("two chats have the same marker")
	}
}

func TestOpenTakesAnySuccess(t *testing.T) {
	for name, answer := range map[string]step{
		"200":          {Call: create, Body: chatJSON(`"status":"ongoing"`), Odd: true},
		"guide's name": {Call: create, Status: 201, Body: `{"chat_id":"` + id + `"}`, Odd: true},
		"no echo":      {Call: create, Status: 201, Body: `{"chatId":"` + id + `","metadata":null}`, Odd: true},
	} {
		v, _ := play(t, answer)
		s, err := v.Open(t.Context(), client.OpenRequest{AgentID: agent, Metadata: map[string]string{"a": "1"}})
		if err != nil || s.ID != id || len(s.Marker) != 36 || s.Metadata != nil {
			t.Errorf("%s: got %+v, %v", name, s, err)
		}
	}
}

// What proves that nothing was created is not searched for.
func TestOpenRefused(t *testing.T) {
	for name, steps := range map[string][]step{
		"400": join(own(create, 400)), "401": join(own(create, 401)), "402": join(own(create, 402)),
		"403": join(own(create, 403)), "404": join(own(create, 404)), "404 foreign": join(foreign(create, 404)),
		"409": join(own(create, 409)), "422": join(own(create, 422)), "429": join(twice(own(create, 429))),
		"302": join(foreign(create, 302)),
	} {
		v, _ := play(t, steps...)
		s, err := v.Open(t.Context(), client.OpenRequest{AgentID: agent})
		if s != nil || vendortest.Is[*client.LostError](err) || vendortest.Is[*client.NotFoundError](err) ||
			vendortest.StatusOf(err) != steps[0].Status {
			t.Errorf("%s: got %+v, %v", name, s, err)
		}
	}
}

func TestOpenSurvives429(t *testing.T) {
	v, _ := play(t, own(create, 429), step{Call: create, Status: 201, Reply: echo})
	if s, err := v.Open(t.Context(), client.OpenRequest{AgentID: agent}); err != nil || s.ID != id {
		t.Errorf("got %+v, %v", s, err)
	}
}

func TestOpenAdopts(t *testing.T) {
	marked := step{Call: get, Body: chatJSON(`"status":"ongoing","metadata":{"app":7,"a":"0","` + client.MarkerKey + `":"m-1"}`)}
	for name, c := range map[string]struct {
		request client.OpenRequest
		steps   []step
		// sent is the metadata of the PATCH
		sent  string
		check func(error) bool
	}{
		"open":           {request: client.OpenRequest{AgentID: agent}, steps: join(readsOpen)},
		"agent not told": {request: client.OpenRequest{AgentID: "other"}, steps: join(step{Call: get, Body: `{"chatId":"` + id + `","status":"ongoing"}`})},
		"another agent":  {request: client.OpenRequest{AgentID: "other", Metadata: map[string]string{}}, steps: join(readsOpen), check: vendortest.Is[*client.MismatchError]},
		"ended":          {request: client.OpenRequest{AgentID: agent}, steps: join(readsEnded), check: vendortest.Is[*client.ClosedError]},
		"gone":           {request: client.OpenRequest{AgentID: agent}, steps: join(own(get, 404)), check: vendortest.Is[*client.NotFoundError]},
		"foreign 404":    {request: client.OpenRequest{AgentID: agent}, steps: join(foreign(get, 404), foreign(list, 404)), check: func(err error) bool { return vendortest.StatusOf(err) == 404 }},
		"broken":         {request: client.OpenRequest{AgentID: agent}, steps: join(twice(own(get, 500))), check: func(err error) bool { return vendortest.StatusOf(err) == 500 }},
		"metadata": {
			request: client.OpenRequest{AgentID: agent, Metadata: map[string]string{"a": "1"}},
			steps:   join(readsOpen, step{Call: patch, Reply: echo}), sent: `{"a":"1"}`,
		},
		"no metadata": {
			request: client.OpenRequest{AgentID: agent, Metadata: map[string]string{}},
			steps:   join(readsOpen, step{Call: patch, Reply: echo}), sent: `{}`,
		},
		"what is there stays": {
			request: client.OpenRequest{AgentID: agent, Metadata: map[string]string{"a": "1"}},
			steps:   join(marked, step{Call: patch, Reply: echo}), sent: `{"a":"1","app":7,"` + client.MarkerKey + `":"m-1"}`,
		},
		"metadata refused": {
			request: client.OpenRequest{AgentID: agent, Metadata: map[string]string{"a": "1"}},
			steps:   join(readsOpen, own(patch, 422)), check: func(err error) bool { return vendortest.StatusOf(err) == 422 },
		},
	} {
		t.Run(name, func(t *testing.T) {
			v, s := play(t, c.steps...)
			c.request.SessionID = id
			session, err := v.Open(t.Context(), c.request)
			if c.check != nil {
				if session != nil || !c.check(err) {
					t.Errorf("got %+v, %v", session, err)
				}
				return
			}
			if err != nil || session.ID != id || session.Account != "42" {
				t.Fatalf("got %+v, %v", session, err)
			}
			if c.sent != "" && metadataOf(s.Sent[1].Body) != c.sent {
				t.Errorf("sent %s, want %s", metadataOf(s.Sent[1].Body), c.sent)
			}
		})
	}
}
