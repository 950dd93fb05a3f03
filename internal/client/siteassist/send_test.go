package siteassist_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

const (
	send     = "POST /conversations/" + id + "/messages"
	textStep = `{"content":[{"type":"text","text":"Hello!"}],"finishReason":"stop",
		"usage":{"inputTokens":2409,"outputTokens":11,"totalTokens":2420,"reasoningTokens":0,"cachedInputTokens":0}}`
	toolStep = `{"content":[{"type":"tool-call","toolName":"search"}],"finishReason":"tool-calls","usage":{"inputTokens":100,"totalTokens":101}}`
)

// answers is an answer of these steps.
func answers(steps string) step { return step{Call: send, Body: `{"steps":` + steps + `}`} }

// oddly says that the answer is not one of the contract's.
func oddly(s step) step {
	s.Odd = true
	return s
}

func ptr[T any](value T) *T { return &value }

func TestSendTellsTheAnswer(t *testing.T) {
	human := client.Reply{Delivery: client.DeliveryAccepted, Handoff: ptr("human"), Note: "is told"}
	silent := client.Reply{Delivery: client.DeliveryAccepted, Note: "is told"}
	counted := map[string]int64{"inputTokens": 2409, "outputTokens": 11, "totalTokens": 2420, "reasoningTokens": 0, "cachedInputTokens": 0}
	said := func(text, reason string, usage map[string]int64) client.Reply {
		return client.Reply{Delivery: client.DeliveryAnswered, Answer: &text, FinishReason: ptr(reason), Usage: usage}
	}
	stopped := silent
	stopped.FinishReason = ptr("stop")
	for name, c := range map[string]struct {
		answer step
		want   client.Reply
	}{
		"documented": {answers(`[` + textStep + `]`), said("Hello!", "stop", counted)},
		"parts": {
			answers(`[{"content":[{"type":"text","text":"Hel"},{"type":"reasoning","text":"hm"},{"type":"text","text":"lo"}],"finishReason":"stop"}]`),
			said("Hello", "stop", nil),
		},
		"steps": {
			answers(`[` + textStep + `,` + toolStep + `,{"content":[{"type":"text","text":"Bye."}],"finishReason":"length"}]`),
			said("Hello!\n\nBye.", "length", map[string]int64{
				"inputTokens": 2509, "outputTokens": 11, "totalTokens": 2521, "reasoningTokens": 0, "cachedInputTokens": 0,
			}),
		},
		"only the last reason counts": {
			answers(`[{"finishReason":"error"},` + textStep + `]`), said("Hello!", "stop", counted),
		},
		"odd fields": {
			oddly(answers(`[7,{"content":["a",{"type":"text","text":"Hi"},{"type":"text","text":null}],"finishReason":{},"usage":[]}]`)),
			client.Reply{Delivery: client.DeliveryAnswered, Answer: ptr("Hi")},
		},
		"odd counters": {
			oddly(answers(`[{"content":[{"type":"text","text":"Hi"}],"finishReason":"stop",
				"usage":{"inputTokens":"9","outputTokens":1.5,"totalTokens":3.0,"reasoningTokens":null,"cachedInputTokens":1e300,"others":4}}]`)),
			said("Hi", "stop", map[string]int64{"totalTokens": 3}),
		},

		"no text":    {answers(`[{"content":[],"finishReason":"stop"}]`), stopped},
		"empty text": {answers(`[{"content":[{"type":"text","text":""}]}]`), silent},
		"no content": {answers(`[{}]`), silent},
		"no step":    {answers(`[]`), silent},

		"202":              {step{Call: send, Status: 202, Body: `"Message sent"`}, human},
		"202, steps":       {step{Call: send, Status: 202, Body: `{"steps":[` + textStep + `]}`, Odd: true}, human},
		"202, null":        {step{Call: send, Status: 202, Body: `null`, Odd: true}, human},
		"202, no JSON":     {foreign(send, 202), human},
		"202, empty":       {step{Call: send, Status: 202, Odd: true}, human},
		"200 with a word":  {step{Call: send, Body: `"Message sent"`, Odd: true}, human},
		"200, white space": {step{Call: send, Body: " \n\"Message sent\" ", Odd: true}, human},
	} {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, byToken, c.answer)
			got, err := v.Send(t.Context(), client.Ref{ID: id}, client.SendRequest{Text: "hi"})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(&c.want, got, cmp.FilterPath(
				func(p cmp.Path) bool { return p.Last().String() == ".Note" },
				cmp.Comparer(func(a, b string) bool { return (a == "") == (b == "") }))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSendSendsWhatIsDocumented(t *testing.T) {
	for want, r := range map[string]client.SendRequest{
		`{"content":"a < b","stream":false}`: {Text: "a < b"},
		`{"content":"hi","stream":false,"pageContext":{"url":"https://example.com/?a=1&b=2"}}`: {
			Text: "hi", PageURL: "https://example.com/?a=1&b=2",
		},
	} {
		v, s := play(t, byToken, answers(`[`+textStep+`]`))
		if _, err := v.Send(t.Context(), client.Ref{ID: id}, r); err != nil {
			t.Fatal(err)
		}
		if s.Sent[0].Body != want {
			t.Errorf("sent %s, want %s", s.Sent[0].Body, want)
		}
	}
}
