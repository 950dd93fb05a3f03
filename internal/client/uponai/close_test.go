package uponai_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/uponai"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

func TestClose(t *testing.T) {
	const noResponse = 1000 // stands for status 0
	type test struct {
		steps   []step
		ref     client.Ref // ref when zero
		already bool
		status  int // of the error; 0 is none
	}
	tests := map[string]test{
		"204":           {steps: join(ended)},
		"500, then 204": {steps: join(own(end, 500), ended)},

		"200 success false, open": {steps: join(step{Call: end, Body: `{"success":false,"error":"chat is locked"}`, Odd: true}, readsOpen), status: 200},
		"200 chat, open":          {steps: join(step{Call: end, Body: chatJSON(`"status":"ongoing"`), Odd: true}, readsOpen), status: 200},
		"200 chat, ended":         {steps: join(step{Call: end, Body: chatJSON(`"status":"ended"`), Odd: true}, readsEnded)},
		"200 array, open":         {steps: join(step{Call: end, Body: `[]`, Odd: true}, readsOpen), status: 200},
		"200 empty, open":         {steps: join(step{Call: end, Odd: true}, readsOpen), status: 200},
		"200 empty, absent":       {steps: join(step{Call: end, Odd: true}, own(get, 404), unlisted)},
		"202 queued, open":        {steps: join(step{Call: end, Status: 202, Body: `{"status":"queued"}`, Odd: true}, readsOpen), status: 202},
		"202 queued, ended":       {steps: join(step{Call: end, Status: 202, Body: `{"status":"queued"}`, Odd: true}, readsEnded)},
		"200 page, ended":         {steps: join(foreign(end, 200), readsEnded)},
		"200 page, open":          {steps: join(foreign(end, 200), readsOpen), status: 200},
		"302, open":               {steps: join(foreign(end, 302), readsOpen), status: 302},
		"303, ended":              {steps: join(foreign(end, 303), readsEnded)},

		"400, ended":          {steps: join(own(end, 400), readsEnded), already: true},
		"400, open":           {steps: join(own(end, 400), readsOpen), status: 400},
		"400, 404, absent":    {steps: join(own(end, 400), own(get, 404), unlisted), already: true},
		"400, 404, in list":   {steps: join(own(end, 400), own(get, 404), listsOpen), status: 400},
		"400, 404, ended":     {steps: join(own(end, 400), own(get, 404), listsEnded), already: true},
		"409, ended":          {steps: join(own(end, 409), readsEnded), already: true},
		"409, failed":         {steps: join(own(end, 409), step{Call: get, Body: chatJSON(`"status":"error"`)}), already: true},
		"409, unknown word":   {steps: join(own(end, 409), step{Call: get, Body: chatJSON(`"status":"winding down"`)}), status: 409},
		"409, 403, no list":   {steps: join(own(end, 409), own(get, 403), own(list, 403)), status: 409},
		"409, GET fails":      {steps: join(own(end, 409), twice(own(get, 500))), status: 409},
		"401, open":           {steps: join(own(end, 401), readsOpen), status: 401},
		"401 everywhere":      {steps: join(own(end, 401), own(get, 401), own(list, 401)), status: 401},
		"402, open":           {steps: join(own(end, 402), readsOpen), status: 402},
		"403, ended":          {steps: join(foreign(end, 403), readsEnded), already: true},
		"405, absent":         {steps: join(foreign(end, 405), foreign(get, 405), unlisted), already: true},
		"429":                 {steps: join(twice(own(end, 429))), status: 429},
		"500, 429, ended":     {steps: join(own(end, 500), twice(own(end, 429)), readsEnded)},
		"500, 401, ended":     {steps: join(own(end, 500), own(end, 401), readsEnded)},
		"500, 404, absent":    {steps: join(own(end, 500), own(end, 404), unlisted)},
		"500, ended":          {steps: join(twice(own(end, 500)), readsEnded)},
		"500, 404, unlisted":  {steps: join(twice(own(end, 500)), own(get, 404), unlisted)},
		"500, open":           {steps: join(twice(own(end, 500)), readsOpen), status: 500},
		"502 page, ended":     {steps: join(twice(foreign(end, 502)), readsEnded)},
		"503, open":           {steps: join(twice(own(end, 503)), readsOpen), status: 503},
		"lost, ended":         {steps: join(twice(step{Call: end, Lost: true}), readsEnded)},
		"lost, not readable":  {steps: join(twice(step{Call: end, Lost: true}), foreign(get, 200), foreign(list, 200)), status: noResponse},
		"no account, ended":   {ref: untrusted, steps: join(own(end, 409), readsEnded), already: true},
		"no account, refused": {ref: untrusted, steps: join(own(end, 409), own(get, 404)), status: 409},
		"same credential":     {ref: client.Ref{ID: id, Seen: true, SameCredential: true}, steps: join(own(end, 404), unlisted), already: true},
		"never seen":          {ref: client.Ref{ID: id, AccountConfirmed: true}, steps: join(own(end, 404), unlisted), already: true},
	}
	// These may be about a chat that does not exist, so the list comes first.
	for status, response := range map[string]step{
		"404": own(end, 404), "410": own(end, 410), "422": own(end, 422), "404 page": foreign(end, 404),
		"404 empty": {Call: end, Status: 404, Odd: true}, "404 detail": {Call: end, Status: 404, Body: `{"detail":"Not Found"}`},
	} {
		tests[status+", absent"] = test{steps: join(response, unlisted), already: true}
		tests[status+", in list, open"] = test{steps: join(response, listsOpen, readsOpen), status: response.Status}
		tests[status+", in list, ended"] = test{steps: join(response, listsEnded, readsEnded), already: true}
		tests[status+" twice, in list"] = test{steps: join(response, listsOpen, own(get, 404), listsOpen), status: response.Status}
		tests[status+" twice, list of ended"] = test{steps: join(response, listsEnded, own(get, 404), listsEnded), already: true}
		tests[status+" everywhere"] = test{steps: join(response, foreign(list, 404), foreign(get, 404), foreign(list, 404)), status: response.Status}
		tests[status+", unproven list"] = test{steps: join(response, unproven, own(get, 404), unproven), status: response.Status}
		tests[status+", unproven list, ended"] = test{steps: join(response, unproven, readsEnded), already: true}
		tests[status+", no account"] = test{ref: untrusted, steps: join(response, own(get, 404)), status: response.Status}
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			v, s := play(t, c.steps...)
			if c.ref.ID == "" {
				c.ref = ref
			}
			result, err := v.Close(t.Context(), c.ref, "ignored")
			if s.Sent[0].Body != `{"workspaceId":42}` {
				t.Errorf("sent %s", s.Sent[0].Body)
			}
			if c.status != 0 {
				if err == nil || vendortest.StatusOf(err) != c.status%noResponse {
					t.Fatalf("error %v, want status %d", err, c.status%noResponse)
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

// A close whose context ends while it is settled has not succeeded.
func TestClose_contextEnds(t *testing.T) {
	for name, during := range map[string]string{"list": "/api/chats", "chat": "/api/chats/" + id} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			v := offline(t, uponai.Config{}, func(r *http.Request) (*http.Response, error) {
				if r.URL.Path == during {
					cancel()
					<-r.Context().Done()
					return nil, r.Context().Err()
				}
				return vendortest.Answer(404, `{"message":"Not Found"}`), nil
			})
			if _, err := v.Close(ctx, ref, ""); vendortest.StatusOf(err) != 404 {
				t.Errorf("got %v, want status 404", err)
			}
		})
	}
}
