package talkifai_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

func TestRead(t *testing.T) {
	tests := map[string]struct {
		steps  []step
		want   client.Status
		note   string // a part of the note of an unknown session
		gone   bool   // *client.NotFoundError
		failed int    // the status of the error
	}{
		"open":                 {steps: []step{probe(history)}, want: client.StatusOpen},
		"messages of any form": {steps: []step{probe(reply{Body: `{"messages":[1,null]}`, Odd: true})}, want: client.StatusOpen},
		"429, then open":       {steps: []step{probe(limited), probe(history)}, want: client.StatusOpen},
		"token invalid":        {steps: []step{probe(tokenInvalid)}, want: client.StatusClosed},
		"token invalid, code": {
			steps: []step{probe(reply{Status: 401, Body: `{"success":false,"error":"x","code":"invalid_token"}`})},
			want:  client.StatusClosed,
		},
		"not found":     {steps: []step{probe(notFound)}, gone: true},
		"not found, AP": {steps: []step{probe(notFoundAP)}, gone: true},
		"not found, code": {
			steps: []step{probe(reply{Status: 404, Body: `{"success":false,"error":"Session not found or expired","code":"session_not_found"}`})},
			gone:  true,
		},
		"mismatch": {steps: []step{probe(tokenMismatch)}, want: client.StatusUnknown, note: "session_token"},
		"proxy":    {steps: []step{probe(proxy404)}, want: client.StatusUnknown, note: "base_url"},
		"400":      {steps: []step{probe(reply{Status: 400, Body: `{}`, Odd: true})}, failed: 400},
		"429":      {steps: []step{probe(limited), probe(limited), probe(limited)}, failed: 429},
		"500":      {steps: []step{probe(failed), probe(failed), probe(failed)}, failed: 500},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, test.steps...)
			got, err := v.Read(t.Context(), client.Ref{ID: "chat_1", Token: token})
			var notFound *client.NotFoundError
			var e *client.Error
			switch {
			case errors.As(err, &notFound) != test.gone:
				t.Fatalf("got %v", err)
			case test.gone:
				return
			case test.failed != 0 && (!errors.As(err, &e) || e.Status != test.failed):
				t.Fatalf("got %v, want status %d", err, test.failed)
			case test.failed != 0:
				return
			case err != nil:
				t.Fatal(err)
			}
			want := &client.Session{ID: "chat_1", Token: token, Status: test.want}
			if test.want == client.StatusUnknown {
				want.Note = "x"
			}
			if d := vendortest.Diff(got, want); d != "" {
				t.Error(d)
			}
			if !strings.Contains(got.Note, test.note) || strings.Contains(got.Note, token) {
				t.Errorf("got note %q, want one with %q", got.Note, test.note)
			}
		})
	}
}

func TestRead_withoutToken(t *testing.T) {
	v, _ := play(t)
	got, err := v.Read(t.Context(), client.Ref{ID: "chat_1"})
	if err != nil {
		t.Fatal(err)
	}
	if d := vendortest.Diff(got, &client.Session{ID: "chat_1", Status: client.StatusUnknown, Note: "x"}); d != "" {
		t.Error(d)
	}
}
