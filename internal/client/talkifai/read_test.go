package talkifai_test

import (
	"errors"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

func TestRead(t *testing.T) {
	tests := map[string]struct {
		steps  []step
		want   client.Status
		gone   bool
		failed int
	}{
		"open":                {steps: []step{probe(history)}, want: client.StatusOpen},
		"any JSON":            {steps: []step{probe(reply{Body: `null`, Odd: true})}, want: client.StatusOpen},
		"429, then an answer": {steps: []step{probe(limited), probe(history)}, want: client.StatusOpen},
		"dead token":          {steps: []step{probe(dead)}, want: client.StatusClosed},
		"dead, in envelope": {
			steps: []step{probe(reply{Status: 401, Body: `{"success":false,"error":"x","code":"invalid_token"}`})},
			want:  client.StatusClosed,
		},
		"gone":               {steps: []step{probe(gone)}, gone: true},
		"gone, in envelope":  {steps: []step{probe(goneEnvelope)}, gone: true},
		"foreign 401":        {steps: []step{probe(foreign401)}, want: client.StatusUnknown},
		"foreign 404":        {steps: []step{probe(foreign404)}, want: client.StatusUnknown},
		"404 of a framework": {steps: []step{probe(routeless)}, want: client.StatusUnknown},
		"page":               {steps: []step{probe(page)}, want: client.StatusUnknown},
		"nothing":            {steps: []step{probe(reply{Odd: true})}, want: client.StatusUnknown},
		"mixed":              {steps: []step{probe(mixed)}, failed: 403},
		"foreign 403":        {steps: []step{probe(reply{Status: 403, Body: `no`, Odd: true})}, failed: 403},
		"redirect":           {steps: []step{probe(reply{Status: 302, Odd: true})}, failed: 302},
		"500":                {steps: []step{probe(broken), probe(broken), probe(broken)}, failed: 500},
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
		})
	}
}

func TestReadWithoutTheTokenAsksNobody(t *testing.T) {
	v, _ := play(t)
	got, err := v.Read(t.Context(), client.Ref{ID: "chat_1"})
	if err != nil {
		t.Fatal(err)
	}
	if d := vendortest.Diff(got, &client.Session{ID: "chat_1", Status: client.StatusUnknown, Note: "x"}); d != "" {
		t.Error(d)
	}
}
