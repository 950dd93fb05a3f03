package uponai

import (
	"encoding/json"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

func TestProblem(t *testing.T) {
	for body, want := range map[string]transport.Problem{
		`{"status":"error","message":"m"}`:         {VendorShape: true, Message: "m"},
		`{"status":"error"}`:                       {},
		`{"message":"m"}`:                          {Message: "m"},
		`{"error":"e"}`:                            {Message: "e"},
		`{"message":"m","error":"e"}`:              {Message: "m"},
		`{"message":7,"error":"e"}`:                {Message: "e"},
		`{"error":{"message":"m"}}`:                {},
		`{"message":["m"]}`:                        {},
		`{"message":""}`:                           {},
		`{"status":404}`:                           {},
		`{"detail":"Not Found"}`:                   {},
		`{"message":"Not Found"}`:                  {Message: "Not Found"},
		`{"status":"error","message":"Not Found"}`: {VendorShape: true, Message: "Not Found"},
		`{}`:          {},
		`null`:        {},
		`["message"]`: {},
		`"error"`:     {},
		``:            {},
		`<html>`:      {},
	} {
		if got := problem(404, []byte(body)); got != want {
			t.Errorf("%s: got %+v, want %+v", body, got, want)
		}
	}
}

func FuzzProblem(f *testing.F) {
	vendortest.FuzzProblem(f, problem, `{"status":"error","message":"m"}`, `{"message":7,"error":"e"}`)
}

// Any chat that decodes is converted, and its metadata can be sent back.
func FuzzChat(f *testing.F) {
	f.Add([]byte(`{"chatId":"a","metadata":{"a":1,"b":null},"messages":[1,{}],"endedAt":1}`))
	f.Add([]byte(`{"metadata":{"a":{"b":[" "]}},"uponai_dynamic_variables":[],"status":7}`))
	v, err := New(Config{Token: "token", WorkspaceID: 1})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var c chat
		if json.Unmarshal(body, &c) != nil {
			return
		}
		s := v.session(&c)
		if _, shown := s.Metadata[client.MarkerKey]; shown {
			t.Error("the marker is shown")
		}
		if (s.Note == "") != (s.Status != client.StatusUnknown) {
			t.Errorf("status %s with the note %q", s.Status, s.Note)
		}
		if _, err := json.Marshal(c.Metadata.changed("m", nil, map[string]string{"a": "b"})); err != nil {
			t.Error(err)
		}
	})
}
