package siteassist

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

func TestProblemMeaning(t *testing.T) {
	for _, c := range []struct {
		status int
		body   string
		want   client.Meaning
	}{
		{404, `{"error":{"message":"m","code":"CONVERSATION_NOT_FOUND"}}`, client.MeaningNotFound},
		{404, `{"error":{"message":"m","code":"CONVERSATION_NOT_FOUND","details":{"conversationId":"c"}}}`, client.MeaningNotFound},
		{503, `{"error":{"message":"m","code":"SERVICE_UNAVAILABLE","details":{"retryAfter":30}}}`, client.MeaningUnavailable},

		{410, `{"error":{"message":"m","code":"CONVERSATION_NOT_FOUND"}}`, client.MeaningNone},
		{403, `{"error":{"message":"m","code":"CONVERSATION_NOT_FOUND"}}`, client.MeaningNone},
		{404, `{"error":{"message":"m","code":"SERVICE_UNAVAILABLE"}}`, client.MeaningNone},
		{404, `{"error":{"message":"m","code":"conversation_not_found"}}`, client.MeaningNone},
		{404, `{"error":{"message":"m","code":404}}`, client.MeaningNone},
		{404, `{"error":{"message":"m","code":null}}`, client.MeaningNone},
		{404, `{"error":{"message":"m"}}`, client.MeaningNone},
		{404, `{"error":{"message":7,"code":"CONVERSATION_NOT_FOUND"}}`, client.MeaningNone},
		{404, `{"error":{"message":null,"code":"CONVERSATION_NOT_FOUND"}}`, client.MeaningNone},
		{404, `{"error":{"code":"CONVERSATION_NOT_FOUND"}}`, client.MeaningNone},
		{404, `{"message":"m","code":"CONVERSATION_NOT_FOUND"}`, client.MeaningNone},
		{404, `{"error":"CONVERSATION_NOT_FOUND"}`, client.MeaningNone},
		{404, `{"error":{"message":"m","code":"CONVERSATION_NOT_FOUND"}`, client.MeaningNone},
		{404, ``, client.MeaningNone},
		{502, `{"error":{"message":"m","code":"SERVICE_UNAVAILABLE"}}`, client.MeaningNone},
		{503, `{"error":{"message":"m","code":"BAD_GATEWAY"}}`, client.MeaningNone},
		{503, `{"error":{"message":"m"}}`, client.MeaningNone},
		{503, `<html>`, client.MeaningNone},
		{401, `{"error":{"message":"m","code":"UNAUTHORIZED"}}`, client.MeaningNone},
		{429, `{"error":{"message":"m","code":"RATE_LIMIT_EXCEEDED"}}`, client.MeaningNone},
	} {
		if got := problem(c.status, []byte(c.body)).Meaning; got != c.want {
			t.Errorf("%d %s: got %d, want %d", c.status, c.body, got, c.want)
		}
	}
}

func TestProblem(t *testing.T) {
	for body, want := range map[string]transport.Problem{
		`{"error":{"message":"m","code":"C","details":{"retryAfter":60}}}`: {VendorShape: true, Code: "C", Message: "m", RetryAfter: time.Minute},
		`{"error":{"message":"m"}}`:                                        {VendorShape: true, Message: "m"},
		`{"error":{"message":""}}`:                                         {VendorShape: true},
		`{"error":{"message":"m","details":null}}`:                         {VendorShape: true, Message: "m"},
		`{"error":{"message":"m","details":[1]}}`:                          {VendorShape: true, Message: "m"},
		`{"error":{"message":"m","code":7}}`:                               {VendorShape: true, Message: "m"},
		`{"error":{"message":"m","details":{"retryAfter":1.5}}}`:           {VendorShape: true, Message: "m", RetryAfter: 1500 * time.Millisecond},
		`{"error":{"message":"m","details":{"retryAfter":0}}}`:             {VendorShape: true, Message: "m"},
		`{"error":{"message":"m","details":{"retryAfter":-5}}}`:            {VendorShape: true, Message: "m"},
		`{"error":{"message":"m","details":{"retryAfter":"60"}}}`:          {VendorShape: true, Message: "m"},
		`{"error":{"message":"m","details":{"retryAfter":null}}}`:          {VendorShape: true, Message: "m"},
		`{"error":{"message":"m","details":{"retryAfter":1e300}}}`:         {VendorShape: true, Message: "m"},
		`{"error":{"message":"m","details":{"retryAfter":1e999}}}`:         {VendorShape: true, Message: "m"},
		`{"error":{"message":"m","details":{"retryAfter":1700000000000}}}`: {VendorShape: true, Message: "m"},
		`{"error":{"code":"CONVERSATION_NOT_FOUND"}}`:                      {Code: "CONVERSATION_NOT_FOUND"},
		`{"error":{"message":7}}`:                                          {},
		`{"error":"Not Found"}`:                                            {},
		`{"message":"Not Found"}`:                                          {},
		`["error"]`:                                                        {},
		`null`:                                                             {},
		``:                                                                 {},
		`<html>`:                                                           {},
		`{"error":{"message":"m"`:                                          {},
	} {
		if got := problem(500, []byte(body)); got != want {
			t.Errorf("%s: got %+v, want %+v", body, got, want)
		}
	}
}

func FuzzProblem(f *testing.F) {
	vendortest.FuzzProblem(f, problem,
		`{"error":{"message":"m","code":"CONVERSATION_NOT_FOUND","details":{"retryAfter":60}}}`, `{"error":{"details":{"retryAfter":1e18}}}`)
}

// Any response is a session with a status, or a note that says why there is none, and
// messages that are not longer than the response.
func FuzzResponses(f *testing.F) {
	f.Add([]byte(`{"id":"c","status":"open","createdAt":"2026-01-31T08:00:00Z","lastInterationAt":null}`))
	f.Add([]byte(`{"id":"c","status":"0"}`))
	f.Add([]byte(`{"data":[{"id":"m","role":"user","parts":[{"type":"text","text":"Hi"},{"type":"tool"}],"feedback":1},7]}`))
	v, err := New(Config{Token: "token"})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var c conversation
		if json.Unmarshal(body, &c) == nil {
			if s := v.session(c, "c"); (s.Note == "") != (s.Status != client.StatusUnknown) {
				t.Errorf("status %s with the note %q", s.Status, s.Note)
			}
		}
		var p messagePage
		if json.Unmarshal(body, &p) != nil {
			return
		}
		for _, m := range p.Data {
			if text := m.message().Text; len(text) > len("\ufffd")*len(body) {
				t.Errorf("a text of %d bytes in a response of %d", len(text), len(body))
			}
		}
	})
}
