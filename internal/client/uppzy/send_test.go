package uppzy_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

// ptr is a pointer to a copy of value.
func ptr[T any](value T) *T { return &value }

// answered is an answer to a message, with more members.
func answered(fields string) reply {
	return reply{Body: `{"session_id":"s1","request_id":"req_1","answer":"hi"` + fields + `}`}
}

func TestSend(t *testing.T) {
	sync := client.Reply{Delivery: client.DeliveryAnswered, Answer: ptr("hi"), RequestID: "req_1"}
	sure := sync
	sure.ConfidenceScore, sure.ConfidenceLevel = ptr(92.0), ptr("high")
	silent := client.Reply{Delivery: client.DeliveryAccepted, RequestID: "req_1", Note: "Uppzy accepted the message and returned no answer."}
	unnamed := sync
	unnamed.RequestID = ""
	numbered := client.Reply{Delivery: client.DeliveryAnswered, Answer: ptr("42"), RequestID: "7", ConfidenceScore: ptr(0.5)}
	tests := map[string]struct {
		answer reply
		want   client.Reply
	}{
		"sure":           {answered(`,"confidence_score":92,"confidence_level":"high"`), sure},
		"no confidence":  {answered(``), sync},
		"nulls":          {odd(answered(`,"confidence_score":null,"confidence_level":null`)), sync},
		"other types":    {odd(answered(`,"confidence_score":"high","confidence_level":{}`)), sync},
		"too large":      {odd(answered(`,"confidence_score":1e999`)), sync},
		"unknown fields": {answered(`,"sources":[{}]`), sync},
		"numbers":        {odd(reply{Body: `{"request_id":7,"answer":42,"confidence_score":0.5}`}), numbered},
		"no ids":         {odd(reply{Body: `{"answer":"hi"}`}), unnamed},
		"unusable id":    {odd(reply{Body: `{"request_id":"..","answer":"hi"}`}), unnamed},
		"the key as id":  {odd(reply{Body: `{"request_id":"` + apiKey + `","answer":"hi"}`}), unnamed},
		"no answer":      {odd(reply{Body: `{"request_id":"req_1"}`}), silent},
		"empty answer":   {odd(reply{Body: `{"request_id":"req_1","answer":""}`}), silent},
		"201":            {odd(reply{Status: 201, Body: answered("").Body}), sync},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			v, s := play(t, replies{"chat": {test.answer}})
			got, err := v.Send(t.Context(), client.Ref{ID: "s1", UserIdentifier: "not@this.example"}, client.SendRequest{
				Text: "a < b", UserIdentifier: mail, ResponseLanguage: "en", PageURL: "https://not.example/",
			})
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(*got, test.want); d != "" {
				t.Error(d)
			}
			if want := `{"session_id":"s1","message":"a < b","email":"` + mail + `","response_language":"en"}`; s.Sent[0].Body != want {
				t.Errorf("sent %s, want %s", s.Sent[0].Body, want)
			}
		})
	}
}

func TestSend_async(t *testing.T) {
	named := client.Reply{Delivery: client.DeliveryAccepted, RequestID: "req_1"}
	unnamed := client.Reply{
		Delivery: client.DeliveryAccepted,
		Note:     "Uppzy accepted the message and returned no usable request_id, so its answer cannot be read.",
	}
	tests := map[string]struct {
		answer reply
		want   client.Reply
	}{
		"200":               {pending, named},
		"202":               {reply{Status: 202, Body: pending.Body}, named},
		"another word":      {reply{Body: `{"request_id":"req_1","status":"queued"}`, Odd: true}, named},
		"no request":        {reply{Body: `{"status":"pending"}`, Odd: true}, unnamed},
		"that climbs":       {reply{Body: `{"request_id":"..","status":"pending"}`, Odd: true}, unnamed},
		"with a line break": {reply{Body: `{"request_id":"req\n1","status":"pending"}`, Odd: true}, unnamed},
		"with the key":      {reply{Body: `{"request_id":"` + apiKey + `","status":"pending"}`, Odd: true}, unnamed},
		"a request of null": {reply{Body: `{"request_id":null}`, Odd: true}, unnamed},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			v, s := play(t, replies{"async": {test.answer}})
			got, err := v.Send(t.Context(), client.Ref{ID: "s1"}, client.SendRequest{Text: "hello", Async: true})
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(*got, test.want); d != "" {
				t.Error(d)
			}
			if s.Sent[0].Body != `{"session_id":"s1","message":"hello"}` {
				t.Errorf("sent %s", s.Sent[0].Body)
			}
		})
	}
}

func TestSend_fails(t *testing.T) {
	own := func(status int) reply {
		return reply{Status: status, Body: `{"error":"x"}`, Odd: status == 409 || status == 422}
	}
	tests := map[string]struct {
		ref     client.Ref
		email   string
		async   bool
		answers replies
		closed  bool
		status  int // of the error that is no ClosedError
		arrived bool
	}{
		"400, closed":                {answers: replies{"chat": {own(400)}, "list": {closedEntry}}, closed: true},
		"404, closed":                {answers: replies{"chat": {own(404)}, "list": {closedEntry}}, closed: true},
		"409, closed":                {answers: replies{"chat": {own(409)}, "list": {closedEntry}}, closed: true},
		"async, closed":              {async: true, answers: replies{"async": {own(400)}, "list": {closedEntry}}, closed: true},
		"400, open":                  {answers: replies{"chat": {own(400)}, "list": {openEntry}}, status: 400},
		"400, not listed":            {answers: replies{"chat": {own(400)}, "list": {empty}}, status: 400},
		"400, list broken":           {answers: replies{"chat": {own(400)}, "list": {failed, failed}}, status: 400},
		"409, list refused":          {answers: replies{"chat": {own(409)}, "list": {own(401)}}, status: 409},
		"404, no site":               {answers: replies{"chat": {siteNotFound}, "list": {siteNotFound}}, status: 404},
		"400, list is a page":        {answers: replies{"chat": {own(400)}, "list": {{Body: `<html>`, Odd: true}}}, status: 400},
		"404 of a proxy, open":       {answers: replies{"chat": {proxy404}, "list": {openEntry}}, status: 404},
		"404 of a proxy, closed":     {answers: replies{"chat": {proxy404}, "list": {closedEntry}}, closed: true},
		"404 of a framework, closed": {answers: replies{"chat": {routeless}, "list": {closedEntry}}, closed: true},
		"400 of a proxy, closed":     {answers: replies{"chat": {{Status: 400, Body: `<html>`, Odd: true}}, "list": {closedEntry}}, closed: true},
		"400, closed_at unclear":     {answers: replies{"chat": {own(400)}, "list": {unclearEntry}}, status: 400},
		"another session's answer": {
			answers: replies{"chat": {{Body: `{"session_id":"s2","request_id":"req_1","answer":"hi"}`}}}, status: 200, arrived: true,
		},
		"another session's request": {
			async: true, status: 200, arrived: true,
			answers: replies{"async": {{Body: `{"session_id":"s2","request_id":"req_1","status":"pending"}`}}},
		},
		"closed, by the ref's e-mail": {
			ref: client.Ref{UserIdentifier: mail}, email: "other@example.com", closed: true,
			answers: replies{"chat": {own(400)}, "list": {empty}, "list " + mail: {closedEntry}},
		},
		"closed, by the message's e-mail": {
			email: mail, closed: true,
			answers: replies{"chat": {own(400)}, "list": {empty}, "list " + mail: {closedEntry}},
		},
		"401":            {answers: replies{"chat": {own(401)}}, status: 401},
		"403":            {answers: replies{"chat": {own(403)}}, status: 403},
		"422":            {answers: replies{"chat": {own(422)}}, status: 422},
		"redirect":       {answers: replies{"chat": {{Status: 302, Odd: true}}}, status: 302},
		"429 every time": {answers: replies{"chat": {own(429), own(429)}}, status: 429},
		"429, then 400":  {answers: replies{"chat": {own(429), own(400)}, "list": {openEntry}}, status: 400},
		"500":            {answers: replies{"chat": {failed}}, status: 500, arrived: true},
		"503, async":     {async: true, answers: replies{"async": {{Status: 503}}}, status: 503, arrived: true},
		"408":            {answers: replies{"chat": {{Status: 408, Odd: true}}}, status: 408, arrived: true},
		"lost":           {answers: replies{"chat": {{Lost: true}}}, arrived: true},
		"lost, async":    {async: true, answers: replies{"async": {{Lost: true}}}, arrived: true},
		"page":           {answers: replies{"chat": {{Body: `<html>`, Odd: true}}}, status: 200, arrived: true},
		"page, async":    {async: true, answers: replies{"async": {{Body: `<html>`, Odd: true}}}, status: 200, arrived: true},
		"204":            {answers: replies{"chat": {{Status: 204, Odd: true}}}, status: 204, arrived: true},
		"no answer":      {answers: replies{"chat": {{Body: `{"session_id":"s1"}`, Odd: true}}}, status: 200, arrived: true},
		"empty answer":   {answers: replies{"chat": {{Body: `{"session_id":"s1","answer":""}`, Odd: true}}}, status: 200, arrived: true},
		"an object":      {answers: replies{"chat": {{Body: `{"answer":{}}`, Odd: true}}}, status: 200, arrived: true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, test.answers)
			test.ref.ID = "s1"
			got, err := v.Send(t.Context(), test.ref, client.SendRequest{Text: "hello", UserIdentifier: test.email, Async: test.async})
			if got != nil || err == nil {
				t.Fatalf("got %+v, %v", got, err)
			}
			vendortest.CheckSecret(t, err)
			if vendortest.Is[*client.ClosedError](err) != test.closed || !test.closed && vendortest.StatusOf(err) != test.status {
				t.Errorf("got %v", err)
			}
			if client.MayHaveSucceeded(err) != test.arrived {
				t.Errorf("may have succeeded: %t, of %v", !test.arrived, err)
			}
		})
	}
}
