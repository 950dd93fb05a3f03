package uponai_test

import (
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

func TestClose(t *testing.T) {
	const noAnswer = 1000 // stands for status 0
	for name, c := range map[string]struct {
		steps   []step
		already bool
		status  int // of the error; 0 is none, noAnswer an error without one
	}{
		"204":             {steps: join(ended)},
		"200 with a chat": {steps: join(step{Call: end, Body: `{"chatId":"x"}`, Odd: true})},
		"303, ended":      {steps: join(foreign(end, 303), readsEnded)},
		"500, 404":        {steps: join(own(end, 500), own(end, 404))},
		"500, 401, ended": {steps: join(own(end, 500), own(end, 401), readsEnded)},
		"500, 402, open":  {steps: join(own(end, 500), own(end, 402), readsOpen), status: 402},
		"202 empty":       {steps: join(step{Call: end, Status: 202, Odd: true})},
		"200 page, ended": {steps: join(foreign(end, 200), readsEnded)},
		"200 page, open":  {steps: join(foreign(end, 200), readsOpen), status: 200},

		"404 own":              {steps: join(own(end, 404)), already: true},
		"404 own, error only":  {steps: join(step{Call: end, Status: 404, Body: `{"error":"no chat"}`}), already: true},
		"404 own, status only": {steps: join(step{Call: end, Status: 404, Body: `{"status":"error"}`}), already: true},
		"404 foreign, open":    {steps: join(foreign(end, 404), readsOpen), status: 404},
		"404 foreign, ended":   {steps: join(foreign(end, 404), readsEnded), already: true},
		"404 foreign, gone":    {steps: join(foreign(end, 404), own(get, 404)), already: true},
		"404 twice, unlisted":  {steps: join(foreign(end, 404), foreign(get, 404), unlisted), already: true},
		"404 JSON, unlisted":   {steps: join(step{Call: end, Status: 404, Body: `{"detail":"Not Found"}`}, step{Call: get, Status: 404, Body: `{"detail":"Not Found"}`}, unlisted), already: true},
		"404 empty, unlisted":  {steps: join(step{Call: end, Status: 404, Odd: true}, step{Call: get, Status: 404, Odd: true}, unlisted), already: true},
		"404 everywhere":       {steps: join(foreign(end, 404), foreign(get, 404), foreign(list, 404)), status: 404},
		"404 twice, no list":   {steps: join(foreign(end, 404), foreign(get, 404), step{Call: list, Body: `{"ok":true}`, Odd: true}), status: 404},

		"400, ended":        {steps: join(own(end, 400), readsEnded), already: true},
		"400, open":         {steps: join(own(end, 400), readsOpen), status: 400},
		"400, gone":         {steps: join(own(end, 400), own(get, 404)), already: true},
		"400 foreign, open": {steps: join(foreign(end, 400), readsOpen), status: 400},
		"409, ended":        {steps: join(own(end, 409), readsEnded), already: true},
		"409, failed":       {steps: join(own(end, 409), step{Call: get, Body: chatJSON(`"status":"error"`)}), already: true},
		"409, unknown word": {steps: join(own(end, 409), step{Call: get, Body: chatJSON(`"status":"winding down"`)}), status: 409},
		"409, not readable": {steps: join(own(end, 409), own(get, 403)), status: 409},
		"422, ended":        {steps: join(own(end, 422), readsEnded), already: true},
		"422, open":         {steps: join(own(end, 422), readsOpen), status: 422},
		"422, 422, absent":  {steps: join(own(end, 422), own(get, 422), unlisted), already: true},
		"422, 422, open": {
			steps:  join(own(end, 422), own(get, 422), step{Call: list, Body: pageJSON("null", chatJSON(`"status":"ongoing"`))}),
			status: 422,
		},
		"422, 422, no list": {steps: join(own(end, 422), own(get, 422), own(list, 403)), status: 422},

		"500, ended":       {steps: join(twice(own(end, 500)), readsEnded)},
		"500, gone":        {steps: join(twice(own(end, 500)), own(get, 404))},
		"500, open":        {steps: join(twice(own(end, 500)), readsOpen), status: 500},
		"500, then 204":    {steps: join(own(end, 500), ended)},
		"502 foreign":      {steps: join(twice(foreign(end, 502)), readsEnded)},
		"503, open":        {steps: join(twice(own(end, 503)), readsOpen), status: 503},
		"lost, ended":      {steps: join(twice(step{Call: end, Lost: true}), readsEnded)},
		"lost, unreadable": {steps: join(twice(step{Call: end, Lost: true}), foreign(get, 200)), status: noAnswer},

		"redirect":    {steps: join(foreign(end, 302)), status: 302},
		"401 own":     {steps: join(own(end, 401)), status: 401},
		"401 foreign": {steps: join(foreign(end, 401)), status: 401},
		"402":         {steps: join(own(end, 402)), status: 402},
		"403 own":     {steps: join(own(end, 403)), status: 403},
		"403 foreign": {steps: join(foreign(end, 403)), status: 403},
		"429":         {steps: join(twice(own(end, 429))), status: 429},
	} {
		t.Run(name, func(t *testing.T) {
			v, s := play(t, c.steps...)
			result, err := v.Close(t.Context(), client.Ref{ID: id}, "ignored")
			if s.Sent[0].Body != `{"workspaceId":42}` {
				t.Errorf("sent %s", s.Sent[0].Body)
			}
			if c.status != 0 {
				if err == nil || vendortest.StatusOf(err) != c.status%noAnswer {
					t.Fatalf("error %v, want status %d", err, c.status)
				}
				if !strings.Contains(err.Error(), "close the session") || !strings.Contains(err.Error(), id) {
					t.Errorf("error %v is not that of the close", err)
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
