package talkifai

import (
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

func TestProblem(t *testing.T) {
	tests := map[string]struct {
		status int
		body   string
		want   transport.Problem
	}{
		"detail":             {401, `{"detail":"Invalid token"}`, transport.Problem{Own: true, Message: "Invalid token"}},
		"detail with a code": {401, `{"detail":"x","code":"invalid_token"}`, transport.Problem{Own: true, Code: "invalid_token", Message: "x"}},
		"list": {
			422, `{"detail":[{"loc":["body","agent_id",0],"msg":"field required"},{"msg":"too long"},{}]}`,
			transport.Problem{Own: true, Message: "body agent_id 0: field required; too long"},
		},
		"odd parts of a list": {
			404, `{"detail":[{"loc":["a",{"b":[1e999]},null,1.5],"msg":"m"},{"loc":7,"msg":7}],"success":7,"error":{}}`,
			transport.Problem{Own: true, Message: "a 1.5: m; 7"},
		},
		"odd members": {404, `{"detail":"gone","success":"no","error":[],"code":7}`, transport.Problem{Own: true, Code: "7", Message: "gone"}},
		"envelope": {
			403, `{"success":false,"error":"no","code":"ERROR_CODE"}`,
			transport.Problem{Own: true, Code: "ERROR_CODE", Message: "no"},
		},
		"success is true":         {404, `{"success":true,"error":"no"}`, transport.Problem{Message: "no"}},
		"an error alone":          {404, `{"error":"no"}`, transport.Problem{Message: "no"}},
		"a route that is not":     {404, `{"detail":"Not Found"}`, transport.Problem{Message: "Not Found"}},
		"the same under another":  {401, `{"detail":"Unauthorized"}`, transport.Problem{Own: true, Message: "Unauthorized"}},
		"null detail":             {404, `{"detail":null}`, transport.Problem{}},
		"empty detail":            {404, `{"detail":""}`, transport.Problem{}},
		"empty list":              {422, `{"detail":[]}`, transport.Problem{}},
		"detail of another shape": {422, `{"detail":{"a":1}}`, transport.Problem{}},
		"page":                    {404, `<html>`, transport.Problem{}},
		"array":                   {404, `[]`, transport.Problem{}},
		"nothing":                 {404, ``, transport.Problem{}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := problem(test.status, []byte(test.body)); got != test.want {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}
