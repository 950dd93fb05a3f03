package uppzy_test

import (
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

func TestRate(t *testing.T) {
	rated := func(fields string) reply { return reply{Body: `{"status":"ok","request_id":"req_1"` + fields + `}`} }
	odd := func(body string) reply { return reply{Body: body, Odd: true} }
	tests := map[string]struct {
		rating  client.Rating
		answers []reply
		gone    bool
		status  int // of the error; 0 is none
		kept    string
	}{
		"good":              {rating: "good", answers: []reply{rated(`,"feedback":"good","feedback_submitted_at":"2024-06-13T14:32:45Z"`)}},
		"bad, again":        {rating: "bad", answers: []reply{rated(`,"feedback":"bad"`)}},
		"no word":           {rating: "bad", answers: []reply{odd(`{"status":"OK"}`)}},
		"another word":      {rating: "bad", answers: []reply{odd(`{"status":"ok","feedback":"noted"}`)}},
		"keeps good":        {rating: "bad", answers: []reply{rated(`,"feedback":"good"`)}, status: 200, kept: `keeps the earlier rating "good"`},
		"keeps bad":         {rating: "good", answers: []reply{odd(`{"status":"ok","feedback":"BAD"}`)}, status: 200, kept: `keeps the earlier rating "bad"`},
		"not ok":            {rating: "good", answers: []reply{odd(`{"status":"queued","feedback":"good"}`)}, status: 200},
		"no status":         {rating: "good", answers: []reply{odd(`{"feedback":"good"}`)}, status: 200},
		"page":              {rating: "good", answers: []reply{odd(`<html>`)}, status: 200},
		"204":               {rating: "good", answers: []reply{{Status: 204, Odd: true}}, status: 204},
		"404":               {rating: "good", answers: []reply{{Status: 404, Body: `{"error":"request not found"}`}}, gone: true},
		"404, foreign":      {rating: "good", answers: []reply{foreign404}, status: 404},
		"400":               {rating: "good", answers: []reply{{Status: 400, Body: `{"error":"request is not completed"}`}}, status: 400},
		"401":               {rating: "good", answers: []reply{{Status: 401, Body: `{"error":"invalid_api_key"}`}}, status: 401},
		"lost, then done":   {rating: "good", answers: []reply{{Lost: true}, rated(`,"feedback":"good"`)}},
		"500, then done":    {rating: "good", answers: []reply{broken, rated(`,"feedback":"good"`)}},
		"500, then another": {rating: "good", answers: []reply{broken, rated(`,"feedback":"bad"`)}, status: 200, kept: "earlier rating"},
		"500 for good":      {rating: "good", answers: []reply{broken, broken}, status: 500},
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
