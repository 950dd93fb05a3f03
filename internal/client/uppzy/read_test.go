package uppzy_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

const mail = "u@example.com"

func TestRead(t *testing.T) {
	closed := session(client.StatusClosed, func(s *client.Session) { s.ClosedAt = at1500 })
	unsure := bare(client.StatusUnknown, "")
	unsure.Note = "x"
	tests := map[string]struct {
		ref     client.Ref
		answers replies
		want    *client.Session
		failed  bool
	}{
		"open":   {answers: replies{"list": {openEntry}}, want: session(client.StatusOpen, nil)},
		"closed": {answers: replies{"list": {closedEntry}}, want: closed},
		"absent, never seen": {
			answers: replies{"list": {empty}}, want: bare(client.StatusNotStarted, ""),
		},
		"absent, seen before": {
			ref: client.Ref{Seen: true}, answers: replies{"list": {empty}}, want: unsure,
		},
		"found by e-mail": {
			ref:     client.Ref{Seen: true, UserIdentifier: mail},
			answers: replies{"list": {empty}, "list " + mail: {closedEntry}}, want: closed,
		},
		"found at once, no second look": {
			ref:     client.Ref{UserIdentifier: mail},
			answers: replies{"list": {openEntry}}, want: session(client.StatusOpen, nil),
		},
		"absent there too, seen before": {
			ref:     client.Ref{Seen: true, UserIdentifier: mail},
			answers: replies{"list": {empty}, "list " + mail: {empty}}, want: unsure,
		},
		"absent there too, never seen": {
			ref:     client.Ref{UserIdentifier: mail},
			answers: replies{"list": {empty}, "list " + mail: {empty}}, want: bare(client.StatusNotStarted, ""),
		},
		"the second look fails": {
			ref:     client.Ref{UserIdentifier: mail},
			answers: replies{"list": {empty}, "list " + mail: {failed, failed}}, want: unsure,
		},
		"500, then an answer": {answers: replies{"list": {failed, openEntry}}, want: session(client.StatusOpen, nil)},
		"500":                 {answers: replies{"list": {failed, failed}}, failed: true},
		"closed_at unclear": {
			ref: client.Ref{Seen: true}, answers: replies{"list": {unclearEntry}},
			want: session(client.StatusUnknown, func(s *client.Session) { s.Note = "x" }),
		},
		"empty array, never seen": {answers: replies{"list": {emptyArray}}, want: unsure},
		"empty array, seen":       {ref: client.Ref{Seen: true}, answers: replies{"list": {emptyArray}}, want: unsure},
		"429 every time":          {answers: replies{"list": {limited, limited}}, failed: true},
		"site not found":          {answers: replies{"list": {siteNotFound}}, want: unsure},
		"400":                     {answers: replies{"list": {{Status: 400, Body: `{"error":"x"}`}}}, failed: true},
		"401":                     {answers: replies{"list": {keyRefused}}, want: unsure},
		"no body":                 {answers: replies{"list": {{Odd: true}}}, want: unsure},
		"page":                    {answers: replies{"list": {page}}, want: unsure},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, test.answers)
			test.ref.ID = "s1"
			got, err := v.Read(t.Context(), test.ref)
			if (err != nil) != test.failed {
				t.Fatalf("got error %v", err)
			}
			if got != nil {
				if (got.Refused != nil) != (name == "401") {
					t.Errorf("refused: %v", got.Refused)
				}
				got.Refused = nil
			}
			if d := vendortest.Diff(got, test.want); d != "" {
				t.Error(d)
			}
			var notFound *client.NotFoundError
			if errors.As(err, &notFound) {
				t.Error("a missing session is not proven not to exist")
			}
		})
	}
}

func TestRead_siteNotFound(t *testing.T) {
	v, _ := play(t, replies{"list": {siteNotFound}})
	got, err := v.Read(t.Context(), client.Ref{ID: "s1"})
	if err != nil || !strings.Contains(got.Note, `"`+site+`"`) {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestRead_lists(t *testing.T) {
	const plain = `"created_at":"2024-06-13T14:30:00Z","updated_at":"2024-06-13T14:32:45Z","message_count":4`
	older := `{"id":"s1","updated_at":"2024-06-13T14:00:00Z","closed_at":"2024-06-13T15:00:00Z"}`
	newer := `{"id":"s1",` + plain + `,"closed_at":null}`
	tests := map[string]struct {
		body string
		want client.Status
	}{
		"array":                {body: `[` + newer + `]`, want: client.StatusOpen},
		"unknown members":      {body: `{"total":1,"sessions":[{"id":"s1",` + plain + `,"closed_at":null,"tags":{}}]}`, want: client.StatusOpen},
		"no closed_at":         {body: `[{"id":"s1",` + plain + `}]`, want: client.StatusOpen},
		"closed_at is words":   {body: `[{"id":"s1",` + plain + `,"closed_at":"13 June"}]`, want: client.StatusUnknown},
		"odd times and counts": {body: `{"sessions":[{"id":"s1","created_at":7,"updated_at":{},"message_count":"four"}]}`, want: client.StatusOpen},
		"only an id":           {body: `{"sessions":[{"id":"s1"}]}`, want: client.StatusOpen},
		"array, only an id":    {body: `[{"id":"s1"}]`, want: client.StatusUnknown},
		"twice, newer last":    {body: `[` + older + `,` + newer + `]`, want: client.StatusOpen},
		"twice, newer first":   {body: `[` + newer + `,` + older + `]`, want: client.StatusOpen},
		"twice, as old, closed last": {
			body: `{"sessions":[{"id":"s1"},{"id":"s1","closed_at":"2024-06-13T15:00:00Z"}]}`, want: client.StatusOpen,
		},
		"twice, as old, closed first": {
			body: `{"sessions":[{"id":"s1","closed_at":"2024-06-13T15:00:00Z"},{"id":"s1"}]}`, want: client.StatusOpen,
		},
		"id of another case": {body: `{"sessions":[{"id":"S1"}]}`, want: client.StatusNotStarted},
		"a null among them":  {body: `[null,` + newer + `]`, want: client.StatusUnknown},
		"cut":                {body: `{"sessions":[{"id":"s1"`, want: client.StatusUnknown},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, replies{"list": {{Body: test.body, Odd: true}}})
			got, err := v.Read(t.Context(), client.Ref{ID: "s1"})
			if err != nil {
				t.Fatal(err)
			}
			if got.Status != test.want {
				t.Errorf("got %s, want %s", got.Status, test.want)
			}
		})
	}
}
