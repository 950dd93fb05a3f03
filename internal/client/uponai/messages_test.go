package uponai_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/uponai"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// ptr is for optional fields.
func ptr[T any](value T) *T { return &value }

// said is a response to a message.
func said(body string) step { return step{Call: say, Status: 201, Body: body} }

func TestSend(t *testing.T) {
	odd := func(s step) step { s.Odd = true; return s }
	answered := func(text string, agent *string) client.Reply {
		return client.Reply{Delivery: client.DeliveryAnswered, Answer: &text, AgentName: agent}
	}
	accepted := func(agent *string) client.Reply {
		return client.Reply{
			Delivery: client.DeliveryAccepted, AgentName: agent,
			Note: "UponAI accepted the message and returned no answer.",
		}
	}
	for name, c := range map[string]struct {
		answer step
		want   client.Reply
	}{
		"one":              {said(`{"messages":[{"content":"hi","name":"Ann","tool_calls":[]}]}`), answered("hi", ptr("Ann"))},
		"several":          {said(`{"messages":[{"content":"a","name":"Ann"},{"content":"","name":""},{"tool_calls":[{}]},{"content":"b","name":"Bob"},{"content":"c"}]}`), answered("a\nb\nc", ptr("Bob"))},
		"no name":          {said(`{"messages":[{"content":"hi"}]}`), answered("hi", nil)},
		"its chat":         {said(`{"chatId":"` + id + `","chat_id":"` + id + `","messages":[{"content":"hi"}]}`), answered("hi", nil)},
		"RT's fields":      {said(`{"messages":[{"message_id":"m","role":"agent","content":"hi","created_timestamp":1}]}`), answered("hi", nil)},
		"RT's tool calls":  {said(`{"messages":[{"role":"tool_call_invocation","name":"lookup"},{"role":"tool_call_result","content":"42"},{"role":"agent","content":"hi","name":"Ann"}]}`), answered("hi", ptr("Ann"))},
		"200":              {odd(step{Call: say, Body: `{"messages":[{"content":"hi"}]}`}), answered("hi", nil)},
		"other types":      {odd(said(`{"messages":[null,"x",7,[],{"content":{},"name":["x"]},{"content":4,"name":null}]}`)), answered("4", nil)},
		"none":             {said(`{"messages":[]}`), accepted(nil)},
		"tool calls alone": {said(`{"messages":[{"content":"","name":"Ann","tool_calls":[{}]}]}`), accepted(ptr("Ann"))},
		"no message in it": {odd(said(`{"messages":[null,"hi"]}`)), accepted(nil)},
	} {
		t.Run(name, func(t *testing.T) {
			v, s := play(t, c.answer)
			got, err := v.Send(t.Context(), ref, client.SendRequest{Text: "a < b", UserIdentifier: "not sent", Async: true})
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(*got, c.want); d != "" {
				t.Error(d)
			}
			if s.Sent[0].Body != `{"workspaceId":42,"content":"a < b"}` {
				t.Errorf("sent %s", s.Sent[0].Body)
			}
		})
	}
}

func TestSend_errors(t *testing.T) {
	const noResponse = 1000 // stands for status 0
	failed := step{Call: get, Body: chatJSON(`"status":"error"`)}
	type test struct {
		steps   []step
		ref     client.Ref // ref when zero
		closed  bool
		gone    bool
		status  int // of the error when it is neither
		arrived bool
	}
	tests := map[string]test{
		"400, not readable":    {steps: join(own(say, 400), own(get, 403), own(list, 403)), status: 400},
		"400, another chat":    {steps: join(own(say, 400), step{Call: get, Body: `{"chatId":"other","status":"ended"}`}, listsOpen), status: 400},
		"400, GET fails":       {steps: join(own(say, 400), twice(own(get, 500))), status: 400},
		"400, an unknown word": {steps: join(own(say, 400), step{Call: get, Body: chatJSON(`"status":"winding down"`)}), status: 400},
		"409, failed":          {steps: join(own(say, 409), failed), closed: true},
		"429, 409, ended":      {steps: join(own(say, 429), own(say, 409), readsEnded), closed: true},

		"401":          {steps: join(own(say, 401)), status: 401},
		"402":          {steps: join(own(say, 402)), status: 402},
		"403":          {steps: join(foreign(say, 403)), status: 403},
		"429 for good": {steps: join(twice(own(say, 429))), status: 429},
		"redirect":     {steps: join(foreign(say, 302)), status: 302},

		"500":         {steps: join(own(say, 500)), status: 500, arrived: true},
		"503 foreign": {steps: join(foreign(say, 503)), status: 503, arrived: true},
		"408":         {steps: join(own(say, 408)), status: 408, arrived: true},
		"lost":        {steps: join(step{Call: say, Lost: true}), status: noResponse, arrived: true},
		"page":        {steps: join(foreign(say, 201)), status: 201, arrived: true},

		"another chat":   {steps: join(said(`{"chat_id":"other","messages":[{"content":"hi"}]}`)), status: 201, arrived: true},
		"another chatId": {steps: join(said(`{"chatId":"other","messages":[{"content":"hi"}]}`)), status: 201, arrived: true},
		"204":            {steps: join(step{Call: say, Status: 204, Odd: true}), status: 204, arrived: true},
		"no messages":    {steps: join(step{Call: say, Status: 201, Body: `{}`, Odd: true}), status: 201, arrived: true},
		"null":           {steps: join(step{Call: say, Status: 201, Body: `{"messages":null}`, Odd: true}), status: 201, arrived: true},
		"no array":       {steps: join(step{Call: say, Status: 201, Body: `{"messages":{"content":"hi"}}`, Odd: true}), status: 201, arrived: true},
	}
	// These may be about a chat that has ended or does not exist.
	for status, response := range map[string]step{
		"400": own(say, 400), "404": own(say, 404), "409": own(say, 409), "410": own(say, 410), "422": own(say, 422),
		"400 page": foreign(say, 400), "404 page": foreign(say, 404),
	} {
		tests[status+", open"] = test{steps: join(response, readsOpen), status: response.Status}
		tests[status+", ended"] = test{steps: join(response, readsEnded), closed: true}
		tests[status+", 404, absent"] = test{steps: join(response, own(get, 404), unlisted), gone: true}
		tests[status+", 404, in list, ended"] = test{steps: join(response, own(get, 404), listsEnded), closed: true}
		tests[status+", 404, in list, open"] = test{steps: join(response, own(get, 404), listsOpen), status: response.Status}
		tests[status+", 404, unproven list"] = test{steps: join(response, own(get, 404), unproven), status: response.Status}
		tests[status+", 404 everywhere"] = test{steps: join(response, foreign(get, 404), foreign(list, 404)), status: response.Status}
		tests[status+", 404, no account"] = test{ref: untrusted, steps: join(response, own(get, 404)), status: response.Status}
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, c.steps...)
			if c.ref.ID == "" {
				c.ref = ref
			}
			got, err := v.Send(t.Context(), c.ref, client.SendRequest{Text: "hello"})
			if got != nil || err == nil {
				t.Fatalf("got %+v, %v", got, err)
			}
			if vendortest.Is[*client.ClosedError](err) != c.closed || vendortest.Is[*client.NotFoundError](err) != c.gone ||
				c.status != 0 && vendortest.StatusOf(err) != c.status%noResponse {
				t.Errorf("got %v, want closed: %t, gone: %t, status %d", err, c.closed, c.gone, c.status%noResponse)
			}
			if client.MayHaveSucceeded(err) != c.arrived {
				t.Errorf("may have succeeded: %t, want %t, of %v", !c.arrived, c.arrived, err)
			}
		})
	}
}

func TestSend_closedAt(t *testing.T) {
	v, _ := play(t, own(say, 409), readsEnded)
	_, err := v.Send(t.Context(), ref, client.SendRequest{Text: "hello"})
	want := &client.ClosedError{Vendor: "uponai", SessionID: id, ClosedAt: time.Date(2023, 11, 7, 5, 41, 56, 0, time.UTC)}
	if d := cmp.Diff(err, error(want)); d != "" {
		t.Error(d)
	}
}

func TestMessages(t *testing.T) {
	for name, c := range map[string]struct {
		fields string
		odd    bool
		want   []*client.Message
	}{
		"in order": {
			fields: `"status":"ongoing","messages":[{"content":"hi","name":"User","tool_calls":[]},{"content":"hello","name":"Ann"}]`,
			want:   []*client.Message{{Name: "User", Text: "hi"}, {Name: "Ann", Text: "hello"}},
		},
		"ended": {fields: `"status":"ended","messages":[{"content":"bye"}]`, want: []*client.Message{{Text: "bye"}}},
		"RT's fields": {
			fields: `"messages":[{"message_id":"m","role":"agent","content":"hi","created_timestamp":1703302428855}]`,
			want:   []*client.Message{{Role: "agent", Text: "hi"}},
		},
		"tool calls alone": {fields: `"messages":[{"name":"Ann","tool_calls":[{}]}]`, want: []*client.Message{{Name: "Ann"}}},
		"other types": {
			fields: `"metadata":7,"messages":[null,"x",{"content":null,"name":7,"role":{}},{"content":["x"]}]`, odd: true,
			want: []*client.Message{{Name: "7"}, {}},
		},
		"none":     {fields: `"messages":[]`},
		"null":     {fields: `"messages":null`, odd: true},
		"missing":  {fields: `"status":"ongoing"`},
		"no array": {fields: `"messages":"none"`, odd: true},
	} {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, step{Call: get, Body: chatJSON(c.fields), Odd: c.odd})
			got, err := client.History(t.Context(), v, ref)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(got, c.want); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestMessages_errors(t *testing.T) {
	for name, c := range map[string]struct {
		steps  []step
		ref    client.Ref // ref when zero
		gone   bool
		status int // of the error when it is not gone
	}{
		"404, absent":        {steps: join(own(get, 404), unlisted), gone: true},
		"404, in list":       {steps: join(own(get, 404), listsOpen), status: 404},
		"404, unproven list": {steps: join(own(get, 404), unproven), status: 404},
		"404, no account":    {ref: untrusted, steps: join(own(get, 404)), status: 404},
		"404 page, absent":   {steps: join(foreign(get, 404), unlisted), gone: true},
		"404 everywhere":     {steps: join(foreign(get, 404), foreign(list, 404)), status: 404},
		"422, absent":        {steps: join(own(get, 422), unlisted), gone: true},
		"422, in list":       {steps: join(own(get, 422), listsOpen), status: 422},
		"422, no list":       {steps: join(own(get, 422), own(list, 403)), status: 422},
		"401 everywhere":     {steps: join(own(get, 401), own(list, 401)), status: 401},
		"500":                {steps: join(twice(own(get, 500))), status: 500},
		"another chat":       {steps: join(step{Call: get, Body: `{"chatId":"other","messages":[{"content":"hi"}]}`}, listsOpen), status: 200},
		"no id":              {steps: join(step{Call: get, Body: `{"messages":[{"content":"hi"}]}`, Odd: true}, listsOpen), status: 200},
		"page":               {steps: join(foreign(get, 200), listsOpen), status: 200},
		"page, absent":       {steps: join(foreign(get, 200), unlisted), gone: true},
	} {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, c.steps...)
			if c.ref.ID == "" {
				c.ref = ref
			}
			got, err := client.History(t.Context(), v, c.ref)
			if got != nil || err == nil || vendortest.Is[*client.NotFoundError](err) != c.gone || !c.gone && vendortest.StatusOf(err) != c.status {
				t.Errorf("got %v, %v, want gone: %t, status %d", got, err, c.gone, c.status)
			}
		})
	}
}

func TestMessages_stopped(t *testing.T) {
	v, _ := play(t, step{Call: get, Body: chatJSON(`"messages":[{"content":"a"},{"content":"b"}]`)})
	for m, err := range v.Messages(t.Context(), ref) {
		if err != nil || m.Text != "a" {
			t.Errorf("got %+v, %v", m, err)
		}
		break
	}
}

// answersAfter is a vendor that responds after d; it calls begun at each request.
func answersAfter(t *testing.T, d time.Duration, begun func()) *uponai.Vendor {
	t.Helper()
	return offline(t, uponai.Config{}, func(r *http.Request) (*http.Response, error) {
		begun()
		select {
		case <-time.After(d):
			return vendortest.Answer(201, `{"messages":[{"content":"hi"}]}`), nil
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
	})
}

func TestSend_timeout(t *testing.T) {
	for name, takes := range map[string]time.Duration{"slow": 80 * time.Second, "too slow": time.Hour} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				sent, begun := 0, time.Now()
				v := answersAfter(t, takes, func() { sent++ })
				got, err := v.Send(t.Context(), ref, client.SendRequest{Text: "hello"})
				switch {
				case takes < time.Hour && err != nil:
					t.Errorf("got %+v, %v", got, err)
				case takes == time.Hour && (time.Since(begun) != 90*time.Second || !client.MayHaveSucceeded(err)):
					t.Errorf("got %+v, %v after %s", got, err, time.Since(begun))
				}
				if sent != 1 {
					t.Errorf("sent %d times", sent)
				}
			})
		})
	}
}

func TestSend_cancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		v := answersAfter(t, 2*time.Second, cancel)
		got, err := v.Send(ctx, ref, client.SendRequest{Text: "hello"})
		if err != nil || got.Delivery != client.DeliveryAnswered {
			t.Errorf("got %+v, %v", got, err)
		}
	})
}

// A message is sent once under every fault, and the error of one that has arrived does
// not rule that out.
func TestSend_faults(t *testing.T) {
	operations := []string{"createChatCompletion"}
	check := func(t *testing.T, fault sandbox.Fault) {
		v, box := inBox(t, sandbox.UponAIVariants{}, false)
		ref := refTo(box.Seed(sandbox.UponAI, sandbox.Seed{}).ID)
		box.Inject(fault)
		vendortest.CheckSend(t, fault, v, box, ref, client.SendRequest{Text: "hello"})
	}
	vendortest.EachKind(t, operations, func(t *testing.T, fault sandbox.Fault, _ time.Duration) { check(t, fault) })
	statuses := []int{400, 401, 402, 403, 404, 408, 409, 422, 429, 500, 502, 503, 504}
	vendortest.EachFault(t, operations, `{"status":"error","message":"x"}`, statuses, check)
}

// A refusal stands where neither the chat nor the list can be read.
func TestSend_readFaults(t *testing.T) {
	vendortest.EachFault(t, []string{"getChat"}, `{"status":"error","message":"x"}`, []int{400, 401, 403, 409, 429, 500},
		func(t *testing.T, fault sandbox.Fault) {
			v, box := inBox(t, sandbox.UponAIVariants{EndedCompletion: 409}, false)
			ref := refTo(box.Seed(sandbox.UponAI, sandbox.Seed{Closed: true}).ID)
			box.Inject(fault)
			fault.Operation = "listChats"
			box.Inject(fault)
			_, err := v.Send(t.Context(), ref, client.SendRequest{Text: "hello"})
			if vendortest.StatusOf(err) != 409 || client.MayHaveSucceeded(err) {
				t.Errorf("got %v", err)
			}
		})
}

// A history that cannot be read whole is an error.
func TestMessages_faults(t *testing.T) {
	vendortest.EachKind(t, []string{"getChat"}, func(t *testing.T, fault sandbox.Fault, timeout time.Duration) {
		_, box := inBox(t, sandbox.UponAIVariants{}, false)
		ref := refTo(box.Seed(sandbox.UponAI, sandbox.Seed{Messages: []sandbox.Message{{Content: "a"}, {Content: "b"}}}).ID)
		box.Inject(fault)
		v := client.Vendor(connect(t, box, timeout))
		got, err := client.History(t.Context(), v, ref)
		vendortest.CheckSecret(t, err)
		if err == nil && len(got) != 2 || err != nil && (got != nil || vendortest.Is[*client.NotFoundError](err)) {
			t.Errorf("got %v, %v", got, err)
		}
	})
}

func TestMessages_lifecycle(t *testing.T) {
	for name, c := range map[string]struct {
		variants sandbox.UponAIVariants
		outside  bool
	}{
		"400":          {},
		"404":          {variants: sandbox.UponAIVariants{EndedCompletion: 404}},
		"409":          {variants: sandbox.UponAIVariants{EndedCompletion: 409}},
		"422":          {variants: sandbox.UponAIVariants{EndedCompletion: 422, UnknownID: 422}},
		"guide's name": {variants: sandbox.UponAIVariants{IDField: sandbox.IDSnake}, outside: true},
	} {
		t.Run(name, func(t *testing.T) {
			v, box := inBox(t, c.variants, c.outside)
			ref := refTo(box.Seed(sandbox.UponAI, sandbox.Seed{}).ID)
			const agentName = "Website Concierge"
			reply, err := v.Send(t.Context(), ref, client.SendRequest{Text: "hello"})
			want := &client.Reply{Delivery: client.DeliveryAnswered, Answer: ptr(sandbox.Reply("hello")), AgentName: ptr(agentName)}
			if d := cmp.Diff(reply, want); d != "" || err != nil {
				t.Errorf("%v, %s", err, d)
			}
			if _, err := v.Close(t.Context(), ref, ""); err != nil {
				t.Fatal(err)
			}
			checkHistory(t, v, ref, &client.Message{Name: "User", Text: "hello"}, &client.Message{Name: agentName, Text: sandbox.Reply("hello")})

			_, err = v.Send(t.Context(), ref, client.SendRequest{Text: "too late"})
			closed, ok := errors.AsType[*client.ClosedError](err)
			if !ok || closed.ClosedAt.IsZero() {
				t.Errorf("a message to what has ended: %v", err)
			}
			box.RemoveSession(sandbox.UponAI, ref.ID)
			if _, err := v.Send(t.Context(), ref, client.SendRequest{Text: "too late"}); !vendortest.Is[*client.NotFoundError](err) {
				t.Errorf("a message to what is gone: %v", err)
			}
			if _, err := client.History(t.Context(), v, ref); !vendortest.Is[*client.NotFoundError](err) {
				t.Errorf("the history of what is gone: %v", err)
			}
		})
	}
}

func checkHistory(t *testing.T, v client.Vendor, ref client.Ref, want ...*client.Message) {
	t.Helper()
	got, err := client.History(t.Context(), v, ref)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(got, want); d != "" {
		t.Error(d)
	}
}

// A message that makes the chat fail has arrived.
func TestSend_chatFails(t *testing.T) {
	v, box := inBox(t, sandbox.UponAIVariants{}, false)
	ref := refTo(box.Seed(sandbox.UponAI, sandbox.Seed{}).ID)
	if _, err := v.Send(t.Context(), ref, client.SendRequest{Text: sandbox.FailMarker}); vendortest.StatusOf(err) != 500 || !client.MayHaveSucceeded(err) {
		t.Errorf("got %v", err)
	}
	checkHistory(t, v, ref, &client.Message{Name: "User", Text: sandbox.FailMarker})
	if _, err := v.Send(t.Context(), ref, client.SendRequest{Text: "and now"}); !vendortest.Is[*client.ClosedError](err) {
		t.Errorf("a message to a chat that failed: %v", err)
	}
}
