package uponai_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

// ptr is for the facts that a vendor may not tell.
func ptr[T any](value T) *T { return &value }

// said is an answer to a message.
func said(body string) step { return step{Call: say, Status: 201, Body: body} }

func TestSend(t *testing.T) {
	odd := func(s step) step { s.Odd = true; return s }
	answered := func(text string, agent *string) client.Reply {
		return client.Reply{Delivery: client.DeliveryAnswered, Answer: &text, AgentName: agent}
	}
	accepted := func(agent *string) client.Reply {
		return client.Reply{
			Delivery: client.DeliveryAccepted, AgentName: agent,
			Note: "UponAI has taken the message and gave no answer to it.",
		}
	}
	for name, c := range map[string]struct {
		answer step
		want   client.Reply
	}{
		"one":              {said(`{"messages":[{"content":"hi","name":"Ann","tool_calls":[]}]}`), answered("hi", ptr("Ann"))},
		"several":          {said(`{"messages":[{"content":"a","name":"Ann"},{"content":"","name":""},{"tool_calls":[{}]},{"content":"b","name":"Bob"},{"content":"c"}]}`), answered("a\nb\nc", ptr("Bob"))},
		"no name":          {said(`{"messages":[{"content":"hi"}]}`), answered("hi", nil)},
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
			got, err := v.Send(t.Context(), client.Ref{ID: id}, client.SendRequest{Text: "a < b", UserIdentifier: "not sent", Async: true})
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

func TestSendFails(t *testing.T) {
	const noAnswer = 1000 // stands for status 0
	failed := step{Call: get, Body: chatJSON(`"status":"error"`)}
	inList := step{Call: list, Body: pageJSON("null", chatJSON(`"status":"ended","endedAt":"2023-11-07T05:41:56Z"`))}
	for name, c := range map[string]struct {
		steps   []step
		closed  bool
		gone    bool
		status  int // of the error when it is neither, noAnswer for one without
		arrived bool
	}{
		"404 own":              {steps: join(own(say, 404)), gone: true},
		"404 foreign, ended":   {steps: join(foreign(say, 404), readsEnded), closed: true},
		"404 foreign, open":    {steps: join(foreign(say, 404), readsOpen), status: 404},
		"404 foreign, gone":    {steps: join(foreign(say, 404), own(get, 404)), gone: true},
		"404 twice, unlisted":  {steps: join(foreign(say, 404), foreign(get, 404), unlisted), gone: true},
		"404 twice, in list":   {steps: join(foreign(say, 404), foreign(get, 404), inList), closed: true},
		"404 everywhere":       {steps: join(foreign(say, 404), foreign(get, 404), foreign(list, 404)), status: 404},
		"400, ended":           {steps: join(own(say, 400), readsEnded), closed: true},
		"400, open":            {steps: join(own(say, 400), readsOpen), status: 400},
		"400, gone":            {steps: join(own(say, 400), own(get, 404)), gone: true},
		"400, not readable":    {steps: join(own(say, 400), own(get, 403)), status: 400},
		"400, another chat":    {steps: join(own(say, 400), step{Call: get, Body: `{"chatId":"other","status":"ended"}`}), status: 400},
		"400, read broken":     {steps: join(own(say, 400), twice(own(get, 500))), status: 400},
		"400, an unknown word": {steps: join(own(say, 400), step{Call: get, Body: chatJSON(`"status":"winding down"`)}), status: 400},
		"400 foreign, ended":   {steps: join(foreign(say, 400), readsEnded), closed: true},
		"409, ended":           {steps: join(own(say, 409), readsEnded), closed: true},
		"409, failed":          {steps: join(own(say, 409), failed), closed: true},
		"422, ended":           {steps: join(own(say, 422), readsEnded), closed: true},
		"422, 422, absent":     {steps: join(own(say, 422), own(get, 422), unlisted), gone: true},
		"429, 409, ended":      {steps: join(own(say, 429), own(say, 409), readsEnded), closed: true},

		"401":          {steps: join(own(say, 401)), status: 401},
		"402":          {steps: join(own(say, 402)), status: 402},
		"403":          {steps: join(foreign(say, 403)), status: 403},
		"429 for good": {steps: join(twice(own(say, 429))), status: 429},
		"redirect":     {steps: join(foreign(say, 302)), status: 302},

		"500":         {steps: join(own(say, 500)), status: 500, arrived: true},
		"503 foreign": {steps: join(foreign(say, 503)), status: 503, arrived: true},
		"408":         {steps: join(own(say, 408)), status: 408, arrived: true},
		"lost":        {steps: join(step{Call: say, Lost: true}), status: noAnswer, arrived: true},
		"page":        {steps: join(foreign(say, 201)), status: 201, arrived: true},
		"204":         {steps: join(step{Call: say, Status: 204, Odd: true}), status: 204, arrived: true},
		"no messages": {steps: join(step{Call: say, Status: 201, Body: `{}`, Odd: true}), status: 201, arrived: true},
		"null":        {steps: join(step{Call: say, Status: 201, Body: `{"messages":null}`, Odd: true}), status: 201, arrived: true},
		"no array":    {steps: join(step{Call: say, Status: 201, Body: `{"messages":{"content":"hi"}}`, Odd: true}), status: 201, arrived: true},
	} {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, c.steps...)
			got, err := v.Send(t.Context(), client.Ref{ID: id}, client.SendRequest{Text: "hello"})
			if got != nil || err == nil {
				t.Fatalf("got %+v, %v", got, err)
			}
			if vendortest.Is[*client.ClosedError](err) != c.closed || vendortest.Is[*client.NotFoundError](err) != c.gone ||
				c.status != 0 && vendortest.StatusOf(err) != c.status%noAnswer {
				t.Errorf("got %v", err)
			}
			if client.MayHaveHappened(err) != c.arrived {
				t.Errorf("may have happened: %t, of %v", !c.arrived, err)
			}
		})
	}
}

func TestSendTellsWhenTheChatEnded(t *testing.T) {
	v, _ := play(t, own(say, 409), readsEnded)
	_, err := v.Send(t.Context(), client.Ref{ID: id}, client.SendRequest{Text: "hello"})
	want := &client.ClosedError{Vendor: "uponai", SessionID: id, ClosedAt: time.Date(2023, 11, 7, 5, 41, 56, 0, time.UTC)}
	if d := cmp.Diff(err, error(want)); d != "" {
		t.Error(d)
	}
}
