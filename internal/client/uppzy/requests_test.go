package uppzy_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

func TestReadRequest(t *testing.T) {
	request := func(status client.RequestStatus, answer, failure *string) *client.Request {
		return &client.Request{ID: "req_1", Status: status, Answer: answer, Failure: failure}
	}
	sure := request(client.RequestCompleted, ptr("hi"), nil)
	sure.ConfidenceScore, sure.ConfidenceLevel = ptr(92.0), ptr("high")
	tests := map[string]struct {
		body string
		odd  bool
		want *client.Request
		done bool
	}{
		"pending":               {body: pending.Body, want: request(client.RequestPending, nil, nil)},
		"with a session_id":     {body: `{"session_id":"s1","request_id":"req_1","status":"pending"}`, want: request(client.RequestPending, nil, nil)},
		"another word":          {body: `{"request_id":"req_1","status":"in review"}`, odd: true, want: request("in review", nil, nil)},
		"another case":          {body: `{"request_id":"req_1","status":"COMPLETED"}`, odd: true, want: request("COMPLETED", nil, nil)},
		"a number":              {body: `{"status":7}`, odd: true, want: request("7", nil, nil)},
		"completed":             {body: `{"request_id":"req_1","status":"completed","answer":"hi"}`, want: request(client.RequestCompleted, ptr("hi"), nil), done: true},
		"completed, no answer":  {body: `{"status":"completed"}`, odd: true, want: request(client.RequestCompleted, nil, nil), done: true},
		"completed, null":       {body: `{"status":"completed","answer":null,"error":null}`, odd: true, want: request(client.RequestCompleted, nil, nil), done: true},
		"confidence":            {body: `{"request_id":"req_1","status":"completed","answer":"hi","confidence_score":92,"confidence_level":"high"}`, want: sure, done: true},
		"failed":                {body: `{"request_id":"req_1","status":"failed","error":"no model"}`, want: request(client.RequestFailed, nil, ptr("no model")), done: true},
		"failed, no text":       {body: `{"request_id":"req_1","status":"failed"}`, want: request(client.RequestFailed, nil, nil), done: true},
		"failed, an object":     {body: `{"status":"failed","error":{"text":"x"}}`, odd: true, want: request(client.RequestFailed, nil, nil), done: true},
		"no answer while it is": {body: `{"status":"pending","answer":"h","error":"e"}`, odd: true, want: request(client.RequestPending, nil, nil)},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, replies{"req_1": {{Body: test.body, Odd: test.odd}}})
			got, err := v.ReadRequest(t.Context(), "s1", "req_1")
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(got, test.want); d != "" {
				t.Error(d)
			}
			if got.Status.Done() != test.done {
				t.Errorf("done: %t", !test.done)
			}
		})
	}
}

var requestGone = reply{Status: 404, Body: `{"error":"request not found"}`}

func TestReadRequest_fails(t *testing.T) {
	tests := map[string]struct {
		answers []reply
		gone    bool
		status  int
	}{
		"documented 404":      {answers: []reply{requestGone}, gone: true},
		"404, letter case":    {answers: []reply{{Status: 404, Body: `{"error":"Request not found"}`}}, gone: true},
		"404 for the site":    {answers: []reply{siteNotFound}, status: 404},
		"404 with other text": {answers: []reply{{Status: 404, Body: `{"error":"x"}`}}, status: 404},
		"404 of a proxy":      {answers: []reply{proxy404}, status: 404},
		"404 of a framework":  {answers: []reply{routeless}, status: 404},
		"401":                 {answers: []reply{{Status: 401, Body: `{"error":"invalid_api_key"}`}}, status: 401},
		"500 every time":      {answers: []reply{failed, failed}, status: 500},
		"lost every time":     {answers: []reply{{Lost: true}, {Lost: true}}},
		"500, then 404":       {answers: []reply{failed, requestGone}, gone: true},
		"no status":           {answers: []reply{{Body: `{"request_id":"req_1"}`, Odd: true}}, status: 200},
		"a status of null":    {answers: []reply{{Body: `{"status":null}`, Odd: true}}, status: 200},
		"page":                {answers: []reply{{Body: `<html>`, Odd: true}}, status: 200},
		"another request":     {answers: []reply{{Body: `{"request_id":"req_2","status":"completed","answer":"hi"}`}}, status: 200},
		"another session":     {answers: []reply{{Body: `{"session_id":"s2","request_id":"req_1","status":"completed","answer":"hi"}`}}, status: 200},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, replies{"req_1": test.answers})
			got, err := v.ReadRequest(t.Context(), "s1", "req_1")
			if got != nil || err == nil {
				t.Fatalf("got %+v, %v", got, err)
			}
			checkRequestError(t, err, test.gone, test.status)
		})
	}
}

// checkRequestError fails the test when err is not that the request req_1 is unknown,
// or an error of this status.
func checkRequestError(t *testing.T, err error, gone bool, status int) {
	t.Helper()
	var notFound *client.NotFoundError
	switch {
	case errors.As(err, &notFound) != gone, !gone && vendortest.StatusOf(err) != status:
		t.Errorf("got %v", err)
	case gone && *notFound != (client.NotFoundError{Vendor: "uppzy", What: "request", ID: "req_1"}):
		t.Errorf("got %+v", notFound)
	}
}

// A caller that has only the id of the request accepts any session.
func TestReadRequest_anySession(t *testing.T) {
	v, _ := play(t, replies{"req_1": {{Body: `{"session_id":"s2","request_id":"req_1","status":"pending"}`}}})
	if got, err := v.ReadRequest(t.Context(), "", "req_1"); err != nil || got.Status != client.RequestPending {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestReadRequest_invalidID(t *testing.T) {
	v, _ := play(t, replies{})
	for _, id := range []string{"", ".", ".."} {
		if _, err := v.ReadRequest(t.Context(), "s1", id); !errors.Is(err, client.ErrBadID) {
			t.Errorf("%q: %v", id, err)
		}
	}
}

func TestRate(t *testing.T) {
	rated := func(fields string) reply { return reply{Body: `{"status":"ok","request_id":"req_1"` + fields + `}`} }
	invalid := func(body string) reply { return reply{Body: body, Odd: true} }
	tests := map[string]struct {
		rating  client.Rating
		answers []reply
		gone    bool
		status  int // of the error; 0 is none
		kept    string
	}{
		"good":              {rating: "good", answers: []reply{rated(`,"feedback":"good","feedback_submitted_at":"2024-06-13T14:32:45Z"`)}},
		"bad, again":        {rating: "bad", answers: []reply{rated(`,"feedback":"bad"`)}},
		"no word":           {rating: "bad", answers: []reply{invalid(`{"status":"OK"}`)}},
		"another word":      {rating: "bad", answers: []reply{invalid(`{"status":"ok","feedback":"noted"}`)}},
		"keeps good":        {rating: "bad", answers: []reply{rated(`,"feedback":"good"`)}, status: 200, kept: `keeps the earlier rating "good"`},
		"keeps bad":         {rating: "good", answers: []reply{invalid(`{"status":"ok","feedback":"BAD"}`)}, status: 200, kept: `keeps the earlier rating "bad"`},
		"not ok":            {rating: "good", answers: []reply{invalid(`{"status":"queued","feedback":"good"}`)}, status: 200},
		"no status":         {rating: "good", answers: []reply{invalid(`{"feedback":"good"}`)}, status: 200},
		"another request":   {rating: "good", answers: []reply{{Body: `{"status":"ok","request_id":"req_2","feedback":"good"}`}}, status: 200},
		"page":              {rating: "good", answers: []reply{invalid(`<html>`)}, status: 200},
		"204":               {rating: "good", answers: []reply{{Status: 204, Odd: true}}, status: 204},
		"documented 404":    {rating: "good", answers: []reply{requestGone}, gone: true},
		"404 for the site":  {rating: "good", answers: []reply{siteNotFound}, status: 404},
		"404, other text":   {rating: "good", answers: []reply{{Status: 404, Body: `{"error":"not_found"}`}}, status: 404},
		"404 of a proxy":    {rating: "good", answers: []reply{proxy404}, status: 404},
		"400":               {rating: "good", answers: []reply{{Status: 400, Body: `{"error":"request is not completed"}`}}, status: 400},
		"401":               {rating: "good", answers: []reply{{Status: 401, Body: `{"error":"invalid_api_key"}`}}, status: 401},
		"lost, then done":   {rating: "good", answers: []reply{{Lost: true}, rated(`,"feedback":"good"`)}},
		"500, then done":    {rating: "good", answers: []reply{failed, rated(`,"feedback":"good"`)}},
		"500, then another": {rating: "good", answers: []reply{failed, rated(`,"feedback":"bad"`)}, status: 200, kept: "earlier rating"},
		"500 every time":    {rating: "good", answers: []reply{failed, failed}, status: 500},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			v, s := play(t, replies{"feedback": test.answers})
			err := v.Rate(t.Context(), client.RatedAnswer{SessionID: "s1", RequestID: "req_1", MessageID: "not sent"}, test.rating)
			if want := `{"session_id":"s1","request_id":"req_1","feedback":"` + string(test.rating) + `"}`; s.Sent[0].Body != want {
				t.Errorf("sent %s, want %s", s.Sent[0].Body, want)
			}
			if test.status == 0 && !test.gone {
				if err != nil {
					t.Error(err)
				}
				return
			}
			checkRequestError(t, err, test.gone, test.status)
			if err == nil || !strings.Contains(err.Error(), test.kept) || strings.Contains(err.Error(), "earlier rating") != (test.kept != "") {
				t.Errorf("got %v", err)
			}
		})
	}
}
