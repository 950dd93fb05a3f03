package uppzy_test

import (
	"errors"
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
			got, err := v.ReadRequest(t.Context(), "req_1")
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

func TestReadRequestFails(t *testing.T) {
	tests := map[string]struct {
		answers []reply
		list    []reply
		gone    bool
		status  int
	}{
		"404":                {answers: []reply{requestGone}, list: []reply{empty}, gone: true},
		"404 for the site":   {answers: []reply{siteGone}, list: []reply{siteGone}, status: 404},
		"404, and no list":   {answers: []reply{requestGone}, list: []reply{foreign404}, status: 404},
		"404, foreign":       {answers: []reply{foreign404}, status: 404},
		"404 of a framework": {answers: []reply{routeless}, status: 404},
		"401":                {answers: []reply{{Status: 401, Body: `{"error":"invalid_api_key"}`}}, status: 401},
		"500 for good":       {answers: []reply{broken, broken}, status: 500},
		"lost for good":      {answers: []reply{{Lost: true}, {Lost: true}}},
		"500, then 404":      {answers: []reply{broken, {Status: 404, Body: `{"error":"x"}`}}, list: []reply{empty}, gone: true},
		"no status":          {answers: []reply{{Body: `{"request_id":"req_1"}`, Odd: true}}, status: 200},
		"a status of null":   {answers: []reply{{Body: `{"status":null}`, Odd: true}}, status: 200},
		"page":               {answers: []reply{{Body: `<html>`, Odd: true}}, status: 200},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, replies{"req_1": test.answers, "list": test.list})
			got, err := v.ReadRequest(t.Context(), "req_1")
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

func TestReadRequestThatCannotBeNamed(t *testing.T) {
	v, _ := play(t, replies{})
	for _, id := range []string{"", ".", ".."} {
		if _, err := v.ReadRequest(t.Context(), id); !errors.Is(err, client.ErrBadID) {
			t.Errorf("%q: %v", id, err)
		}
	}
}
