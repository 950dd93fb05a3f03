package siteassist_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

func TestSendErrors(t *testing.T) {
	for name, c := range map[string]struct {
		steps   []step
		kind    func(error) bool // nil is *client.Error
		status  int
		unclear bool // whether it has arrived
	}{
		"the last step failed": {steps: join(answers(`[` + textStep + `,{"finishReason":"error"}]`)), kind: vendortest.Is[*client.AnswerError], unclear: true},
		"it failed half-way":   {steps: join(answers(`[{"content":[{"type":"text","text":"Hel"}],"finishReason":"error"}]`)), kind: vendortest.Is[*client.AnswerError], unclear: true},

		"no steps":         {steps: join(oddly(step{Call: send, Body: `{}`})), status: 200, unclear: true},
		"steps of no list": {steps: join(oddly(answers(`"x"`))), status: 200, unclear: true},
		"null":             {steps: join(oddly(step{Call: send, Body: `null`})), status: 200, unclear: true},
		"a list":           {steps: join(oddly(step{Call: send, Body: `[]`})), status: 200, unclear: true},
		"a number":         {steps: join(oddly(step{Call: send, Body: `7`})), status: 200, unclear: true},
		"no JSON":          {steps: join(foreign(send, 200)), status: 200, unclear: true},
		"cut short":        {steps: join(oddly(step{Call: send, Body: `"Mess`})), status: 200, unclear: true},
		"empty":            {steps: join(oddly(step{Call: send})), status: 200, unclear: true},
		"204":              {steps: join(oddly(step{Call: send, Status: 204})), status: 204, unclear: true},

		"404 own":              {steps: join(own(send, 404)), kind: vendortest.Is[*client.NotFoundError]},
		"404 own without code": {steps: join(step{Call: send, Status: 404, Body: `{"error":{"message":"gone"}}`}), kind: vendortest.Is[*client.NotFoundError]},

		"400, closed":         {steps: join(own(send, 400), readsEnded), kind: vendortest.Is[*client.ClosedError]},
		"403, closed":         {steps: join(own(send, 403), readsEnded), kind: vendortest.Is[*client.ClosedError]},
		"409, closed":         {steps: join(own(send, 409), readsEnded), kind: vendortest.Is[*client.ClosedError]},
		"422, closed":         {steps: join(own(send, 422), readsEnded), kind: vendortest.Is[*client.ClosedError]},
		"404 foreign, closed": {steps: join(foreign(send, 404), readsEnded), kind: vendortest.Is[*client.ClosedError]},
		"404 of another thing, closed": {
			steps: join(step{Call: send, Status: 404, Body: `{"error":{"message":"no route","code":"ROUTE"}}`}, readsEnded),
			kind:  vendortest.Is[*client.ClosedError],
		},
		"400, open":         {steps: join(own(send, 400), readsOpen), status: 400},
		"403, open":         {steps: join(own(send, 403), readsOpen), status: 403},
		"409, open":         {steps: join(own(send, 409), readsOpen), status: 409},
		"422, open":         {steps: join(own(send, 422), readsOpen), status: 422},
		"404 foreign, open": {steps: join(foreign(send, 404), readsOpen), status: 404},
		"409, gone":         {steps: join(own(send, 409), own(get, 404)), status: 409},
		"403, unreadable":   {steps: join(own(send, 403), own(get, 403)), status: 403},
		"422, broken":       {steps: join(own(send, 422), twice(own(get, 500))), status: 422},

		"401":       {steps: join(own(send, 401)), status: 401},
		"402":       {steps: join(own(send, 402)), status: 402},
		"redirect":  {steps: join(foreign(send, 307)), status: 307},
		"429 twice": {steps: join(twice(own(send, 429))), status: 429},
		"303":       {steps: join(foreign(send, 303)), status: 303, unclear: true},
		"408":       {steps: join(foreign(send, 408)), status: 408, unclear: true},
		"500":       {steps: join(own(send, 500)), status: 500, unclear: true},
		"502":       {steps: join(own(send, 502)), status: 502, unclear: true},
		"503":       {steps: join(own(send, 503)), status: 503, unclear: true},
		"lost":      {steps: join(step{Call: send, Lost: true}), unclear: true},
	} {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, byToken, c.steps...)
			got, err := v.Send(t.Context(), client.Ref{ID: id}, client.SendRequest{Text: "hi"})
			if got != nil || client.MayHaveHappened(err) != c.unclear {
				t.Errorf("got %+v, %v", got, err)
			}
			if c.kind != nil && !c.kind(err) || c.kind == nil && vendortest.StatusOf(err) != c.status {
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestSendToAClosedConversationTellsWhen(t *testing.T) {
	v, _ := play(t, byToken, own(send, 409), readsEnded)
	_, err := v.Send(t.Context(), client.Ref{ID: id}, client.SendRequest{Text: "hi"})
	want := &client.ClosedError{Vendor: "siteassist", SessionID: id, ClosedAt: time.Date(2024, 1, 15, 10, 40, 0, 0, time.UTC)}
	if diff := cmp.Diff(error(want), err); diff != "" {
		t.Error(diff)
	}
}

// A 429 and a 401 say that the message was not taken; nothing else is followed by
// another try, whatever the token.
func TestSendIsRepeatedOnlyAfterARefusal(t *testing.T) {
	sent := answers(`[` + textStep + `]`)
	for name, c := range map[string]struct {
		steps   []step
		ok      bool
		unclear bool
	}{
		"429":                {steps: join(own(send, 429), sent), ok: true},
		"401":                {steps: join(own(send, 401), loggedIn("t-2"), sent), ok: true},
		"429, 401":           {steps: join(own(send, 429), own(send, 401), loggedIn("t-2"), sent), ok: true},
		"401, 429":           {steps: join(own(send, 401), loggedIn("t-2"), own(send, 429), sent), ok: true},
		"401 twice":          {steps: join(own(send, 401), loggedIn("t-2"), own(send, 401))},
		"401, no token":      {steps: join(own(send, 401), own(login, 403))},
		"401, lost":          {steps: join(own(send, 401), loggedIn("t-2"), step{Call: send, Lost: true}), unclear: true},
		"401, 503":           {steps: join(own(send, 401), loggedIn("t-2"), own(send, 503)), unclear: true},
		"429, 500":           {steps: join(own(send, 429), own(send, 500)), unclear: true},
		"lost before a 401":  {steps: join(step{Call: send, Lost: true}), unclear: true},
		"503, not a refusal": {steps: join(own(send, 503)), unclear: true},
	} {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, byKey, join(loggedIn("t-1"), c.steps)...)
			got, err := v.Send(t.Context(), client.Ref{ID: id}, client.SendRequest{Text: "hi"})
			if (got != nil) != c.ok || (err == nil) != c.ok || client.MayHaveHappened(err) != c.unclear {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
}
