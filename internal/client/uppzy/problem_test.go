package uppzy

import (
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

func TestProblem(t *testing.T) {
	shaped := func(message string, meaning client.Meaning) transport.Problem {
		return transport.Problem{VendorShape: true, Message: message, Meaning: meaning}
	}
	tests := map[string]struct {
		status int
		body   string
		want   transport.Problem
	}{
		"site not found":          {404, `{"error":"site not found"}`, shaped("site not found", client.MeaningAccountNotFound)},
		"letter case and space":   {404, `{"error":" Site Not Found\n"}`, shaped(" Site Not Found\n", client.MeaningAccountNotFound)},
		"request not found":       {404, `{"error":"request not found"}`, shaped("request not found", client.MeaningNotFound)},
		"site not found, 400":     {400, `{"error":"site not found"}`, shaped("site not found", client.MeaningNone)},
		"request not found, 410":  {410, `{"error":"request not found"}`, shaped("request not found", client.MeaningNone)},
		"session not found":       {404, `{"error":"session not found"}`, shaped("session not found", client.MeaningNone)},
		"more than the text":      {404, `{"error":"site not found."}`, shaped("site not found.", client.MeaningNone)},
		"another text":            {404, `{"error":"Cannot POST /x"}`, shaped("Cannot POST /x", client.MeaningNone)},
		"401":                     {401, `{"error":"invalid_api_key"}`, shaped("invalid_api_key", client.MeaningNone)},
		"route not found":         {404, `{"error":"Not Found"}`, transport.Problem{Message: "Not Found"}},
		"the text in a message":   {404, `{"message":"site not found"}`, transport.Problem{}},
		"the text as a JSON text": {404, `"site not found"`, transport.Problem{}},
		"the text":                {404, `site not found`, transport.Problem{}},
		"error is an object":      {404, `{"error":{"message":"site not found"}}`, transport.Problem{}},
		"empty error":             {404, `{"error":""}`, transport.Problem{}},
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

func FuzzProblem(f *testing.F) {
	vendortest.FuzzProblem(f, problem, `{"error":" Site Not Found\n"}`, `{"error":"request not found"}`)
}
