package uppzy_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

// ptr is for the facts that a vendor may not tell.
func ptr[T any](value T) *T { return &value }

// answered is an answer to a message with more fields.
func answered(fields string) reply {
	return reply{Body: `{"session_id":"s1","request_id":"req_1","answer":"hi"` + fields + `}`}
}

func TestSend(t *testing.T) {
	odd := func(r reply) reply { r.Odd = true; return r }
	sync := client.Reply{Delivery: client.DeliveryAnswered, Answer: ptr("hi"), RequestID: "req_1"}
	sure := sync
	sure.ConfidenceScore, sure.ConfidenceLevel = ptr(92.0), ptr("high")
	silent := client.Reply{Delivery: client.DeliveryAccepted, RequestID: "req_1", Note: "Uppzy has taken the message and gave no answer to it."}
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
		"no request":     {odd(reply{Body: `{"answer":"hi"}`}), unnamed},
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

func TestSendAsync(t *testing.T) {
	named := client.Reply{Delivery: client.DeliveryAccepted, RequestID: "req_1"}
	unnamed := client.Reply{
		Delivery: client.DeliveryAccepted,
		Note:     "Uppzy has taken the message and named no request, so that its answer cannot be asked for.",
	}
	tests := map[string]struct {
		answer reply
		want   client.Reply
	}{
		"200":               {pending, named},
		"202":               {reply{Status: 202, Body: pending.Body}, named},
		"another word":      {reply{Body: `{"request_id":"req_1","status":"queued"}`, Odd: true}, named},
		"no request":        {reply{Body: `{"status":"pending"}`, Odd: true}, unnamed},
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

func TestSendFails(t *testing.T) {
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
		"400, closed":        {answers: replies{"chat": {own(400)}, "list": {closeEntry}}, closed: true},
		"404, closed":        {answers: replies{"chat": {own(404)}, "list": {closeEntry}}, closed: true},
		"409, closed":        {answers: replies{"chat": {own(409)}, "list": {closeEntry}}, closed: true},
		"async, closed":      {async: true, answers: replies{"async": {own(400)}, "list": {closeEntry}}, closed: true},
		"400, open":          {answers: replies{"chat": {own(400)}, "list": {openEntry}}, status: 400},
		"400, not listed":    {answers: replies{"chat": {own(400)}, "list": {empty}}, status: 400},
		"400, list broken":   {answers: replies{"chat": {own(400)}, "list": {broken, broken}}, status: 400},
		"409, list refused":  {answers: replies{"chat": {own(409)}, "list": {own(401)}}, status: 409},
		"404, no site":       {answers: replies{"chat": {siteGone}, "list": {siteGone}}, status: 404},
		"400, list garbled":  {answers: replies{"chat": {own(400)}, "list": {{Body: `<html>`, Odd: true}}}, status: 400},
		"404, foreign":       {answers: replies{"chat": {foreign404}}, status: 404},
		"404 of a framework": {answers: replies{"chat": {routeless}}, status: 404},
		"400, foreign":       {answers: replies{"chat": {{Status: 400, Body: `<html>`, Odd: true}}}, status: 400},
		"closed, by the ref's e-mail": {
			ref: client.Ref{UserIdentifier: mail}, email: "other@example.com", closed: true,
			answers: replies{"chat": {own(400)}, "list": {empty}, "list " + mail: {closeEntry}},
		},
		"closed, by the message's e-mail": {
			email: mail, closed: true,
			answers: replies{"chat": {own(400)}, "list": {empty}, "list " + mail: {closeEntry}},
		},
		"401":           {answers: replies{"chat": {own(401)}}, status: 401},
		"403":           {answers: replies{"chat": {own(403)}}, status: 403},
		"422":           {answers: replies{"chat": {own(422)}}, status: 422},
		"redirect":      {answers: replies{"chat": {{Status: 302, Odd: true}}}, status: 302},
		"429 for good":  {answers: replies{"chat": {own(429), own(429)}}, status: 429},
		"429, then 400": {answers: replies{"chat": {own(429), own(400)}, "list": {openEntry}}, status: 400},
		"500":           {answers: replies{"chat": {broken}}, status: 500, arrived: true},
		"503, async":    {async: true, answers: replies{"async": {{Status: 503}}}, status: 503, arrived: true},
		"408":           {answers: replies{"chat": {{Status: 408, Odd: true}}}, status: 408, arrived: true},
		"lost":          {answers: replies{"chat": {{Lost: true}}}, arrived: true},
		"lost, async":   {async: true, answers: replies{"async": {{Lost: true}}}, arrived: true},
		"page":          {answers: replies{"chat": {{Body: `<html>`, Odd: true}}}, status: 200, arrived: true},
		"page, async":   {async: true, answers: replies{"async": {{Body: `<html>`, Odd: true}}}, status: 200, arrived: true},
		"204":           {answers: replies{"chat": {{Status: 204, Odd: true}}}, status: 204, arrived: true},
		"no answer":     {answers: replies{"chat": {{Body: `{"session_id":"s1"}`, Odd: true}}}, status: 200, arrived: true},
		"empty answer":  {answers: replies{"chat": {{Body: `{"session_id":"s1","answer":""}`, Odd: true}}}, status: 200, arrived: true},
		"an object":     {answers: replies{"chat": {{Body: `{"answer":{}}`, Odd: true}}}, status: 200, arrived: true},
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
			if client.MayHaveHappened(err) != test.arrived {
				t.Errorf("may have happened: %t, of %v", !test.arrived, err)
			}
		})
	}
}
