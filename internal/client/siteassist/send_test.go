package siteassist_test

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/siteassist"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

const (
	send     = "POST /conversations/" + id + "/messages"
	textStep = `{"content":[{"type":"text","text":"Hello!"}],"finishReason":"stop",
		"usage":{"inputTokens":2409,"outputTokens":11,"totalTokens":2420,"reasoningTokens":0,"cachedInputTokens":0}}`
	toolStep = `{"content":[{"type":"tool-call","toolName":"search"}],"finishReason":"tool-calls","usage":{"inputTokens":100,"totalTokens":101}}`
)

// answers is a response with these steps.
func answers(steps string) step { return step{Call: send, Body: `{"steps":` + steps + `}`} }

// oddly marks a response that is not one of the contract.
func oddly(s step) step {
	s.Odd = true
	return s
}

func ptr[T any](value T) *T { return &value }

func TestSendReturnsTheAnswer(t *testing.T) {
	human := client.Reply{Delivery: client.DeliveryAccepted, Handoff: ptr("human"), Note: "some"}
	silent := client.Reply{Delivery: client.DeliveryAccepted, Note: "some"}
	usage := map[string]int64{"inputTokens": 2409, "outputTokens": 11, "totalTokens": 2420, "reasoningTokens": 0, "cachedInputTokens": 0}
	said := func(text, reason string, usage map[string]int64) client.Reply {
		return client.Reply{Delivery: client.DeliveryAnswered, Answer: &text, FinishReason: ptr(reason), Usage: usage}
	}
	silentStop := silent
	silentStop.FinishReason = ptr("stop")
	for name, c := range map[string]struct {
		answer step
		want   client.Reply
	}{
		"documented": {answers(`[` + textStep + `]`), said("Hello!", "stop", usage)},
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
			answers(`[{"finishReason":"error"},` + textStep + `]`), said("Hello!", "stop", usage),
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

		"no text":    {answers(`[{"content":[],"finishReason":"stop"}]`), silentStop},
		"empty text": {answers(`[{"content":[{"type":"text","text":""}]}]`), silent},
		"no content": {answers(`[{}]`), silent},
		"no step":    {answers(`[]`), silent},

		"202, JSON string":       {step{Call: send, Status: 202, Body: `"Message sent"`}, human},
		"202, steps":             {alien(send, 202, `{"steps":[`+textStep+`]}`), human},
		"202, null":              {alien(send, 202, `null`), human},
		"202, text":              {alien(send, 202, `Message sent`), human},
		"202, page":              {foreign(send, 202), human},
		"202, empty":             {alien(send, 202, ""), human},
		"200 with a JSON string": {alien(send, 200, `"Message sent"`), human},
		"200, white space":       {alien(send, 200, " \n\"Message sent\" "), human},
	} {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, byToken, c.answer)
			got, err := v.Send(t.Context(), confirmed, client.SendRequest{Text: "hi"})
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

// The media type of a 202 is not certain, nor whether its text is quoted.
func TestSendAcceptsAnyMediaTypeOfA202(t *testing.T) {
	for body, mediaType := range map[string]string{
		`Message sent`:    "text/plain; charset=utf-8",
		`"Message sent"`:  "text/plain",
		` "Message sent"`: "application/json",
	} {
		c := byToken
		c.Transport = transport.Options{RoundTripper: vendortest.RoundTrip(func(*http.Request) (*http.Response, error) {
			resp := vendortest.Answer(202, body)
			resp.Header.Set("Content-Type", mediaType)
			return resp, nil
		})}
		v, err := siteassist.New(c)
		if err != nil {
			t.Fatal(err)
		}
		r, err := v.Send(t.Context(), confirmed, client.SendRequest{Text: "hi"})
		if err != nil || r.Delivery != client.DeliveryAccepted || r.Handoff == nil {
			t.Errorf("%s %s: got %+v, %v", mediaType, body, r, err)
		}
	}
}

func TestSendRequest(t *testing.T) {
	for want, r := range map[string]client.SendRequest{
		`{"content":"a < b","stream":false}`: {Text: "a < b"},
		`{"content":"hi","stream":false,"pageContext":{"url":"https://example.com/?a=1&b=2"}}`: {
			Text: "hi", PageURL: "https://example.com/?a=1&b=2",
		},
	} {
		v, s := play(t, byToken, answers(`[`+textStep+`]`))
		if _, err := v.Send(t.Context(), confirmed, r); err != nil {
			t.Fatal(err)
		}
		if s.Sent[0].Body != want {
			t.Errorf("sent %s, want %s", s.Sent[0].Body, want)
		}
	}
}

func TestSendErrors(t *testing.T) {
	for name, c := range map[string]struct {
		steps   []step
		kind    func(error) bool // nil is *client.Error
		status  int
		unclear bool // whether it has arrived
	}{
		"the last step failed": {steps: join(answers(`[` + textStep + `,{"finishReason":"error"}]`)), kind: vendortest.Is[*client.AnswerError], unclear: true},
		"it failed half-way":   {steps: join(answers(`[{"content":[{"type":"text","text":"Hel"}],"finishReason":"error"}]`)), kind: vendortest.Is[*client.AnswerError], unclear: true},

		"no steps":         {steps: join(oddly(step{Call: send, Body: `{}`})), status: 200, unclear: true},
		"steps of no list": {steps: join(oddly(answers(`"x"`))), status: 200, unclear: true},
		"null":             {steps: join(oddly(step{Call: send, Body: `null`})), status: 200, unclear: true},
		"a list":           {steps: join(oddly(step{Call: send, Body: `[]`})), status: 200, unclear: true},
		"a number":         {steps: join(oddly(step{Call: send, Body: `7`})), status: 200, unclear: true},
		"page":             {steps: join(foreign(send, 200)), status: 200, unclear: true},
		"cut short":        {steps: join(oddly(step{Call: send, Body: `"Mess`})), status: 200, unclear: true},
		"empty":            {steps: join(oddly(step{Call: send})), status: 200, unclear: true},
		"204":              {steps: join(oddly(step{Call: send, Status: 204})), status: 204, unclear: true},

		"not found": {steps: join(own(send, 404)), kind: vendortest.Is[*client.NotFoundError]},

		"400, closed":              {steps: join(own(send, 400), readsEnded), kind: vendortest.Is[*client.ClosedError]},
		"403, closed":              {steps: join(own(send, 403), readsEnded), kind: vendortest.Is[*client.ClosedError]},
		"409, closed":              {steps: join(own(send, 409), readsEnded), kind: vendortest.Is[*client.ClosedError]},
		"422, closed":              {steps: join(own(send, 422), readsEnded), kind: vendortest.Is[*client.ClosedError]},
		"404 without code, open":   {steps: join(alien(send, 404, `{"error":{"message":"gone"}}`), readsOpen), status: 404},
		"404 without code, closed": {steps: join(alien(send, 404, `{"error":{"message":"gone"}}`), readsEnded), kind: vendortest.Is[*client.ClosedError]},
		"404 of a proxy, closed":   {steps: join(foreign(send, 404), readsEnded), kind: vendortest.Is[*client.ClosedError]},
		"404 with another code, closed": {
			steps: join(step{Call: send, Status: 404, Body: `{"error":{"message":"no route","code":"ROUTE"}}`}, readsEnded),
			kind:  vendortest.Is[*client.ClosedError],
		},
		"400, open":            {steps: join(own(send, 400), readsOpen), status: 400},
		"403, open":            {steps: join(own(send, 403), readsOpen), status: 403},
		"409, open":            {steps: join(own(send, 409), readsOpen), status: 409},
		"422, open":            {steps: join(own(send, 422), readsOpen), status: 422},
		"404 of a proxy, open": {steps: join(foreign(send, 404), readsOpen), status: 404},
		"409, not found":       {steps: join(own(send, 409), own(get, 404)), status: 409},
		"403 twice":            {steps: join(own(send, 403), own(get, 403)), status: 403},
		"422, no read":         {steps: join(own(send, 422), twice(own(get, 500))), status: 422},

		"401":       {steps: join(own(send, 401)), status: 401},
		"402":       {steps: join(own(send, 402)), status: 402},
		"redirect":  {steps: join(foreign(send, 307)), status: 307},
		"429 twice": {steps: join(twice(own(send, 429))), status: 429},
		"303":       {steps: join(foreign(send, 303)), status: 303, unclear: true},
		"408":       {steps: join(foreign(send, 408)), status: 408, unclear: true},
		"500":       {steps: join(own(send, 500)), status: 500, unclear: true},
		"502":       {steps: join(own(send, 502)), status: 502, unclear: true},
		"503":       {steps: join(own(send, 503)), status: 503, unclear: true},
		"lost":      {steps: join(step{Call: send, Lost: true}), unclear: true},
	} {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, byToken, c.steps...)
			got, err := v.Send(t.Context(), confirmed, client.SendRequest{Text: "hi"})
			if got != nil || client.MayHaveSucceeded(err) != c.unclear {
				t.Errorf("got %+v, %v", got, err)
			}
			if c.kind != nil && !c.kind(err) || c.kind == nil && vendortest.StatusOf(err) != c.status {
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestSendToAClosedConversationHasTheTime(t *testing.T) {
	v, _ := play(t, byToken, own(send, 409), readsEnded)
	_, err := v.Send(t.Context(), confirmed, client.SendRequest{Text: "hi"})
	want := &client.ClosedError{Vendor: "siteassist", SessionID: id, ClosedAt: time.Date(2024, 1, 15, 10, 40, 0, 0, time.UTC)}
	if diff := cmp.Diff(error(want), err); diff != "" {
		t.Error(diff)
	}
}

// A message is sent again only after a 429, and after a 401 with another token.
func TestSendIsRepeatedOnlyAfterARefusal(t *testing.T) {
	sent := answers(`[` + textStep + `]`)
	for name, c := range map[string]struct {
		steps   []step
		ok      bool
		unclear bool
	}{
		"429":               {steps: join(own(send, 429), sent), ok: true},
		"401":               {steps: join(own(send, 401), loggedIn("token-002"), sent), ok: true},
		"429, 401":          {steps: join(own(send, 429), own(send, 401), loggedIn("token-002"), sent), ok: true},
		"401, 429":          {steps: join(own(send, 401), loggedIn("token-002"), own(send, 429), sent), ok: true},
		"401 twice":         {steps: join(own(send, 401), loggedIn("token-002"), own(send, 401))},
		"401, no token":     {steps: join(own(send, 401), own(login, 403))},
		"401, lost":         {steps: join(own(send, 401), loggedIn("token-002"), step{Call: send, Lost: true}), unclear: true},
		"401, 503":          {steps: join(own(send, 401), loggedIn("token-002"), own(send, 503)), unclear: true},
		"429, 500":          {steps: join(own(send, 429), own(send, 500)), unclear: true},
		"lost before a 401": {steps: join(step{Call: send, Lost: true}), unclear: true},
		"503":               {steps: join(own(send, 503)), unclear: true},
	} {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, byKey, join(loggedIn("token-001"), c.steps)...)
			got, err := v.Send(t.Context(), confirmed, client.SendRequest{Text: "hi"})
			if (got != nil) != c.ok || (err == nil) != c.ok || client.MayHaveSucceeded(err) != c.unclear {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
}

// thinking is a vendor that answers a message after some time. It calls came at once.
func thinking(t *testing.T, takes time.Duration, came func()) *siteassist.Vendor {
	t.Helper()
	c := byToken
	c.Transport = transport.Options{RoundTripper: vendortest.RoundTrip(func(r *http.Request) (*http.Response, error) {
		came()
		select {
		case <-time.After(takes):
			return vendortest.Answer(200, `{"steps":[`+textStep+`]}`), nil
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
	})}
	v, err := siteassist.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestSendWaitsForTheAnswer(t *testing.T) {
	for _, c := range []struct {
		takes time.Duration
		ok    bool
	}{{89 * time.Second, true}, {91 * time.Second, false}} {
		synctest.Test(t, func(t *testing.T) {
			begun, attempts := time.Now(), 0
			v := thinking(t, c.takes, func() { attempts++ })
			_, err := v.Send(t.Context(), confirmed, client.SendRequest{Text: "hi"})
			took := time.Since(begun)
			if (err == nil) != c.ok || client.MayHaveSucceeded(err) == c.ok || attempts != 1 || took != min(c.takes, 90*time.Second) {
				t.Errorf("%s: got %v after %d attempts and %s", c.takes, err, attempts, took)
			}
		})
	}
}

// A message that is on its way when the apply is cancelled gets some seconds to end.
func TestSendOutlivesACancellation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		v := thinking(t, time.Second, cancel)
		if r, err := v.Send(ctx, confirmed, client.SendRequest{Text: "hi"}); err != nil || *r.Answer != "Hello!" {
			t.Errorf("got %+v, %v", r, err)
		}
	})
}
