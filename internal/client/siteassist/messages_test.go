package siteassist_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

// history is the call for the messages from an offset on.
func history(offset int) string {
	return fmt.Sprintf("GET /conversations/%s/messages?limit=1000&offset=%d", id, offset)
}

// historyPage is a page of these messages.
func historyPage(offset int, messages ...string) step {
	return step{Call: history(offset), Body: `{"object":"list","data":[` + strings.Join(messages, ",") + `]}`}
}

func messageID(n int) string { return fmt.Sprintf("00000000-0000-4000-8000-%012d", n) }

// messageJSON is a documented message, with more fields after a comma.
func messageJSON(n int, more string) string {
	return fmt.Sprintf(`{"object":"message","id":%q,"createdAt":"2024-01-15T10:30:00.000Z","chatId":%q,"role":"assistant",
		"parts":[{"type":"text","text":"Hello, world!"}],"status":"complete","error":null%s}`, messageID(n), id, more)
}

// count makes n messages, numbered from from.
func count(from, n int) []string {
	messages := make([]string, n)
	for i := range messages {
		messages[i] = messageJSON(from+i, "")
	}
	return messages
}

func TestMessages(t *testing.T) {
	plain := client.Message{
		ID: messageID(1), Role: "assistant", Text: "Hello, world!", Status: "complete",
		CreatedAt: time.Date(2024, 1, 15, 10, 30, 0, 0, time.UTC),
	}
	with := func(change func(*client.Message)) client.Message {
		m := plain
		change(&m)
		return m
	}
	for name, c := range map[string]struct {
		message string
		odd     bool
		want    client.Message
	}{
		"plain":       {message: messageJSON(1, ""), want: plain},
		"upper case":  {message: strings.Replace(messageJSON(1, ""), id, strings.ToUpper(id), 1), want: plain},
		"rated good":  {message: messageJSON(1, `,"feedback":"like","humanAgent":null`), want: with(func(m *client.Message) { m.Rating = client.RatingGood })},
		"rated bad":   {message: messageJSON(1, `,"feedback":"dislike"`), want: with(func(m *client.Message) { m.Rating = client.RatingBad })},
		"not rated":   {message: messageJSON(1, `,"feedback":null`), want: plain},
		"odd rating":  {message: messageJSON(1, `,"feedback":"love"`), odd: true, want: plain},
		"by a person": {message: messageJSON(1, `,"humanAgent":{"name":"Ada","image":null}`), want: with(func(m *client.Message) { m.Name = "Ada" })},
		"no name":     {message: messageJSON(1, `,"humanAgent":{"name":null,"image":null}`), want: plain},
		"failed": {
			message: strings.NewReplacer(`"complete"`, `"error"`, `"error":null`, `"error":"no model"`).Replace(messageJSON(1, "")),
			want:    with(func(m *client.Message) { m.Status, m.Failure = "error", "no model" }),
		},
		"parts": {
			message: strings.Replace(messageJSON(1, ""), `{"type":"text","text":"Hello, world!"}`,
				`{"type":"step-start"},{"type":"text","text":"Hello, "},{"type":"reasoning","text":"hm"},{"type":"text","text":"you"}`, 1),
			want: with(func(m *client.Message) { m.Text = "Hello, you" }),
		},
		"odd fields": {
			message: strings.NewReplacer(`"2024-01-15T10:30:00.000Z"`, `"yesterday"`, `[{"type":"text","text":"Hello, world!"}]`, `"Hello"`,
				`"error":null`, `"error":{}`).Replace(messageJSON(1, `,"humanAgent":"Ada"`)),
			odd: true, want: client.Message{ID: messageID(1), Role: "assistant", Status: "complete"},
		},
		"no object": {message: `7`, odd: true},
	} {
		t.Run(name, func(t *testing.T) {
			page := historyPage(0, c.message, messageJSON(2, ""))
			page.Odd = c.odd
			v, _ := play(t, byToken, page)
			got, err := client.History(t.Context(), v, confirmed)
			if err != nil || len(got) != 2 || got[1].ID != messageID(2) {
				t.Fatalf("got %d messages, %v", len(got), err)
			}
			if diff := cmp.Diff(&c.want, got[0]); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestMessagesWalkEveryPage(t *testing.T) {
	for name, c := range map[string]struct {
		steps []step
		want  int
	}{
		"none":             {join(historyPage(0)), 0},
		"one short of two": {join(historyPage(0, count(0, 999)...)), 999},
		"a full page":      {join(historyPage(0, count(0, 1000)...), historyPage(1000)), 1000},
		"two pages":        {join(historyPage(0, count(0, 1000)...), historyPage(1000, count(1000, 1)...)), 1001},
		"no limit kept":    {join(historyPage(0, count(0, 1100)...), historyPage(1100)), 1100},
	} {
		v, _ := play(t, byToken, c.steps...)
		got, err := client.History(t.Context(), v, confirmed)
		if err != nil || len(got) != c.want {
			t.Errorf("%s: got %d messages, %v", name, len(got), err)
		}
		for i, m := range got {
			if m.ID != messageID(i) {
				t.Errorf("%s: the message %d is %s", name, i, m.ID)
			}
		}
	}
}

func TestMessagesRequestsPagesAsNeeded(t *testing.T) {
	v, _ := play(t, byToken, historyPage(0, count(0, 1000)...)) // and no second page
	n := 0
	for _, err := range v.Messages(t.Context(), confirmed) {
		if n++; err != nil || n == 1000 {
			break
		}
	}
	if n != 1000 {
		t.Errorf("%d messages", n)
	}
}

func TestMessagesErrors(t *testing.T) {
	call := history(0)
	for name, c := range map[string]struct {
		steps  []step
		gone   bool
		status int
		before int // messages before the error
	}{
		"not found":        {steps: join(own(call, 404)), gone: true},
		"404 of a proxy":   {steps: join(foreign(call, 404)), status: 404},
		"404 without code": {steps: join(alien(call, 404, `{"error":{"message":"gone"}}`)), status: 404},
		"no data":          {steps: join(oddly(step{Call: call, Body: `{"object":"list"}`})), status: 200},
		"data is null":     {steps: join(oddly(step{Call: call, Body: `{"data":null}`})), status: 200},
		"data is a word":   {steps: join(oddly(step{Call: call, Body: `{"data":"none"}`})), status: 200},
		"no object":        {steps: join(oddly(step{Call: call, Body: `[]`})), status: 200},
		"null":             {steps: join(oddly(step{Call: call, Body: `null`})), status: 200},
		"no JSON":          {steps: join(foreign(call, 200)), status: 200},
		"empty":            {steps: join(oddly(step{Call: call})), status: 200},
		"401":              {steps: join(own(call, 401)), status: 401},
		"403":              {steps: join(own(call, 403)), status: 403},
		"500":              {steps: join(twice(own(call, 500))), status: 500},
		"second page":      {steps: join(historyPage(0, count(0, 1000)...), own(history(1000), 403)), status: 403, before: 1000},
		"another conversation": {
			steps: join(historyPage(0, messageJSON(1, ""), strings.Replace(messageJSON(2, ""), id, messageID(9), 1))), status: 200,
		},
		"offset ignored": {steps: join(historyPage(0, count(0, 1000)...), historyPage(1000, count(0, 1000)...)), status: 200, before: 1000},
	} {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, byToken, c.steps...)
			messages, failures := 0, 0
			for m, err := range v.Messages(t.Context(), confirmed) {
				if err == nil {
					messages++
					continue
				}
				failures++
				if m != nil || vendortest.Is[*client.NotFoundError](err) != c.gone || !c.gone && vendortest.StatusOf(err) != c.status {
					t.Errorf("got %+v, %v", m, err)
				}
			}
			if messages != c.before || failures != 1 {
				t.Errorf("%d messages, %d errors", messages, failures)
			}
		})
	}
}
