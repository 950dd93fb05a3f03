package uponai_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

func TestMessages(t *testing.T) {
	for name, c := range map[string]struct {
		fields string
		odd    bool
		want   []*client.Message
	}{
		"in order": {
			fields: `"status":"ongoing","messages":[{"content":"hi","name":"User","tool_calls":[]},{"content":"hello","name":"Ann"}]`,
			want:   []*client.Message{{Name: "User", Text: "hi"}, {Name: "Ann", Text: "hello"}},
		},
		"ended": {fields: `"status":"ended","messages":[{"content":"bye"}]`, want: []*client.Message{{Text: "bye"}}},
		"RT's fields": {
			fields: `"messages":[{"message_id":"m","role":"agent","content":"hi","created_timestamp":1703302428855}]`,
			want:   []*client.Message{{Role: "agent", Text: "hi"}},
		},
		"tool calls alone": {fields: `"messages":[{"name":"Ann","tool_calls":[{}]}]`, want: []*client.Message{{Name: "Ann"}}},
		"other types": {
			fields: `"metadata":7,"messages":[null,"x",{"content":null,"name":7,"role":{}},{"content":["x"]}]`, odd: true,
			want: []*client.Message{{Name: "7"}, {}},
		},
		"none":     {fields: `"messages":[]`},
		"null":     {fields: `"messages":null`, odd: true},
		"missing":  {fields: `"status":"ongoing"`},
		"no array": {fields: `"messages":"none"`, odd: true},
	} {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, step{Call: get, Body: chatJSON(c.fields), Odd: c.odd})
			got, err := client.History(t.Context(), v, client.Ref{ID: id})
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(got, c.want); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestMessagesFail(t *testing.T) {
	inList := step{Call: list, Body: pageJSON("null", chatJSON(`"status":"ongoing","messages":[{"content":"hi"}]`))}
	for name, c := range map[string]struct {
		steps  []step
		gone   bool
		status int // of the error when it is not gone
	}{
		"404 own":               {steps: join(own(get, 404)), gone: true},
		"404 foreign, unlisted": {steps: join(foreign(get, 404), unlisted), gone: true},
		"404 foreign, listed":   {steps: join(foreign(get, 404), inList), status: 404},
		"404 everywhere":        {steps: join(foreign(get, 404), foreign(list, 404)), status: 404},
		"422, unlisted":         {steps: join(own(get, 422), unlisted), gone: true},
		"422, listed":           {steps: join(own(get, 422), inList), status: 422},
		"422, no list":          {steps: join(own(get, 422), own(list, 403)), status: 422},
		"401":                   {steps: join(own(get, 401)), status: 401},
		"500":                   {steps: join(twice(own(get, 500))), status: 500},
		"another chat":          {steps: join(step{Call: get, Body: `{"chatId":"other","messages":[{"content":"hi"}]}`}), status: 200},
		"no id":                 {steps: join(step{Call: get, Body: `{"messages":[{"content":"hi"}]}`, Odd: true}), status: 200},
		"page":                  {steps: join(foreign(get, 200)), status: 200},
	} {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, c.steps...)
			got, err := client.History(t.Context(), v, client.Ref{ID: id})
			if got != nil || err == nil || vendortest.Is[*client.NotFoundError](err) != c.gone || !c.gone && vendortest.StatusOf(err) != c.status {
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
}

func TestMessagesEndWhenTheReaderHasEnough(t *testing.T) {
	v, _ := play(t, step{Call: get, Body: chatJSON(`"messages":[{"content":"a"},{"content":"b"}]`)})
	for m, err := range v.Messages(t.Context(), client.Ref{ID: id}) {
		if err != nil || m.Text != "a" {
			t.Errorf("got %+v, %v", m, err)
		}
		break
	}
}
