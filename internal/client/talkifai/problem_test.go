package talkifai

import (
	"encoding/json"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

func TestProblem(t *testing.T) {
	tests := map[string]struct {
		status int
		body   string
		want   transport.Problem
	}{
		"detail":             {400, `{"detail":"Agent ID is required"}`, transport.Problem{VendorShape: true, Message: "Agent ID is required"}},
		"detail with a code": {400, `{"detail":"x","code":"y"}`, transport.Problem{VendorShape: true, Code: "y", Message: "x"}},
		"list": {
			422, `{"detail":[{"loc":["body","agent_id",0],"msg":"field required"},{"msg":"too long"},{}]}`,
			transport.Problem{VendorShape: true, Message: "body agent_id 0: field required; too long"},
		},
		"odd elements of a list": {
			404, `{"detail":[{"loc":["a",{"b":[1e999]},null,1.5],"msg":"m"},{"loc":7,"msg":7}],"success":7,"error":{}}`,
			transport.Problem{VendorShape: true, Message: "a 1.5: m; 7"},
		},
		"odd members": {404, `{"detail":"x","success":"no","error":[],"code":7}`, transport.Problem{VendorShape: true, Code: "7", Message: "x"}},
		"envelope": {
			403, `{"success":false,"error":"no","code":"ERROR_CODE"}`,
			transport.Problem{VendorShape: true, Code: "ERROR_CODE", Message: "no"},
		},
		"success is true":         {404, `{"success":true,"error":"no"}`, transport.Problem{Message: "no"}},
		"an error alone":          {404, `{"error":"no"}`, transport.Problem{Message: "no"}},
		"route not found":         {404, `{"detail":"Not Found"}`, transport.Problem{Message: "Not Found"}},
		"null detail":             {404, `{"detail":null}`, transport.Problem{}},
		"empty detail":            {404, `{"detail":""}`, transport.Problem{}},
		"empty list":              {422, `{"detail":[]}`, transport.Problem{}},
		"detail of another shape": {422, `{"detail":{"a":1}}`, transport.Problem{}},
		"page":                    {404, `<html>`, transport.Problem{}},
		"array":                   {404, `[]`, transport.Problem{}},
		"empty":                   {404, ``, transport.Problem{}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := problem(test.status, []byte(test.body)); got != test.want {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}

func TestProblem_meaning(t *testing.T) {
	const none = client.MeaningNone
	tests := map[string]struct {
		status int
		body   string
		want   client.Meaning
	}{
		"404, detail":                  {404, `{"detail":"Session not found or expired"}`, client.MeaningNotFound},
		"404, white space and case":    {404, `{"detail":"\n session NOT found or expired "}`, client.MeaningNotFound},
		"404, code":                    {404, `{"success":false,"error":"x","code":"session_not_found"}`, client.MeaningNotFound},
		"404, code beside detail":      {404, `{"detail":"x","code":"session_not_found"}`, none},
		"404, code as detail":          {404, `{"detail":"session_not_found"}`, client.MeaningNotFound},
		"404, AP":                      {404, `{"success":false,"error":"Not found","code":"not_found"}`, client.MeaningNotFound},
		"404, AP without success":      {404, `{"error":"Not found","code":"not_found"}`, none},
		"404, AP with success true":    {404, `{"success":true,"error":"Not found","code":"not_found"}`, none},
		"404, AP without code":         {404, `{"success":false,"error":"Not found"}`, none},
		"404, AP with another text":    {404, `{"success":false,"error":"Agent not found","code":"not_found"}`, none},
		"404, a part of the text":      {404, `{"detail":"Session not found"}`, none},
		"404, more than the text":      {404, `{"detail":"Session not found or expired."}`, none},
		"404, the text in a list":      {404, `{"detail":[{"msg":"Session not found or expired"}]}`, none},
		"404, the text as error":       {404, `{"error":"Session not found or expired"}`, none},
		"404 of an agent":              {404, `{"detail":"Agent 1 not found or does not belong to your organization"}`, none},
		"404, text of 401":             {404, `{"detail":"Invalid token","code":"invalid_token"}`, none},
		"410, text of 404":             {410, `{"detail":"Session not found or expired"}`, none},
		"401, detail":                  {401, `{"detail":"Invalid token"}`, client.MeaningTokenInvalid},
		"401, code":                    {401, `{"success":false,"error":"x","code":"invalid_token"}`, client.MeaningTokenInvalid},
		"401, code as detail":          {401, `{"detail":"invalid_token"}`, client.MeaningTokenInvalid},
		"401, Django":                  {401, `{"detail":"Invalid token."}`, none},
		"401, API key":                 {401, `{"success":false,"error":"Invalid API key","code":"invalid_api_key"}`, none},
		"403, detail":                  {403, `{"detail":"Conversation ID does not match session token"}`, client.MeaningTokenMismatch},
		"403, code":                    {403, `{"success":false,"error":"x","code":"conversation_mismatch"}`, client.MeaningTokenMismatch},
		"403, another text":            {403, `{"detail":"Forbidden"}`, none},
		"409, AP":                      {409, `{"success":false,"error":"Another message is already processing"}`, client.MeaningBusy},
		"409, detail":                  {409, `{"detail":"Another message is already processing"}`, client.MeaningBusy},
		"409, code":                    {409, `{"success":false,"error":"x","code":"message_in_progress"}`, client.MeaningBusy},
		"409, another text":            {409, `{"error":"Conflict"}`, none},
		"503, billing":                 {503, `{"detail":"Billing service unavailable: connection timeout"}`, client.MeaningNothingDone},
		"503, billing without a cause": {503, `{"detail":"billing service unavailable"}`, client.MeaningNothingDone},
		"503, another text":            {503, `{"detail":"Service unavailable"}`, none},
		"503, text":                    {503, `Billing service unavailable`, none},
		"502, billing":                 {502, `{"detail":"Billing service unavailable"}`, none},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := problem(test.status, []byte(test.body)).Meaning; got != test.want {
				t.Errorf("got %d, want %d", got, test.want)
			}
		})
	}
}

func FuzzProblem(f *testing.F) {
	vendortest.FuzzProblem(f, problem,
		`{"detail":"Session not found or expired"}`, `{"detail":[{"loc":["body",1],"msg":"m"},{}]}`, `{"success":false,"error":"x","code":"invalid_token"}`)
}

// The texts of a history are not longer than the response.
func FuzzHistory(f *testing.F) {
	f.Add([]byte(`{"messages":[{"role":"user","content":"Hi","timestamp":"2026-01-31T08:00:00Z","token_count":null},{}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		var page historyResponse
		if json.Unmarshal(body, &page) != nil {
			return
		}
		for _, m := range page.Messages {
			if text := m.message().Text; !m.same(m) || len(text) > len("\ufffd")*len(body) {
				t.Errorf("got %+v", m)
			}
		}
	})
}
