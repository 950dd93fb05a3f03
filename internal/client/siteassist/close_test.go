package siteassist_test

import (
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

func TestClose(t *testing.T) {
	closed := `{"success":true,"message":"Conversation closed successfully."}`
	for name, c := range map[string]struct {
		steps   []step
		already bool
		status  int // of the error; 0 is none
	}{
		"closed":                {steps: join(step{Call: end, Body: closed})},
		"message of other type": {steps: join(step{Call: end, Body: `{"success":true,"message":7}`, Odd: true})},

		"not confirmed, closed":  {steps: join(step{Call: end, Body: `{"success":false}`}, readsEnded)},
		"not confirmed, open":    {steps: join(step{Call: end, Body: `{"success":false}`}, readsOpen), status: 200},
		"not confirmed, unknown": {steps: join(step{Call: end, Body: `{"success":false}`}, step{Call: get, Body: conversationJSON("paused", "null"), Odd: true}), status: 200},
		"not confirmed, gone":    {steps: join(step{Call: end, Body: `{"success":false}`}, own(get, 404))},
		"empty answer, closed":   {steps: join(step{Call: end, Status: 204, Odd: true}, readsEnded)},
		"no JSON, closed":        {steps: join(foreign(end, 200), readsEnded)},
		"no JSON, open":          {steps: join(foreign(end, 200), readsOpen), status: 200},

		"404 own":              {steps: join(own(end, 404)), already: true},
		"404 own without code": {steps: join(step{Call: end, Status: 404, Body: `{"error":{"message":"gone"}}`}), already: true},
		"404 of another thing": {steps: join(step{Call: end, Status: 404, Body: `{"error":{"message":"no route","code":"ROUTE"}}`}, readsOpen), status: 404},
		"404 foreign, open":    {steps: join(foreign(end, 404), readsOpen), status: 404},
		"404 foreign, closed":  {steps: join(foreign(end, 404), readsEnded), already: true},
		"404 foreign, gone":    {steps: join(foreign(end, 404), own(get, 404)), already: true},
		"404 twice, unlisted":  {steps: join(foreign(end, 404), foreign(get, 404), lists(list, 1, other(1))), already: true},
		"404 twice, listed":    {steps: join(foreign(end, 404), foreign(get, 404), lists(list, 1, conversationJSON("open", "null"))), status: 404},
		"404 everywhere":       {steps: join(foreign(end, 404), foreign(get, 404), foreign(list, 404)), status: 404},

		// After a try that may have closed it, no refusal says that it is open.
		"503, 402, closed":  {steps: join(own(end, 503), own(end, 402), readsEnded)},
		"503, 402, open":    {steps: join(own(end, 503), own(end, 402), readsOpen), status: 402},
		"lost, 401, closed": {steps: join(step{Call: end, Lost: true}, own(end, 401), readsEnded)},
		"503, 404 own":      {steps: join(own(end, 503), own(end, 404))},
		"503, 409, closed":  {steps: join(own(end, 503), own(end, 409), readsEnded)},
		"303, closed":       {steps: join(foreign(end, 303), readsEnded)},

		"409, closed":  {steps: join(own(end, 409), readsEnded), already: true},
		"409, gone":    {steps: join(own(end, 409), own(get, 404)), already: true},
		"409, open":    {steps: join(own(end, 409), readsOpen), status: 409},
		"409, no read": {steps: join(own(end, 409), own(get, 403)), status: 409},

		"500, closed":       {steps: join(twice(own(end, 500)), readsEnded)},
		"500, gone":         {steps: join(twice(own(end, 500)), own(get, 404))},
		"500, open":         {steps: join(twice(own(end, 500)), readsOpen), status: 500},
		"500, then closed":  {steps: join(own(end, 500), step{Call: end, Body: closed})},
		"502 foreign, open": {steps: join(twice(foreign(end, 502)), readsOpen), status: 502},
		"501, closed":       {steps: join(foreign(end, 501), readsEnded)},
		"503, closed":       {steps: join(twice(own(end, 503)), readsEnded)},
		"lost, closed":      {steps: join(twice(step{Call: end, Lost: true}), readsEnded)},
		"408, closed":       {steps: join(twice(foreign(end, 408)), readsEnded)},

		"redirect":    {steps: join(foreign(end, 302)), status: 302},
		"400 own":     {steps: join(own(end, 400)), status: 400},
		"400 foreign": {steps: join(foreign(end, 400)), status: 400},
		"401 own":     {steps: join(own(end, 401)), status: 401},
		"401 foreign": {steps: join(foreign(end, 401)), status: 401},
		"402":         {steps: join(own(end, 402)), status: 402},
		"403 own":     {steps: join(own(end, 403)), status: 403},
		"403 foreign": {steps: join(foreign(end, 403)), status: 403},
		"422":         {steps: join(own(end, 422)), status: 422},
		"429":         {steps: join(twice(own(end, 429))), status: 429},
	} {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, byToken, c.steps...)
			result, err := v.Close(t.Context(), client.Ref{ID: id}, "")
			if c.status != 0 {
				if vendortest.StatusOf(err) != c.status {
					t.Fatalf("error %v, want status %d", err, c.status)
				}
				if !strings.Contains(err.Error(), id) {
					t.Errorf("error %v does not name the session", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if result.Already != c.already {
				t.Errorf("already = %t, want %t", result.Already, c.already)
			}
		})
	}
}

func TestCloseSendsAnObject(t *testing.T) {
	for reason, body := range map[string]string{
		"":                  `{}`,
		"torn down by <CI>": `{"closeReason":"torn down by <CI>"}`,
	} {
		v, s := play(t, byToken, step{Call: end, Body: `{"success":true}`})
		if _, err := v.Close(t.Context(), client.Ref{ID: id}, reason); err != nil {
			t.Fatal(err)
		}
		if s.Sent[0].Body != body {
			t.Errorf("sent %s, want %s", s.Sent[0].Body, body)
		}
	}
}

func TestCloseTellsTheVendorsWords(t *testing.T) {
	v, _ := play(t, byToken,
		step{Call: end, Body: `{"success":false,"message":"a human is typing with ` + token + `"}`}, readsOpen)
	_, err := v.Close(t.Context(), client.Ref{ID: id}, "")
	if err == nil || !strings.Contains(err.Error(), "a human is typing") || strings.Contains(err.Error(), token) {
		t.Errorf("error %v", err)
	}
}
