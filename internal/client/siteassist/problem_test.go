package siteassist

import (
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

func TestProblem(t *testing.T) {
	for body, want := range map[string]transport.Problem{
		`{"error":{"message":"m","code":"C","details":{"retryAfter":60}}}`: {Own: true, Code: "C", Message: "m", RetryAfter: time.Minute},
		`{"error":{"message":"m"}}`:                                        {Own: true, Message: "m"},
		`{"error":{"message":"m","details":null}}`:                         {Own: true, Message: "m"},
		`{"error":{"message":"m","details":[1]}}`:                          {Own: true, Message: "m"},
		`{"error":{"message":"m","code":7}}`:                               {Own: true, Message: "m"},
		`{"error":{"message":"m","details":{"retryAfter":1.5}}}`:           {Own: true, Message: "m", RetryAfter: 1500 * time.Millisecond},
		`{"error":{"message":"m","details":{"retryAfter":0}}}`:             {Own: true, Message: "m"},
		`{"error":{"message":"m","details":{"retryAfter":-5}}}`:            {Own: true, Message: "m"},
		`{"error":{"message":"m","details":{"retryAfter":"60"}}}`:          {Own: true, Message: "m"},
		`{"error":{"message":"m","details":{"retryAfter":null}}}`:          {Own: true, Message: "m"},
		`{"error":{"message":"m","details":{"retryAfter":1e300}}}`:         {Own: true, Message: "m"},
		`{"error":{"message":"m","details":{"retryAfter":1e999}}}`:         {Own: true, Message: "m"},
		`{"error":{"message":"m","details":{"retryAfter":1700000000000}}}`: {Own: true, Message: "m"},
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
		if got := problem(404, []byte(body)); got != want {
			t.Errorf("%s: got %+v, want %+v", body, got, want)
		}
	}
}

func FuzzProblem(f *testing.F) {
	f.Add([]byte(`{"error":{"message":"m","code":"C","details":{"retryAfter":60}}}`))
	f.Add([]byte(`{"error":{"details":{"retryAfter":1e18}}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		got := problem(429, body)
		if got.RetryAfter < 0 || got.RetryAfter > longestDelay || got.Own != (got.Message != "") {
			t.Errorf("got %+v", got)
		}
	})
}
