package talkifai_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

// some is a page with the messages from to to-1.
func some(from, to int) reply {
	var items []string
	for i := from; i < to; i++ {
		items = append(items, fmt.Sprintf(`{"role":"user","content":"%d","timestamp":"2024-01-15T10:00:00+00:00","token_count":null}`, i))
	}
	return reply{Body: fmt.Sprintf(`{"messages":[%s],"count":%d}`, strings.Join(items, ","), len(items))}
}

func TestMessages(t *testing.T) {
	v, _ := play(t, messages(0, reply{Odd: true, Body: `{"messages":[
		{"role":"assistant","content":"Hello!","timestamp":"2024-01-15T10:00:00+00:00","token_count":null},
		{"role":"user","content":"Hi","timestamp":"2024-01-15T11:00:05+01:00","token_count":7,"more":[]},
		{"role":null,"content":{},"timestamp":"now","token_count":"7"},
		null
	],"count":"four"}`}))
	got, err := client.History(t.Context(), v, ref)
	if err != nil {
		t.Fatal(err)
	}
	want := []*client.Message{
		{Role: "assistant", Text: "Hello!", CreatedAt: time.Date(2024, 1, 15, 10, 0, 0, 0, time.UTC)},
		{Role: "user", Text: "Hi", CreatedAt: time.Date(2024, 1, 15, 10, 0, 5, 0, time.UTC), TokenCount: new(int64(7))},
		{},
		{},
	}
	if d := cmp.Diff(got, want); d != "" {
		t.Error(d)
	}
}

func TestMessages_pages(t *testing.T) {
	tests := map[string]struct {
		steps    []step
		want     int // messages, -1 for an error
		closed   bool
		notFound bool
		status   int
	}{
		"none":                      {steps: []step{messages(0, some(0, 0))}},
		"one page":                  {steps: []step{messages(0, some(0, 99))}, want: 99},
		"full pages":                {steps: []step{messages(0, some(0, 100)), messages(100, some(100, 200)), messages(200, some(0, 0))}, want: 200},
		"the last is short":         {steps: []step{messages(0, some(0, 100)), messages(100, some(100, 101))}, want: 101},
		"more than asked for":       {steps: []step{messages(0, some(0, 150)), messages(150, some(150, 160))}, want: 160},
		"500 and 429, then a page":  {steps: []step{messages(0, failed), messages(0, limited), messages(0, some(0, 1))}, want: 1},
		"500":                       {steps: []step{messages(0, failed), messages(0, failed), messages(0, failed)}, want: -1, status: 500},
		"token invalid":             {steps: []step{messages(0, tokenInvalid)}, want: -1, closed: true, status: -1},
		"not found":                 {steps: []step{messages(0, notFound)}, want: -1, notFound: true, status: -1},
		"not found on a later page": {steps: []step{messages(0, some(0, 100)), messages(100, notFoundAP)}, want: -1, notFound: true, status: -1},
		"mismatch":                  {steps: []step{messages(0, tokenMismatch)}, want: -1, status: 403},
		"401 of a proxy":            {steps: []step{messages(0, proxy401)}, want: -1, status: 401},
		"404 of a proxy":            {steps: []step{messages(0, proxy404)}, want: -1, status: 404},
		"route not found":           {steps: []step{messages(0, routeless)}, want: -1, status: 404},
		"page":                      {steps: []step{messages(0, page)}, want: -1, status: 200},
		"no messages":               {steps: []step{messages(0, reply{Body: `{"count":0}`, Odd: true})}, want: -1, status: 200},
		"null":                      {steps: []step{messages(0, reply{Body: `{"messages":null}`, Odd: true})}, want: -1, status: 200},
		"an object of messages":     {steps: []step{messages(0, reply{Body: `{"messages":{}}`, Odd: true})}, want: -1, status: 200},
		"an array":                  {steps: []step{messages(0, reply{Body: `[]`, Odd: true})}, want: -1, status: 200},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, test.steps...)
			got, err := client.History(t.Context(), v, ref)
			if test.want >= 0 {
				for i, m := range got {
					if m.Text != fmt.Sprint(i) {
						t.Fatalf("message %d is %+v", i, m)
					}
				}
				if err != nil || len(got) != test.want {
					t.Errorf("got %d messages, %v", len(got), err)
				}
				return
			}
			if vendortest.Is[*client.ClosedError](err) != test.closed || vendortest.Is[*client.NotFoundError](err) != test.notFound ||
				vendortest.StatusOf(err) != test.status || hasSecret(err) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// Pages that are not read are not requested.
func TestMessages_stopsWithItsReader(t *testing.T) {
	v, _ := play(t, messages(0, some(0, 100)))
	for m, err := range v.Messages(t.Context(), ref) {
		if err != nil {
			t.Fatal(err)
		}
		if m.Text == "99" {
			break
		}
	}
}

func TestMessages_withoutToken(t *testing.T) {
	v, _ := play(t)
	_, err := client.History(t.Context(), v, client.Ref{ID: "chat_1"})
	if err == nil || !strings.Contains(err.Error(), "session_token") || client.MayHaveSucceeded(err) {
		t.Errorf("got %v", err)
	}
}
