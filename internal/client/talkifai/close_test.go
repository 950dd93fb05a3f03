package talkifai_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

func TestClose(t *testing.T) {
	lost := reply{Lost: true}
	unavailable := reply{Status: 503}
	refused := reply{Body: `{"success":false,"message":"no"}`}
	tests := map[string]struct {
		steps   []step
		status  int // of the error, 0 for none
		already bool
	}{
		"ended":                        {steps: []step{end(ended)}},
		"token invalid":                {steps: []step{end(tokenInvalid)}, already: true},
		"token invalid, code":          {steps: []step{end(reply{Status: 401, Body: `{"success":false,"error":"x","code":"invalid_token"}`, Odd: true})}, already: true},
		"not found":                    {steps: []step{end(notFound)}, already: true},
		"not found, letter case":       {steps: []step{end(reply{Status: 404, Body: `{"detail":" session not found OR expired "}`})}, already: true},
		"not found, code":              {steps: []step{end(reply{Status: 404, Body: `{"detail":"session_not_found"}`})}, already: true},
		"not found, AP":                {steps: []step{end(notFoundAP)}, already: true},
		"429, then ended":              {steps: []step{end(limited), end(ended)}},
		"429 every time":               {steps: []step{end(limited), end(limited), end(limited)}, status: 429},
		"refused, open":                {steps: []step{end(proxy404), probe(history)}, status: 404},
		"refused, mismatch":            {steps: []step{end(proxy404), probe(tokenMismatch)}, status: 404},
		"refused, page":                {steps: []step{end(proxy404), probe(page)}, status: 404},
		"refused, same":                {steps: []step{end(proxy401), probe(proxy401)}, status: 401},
		"refused, not found":           {steps: []step{end(proxy404), probe(notFound)}, already: true},
		"refused, token invalid":       {steps: []step{end(routeless), probe(tokenInvalid)}, already: true},
		"refused, history fails once":  {steps: []step{end(proxy404), probe(failed), probe(notFoundAP)}, already: true},
		"mismatch":                     {steps: []step{end(tokenMismatch), probe(tokenMismatch)}, status: 403},
		"403":                          {steps: []step{end(reply{Status: 403, Body: "no", Odd: true}), probe(history)}, status: 403},
		"409":                          {steps: []step{end(reply{Status: 409, Odd: true}), probe(history)}, status: 409},
		"400, not found":               {steps: []step{end(reply{Status: 400, Body: "{}", Odd: true}), probe(notFound)}, already: true},
		"redirect, open":               {steps: []step{end(reply{Status: 307, Odd: true}), probe(history)}, status: 307},
		"redirect, not found":          {steps: []step{end(reply{Status: 307, Odd: true}), probe(notFound)}, already: true},
		"303, not found":               {steps: []step{end(reply{Status: 303, Odd: true}), probe(notFound)}},
		"200, empty":                   {steps: []step{end(reply{Odd: true}), probe(notFound)}},
		"204, then ended":              {steps: []step{end(reply{Status: 204, Odd: true}), probe(history), end(ended)}},
		"202 with the documented body": {steps: []step{end(reply{Status: 202, Body: ended.Body, Odd: true}), probe(history), end(ended)}},
		"no message":                   {steps: []step{end(reply{Body: `{"success":true}`, Odd: true}), probe(history), end(ended)}},
		"message is a number":          {steps: []step{end(reply{Body: `{"success":true,"message":1}`, Odd: true}), probe(tokenInvalid)}},
		"no success":                   {steps: []step{end(reply{Body: `{}`, Odd: true}), probe(tokenInvalid)}},
		"success false, not found":     {steps: []step{end(refused), probe(notFound)}},
		"success false, then ended":    {steps: []step{end(refused), probe(history), end(ended)}},
		"success false every time":     {steps: []step{end(refused), probe(history), end(refused), probe(history), end(refused), probe(history)}, status: 200},
		"page, not found":              {steps: []step{end(page), probe(notFound)}},
		"page, then ended":             {steps: []step{end(page), probe(page), end(ended)}},
		"500, not found":               {steps: []step{end(failed), probe(notFound)}},
		"500, token invalid":           {steps: []step{end(failed), probe(tokenInvalid)}},
		"500, then ended":              {steps: []step{end(failed), probe(history), end(ended)}},
		"500, then not found":          {steps: []step{end(failed), probe(history), end(notFound)}},
		"500, then refused":            {steps: []step{end(failed), probe(proxy404), end(proxy404), probe(proxy404)}, status: 404},
		"500, then mismatch":           {steps: []step{end(failed), probe(tokenMismatch), end(tokenMismatch), probe(tokenMismatch)}, status: 403},
		"500, then 429":                {steps: []step{end(failed), probe(history), end(limited), end(limited), end(limited)}, status: 429},
		"503, then ended":              {steps: []step{end(unavailable), probe(failed), end(ended)}},
		"503 of billing is not ended":  {steps: []step{end(noBilling), probe(history)}, status: 503},
		"lost, not found":              {steps: []step{end(lost), probe(notFound)}},
		"lost, then ended":             {steps: []step{end(lost), probe(history), end(ended)}},
		"not found after the last 500": {steps: []step{end(failed), probe(history), end(failed), probe(history), end(failed), probe(notFound)}},
		"the first unclear error counts": {
			steps:  []step{end(failed), probe(history), end(unavailable), probe(proxy401), end(lost), probe(history)},
			status: 500,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			v, s := play(t, test.steps...)
			got, err := v.Close(t.Context(), client.Ref{ID: "chat_1", Token: token}, "a reason, which is not sent")
			var e *client.Error
			switch {
			case (err != nil) != (test.status != 0):
				t.Fatalf("got %+v, %v, want status %d", got, err, test.status)
			case err != nil && (!errors.As(err, &e) || e.Status != test.status):
				t.Errorf("got %v, want status %d", err, test.status)
			}
			if want := (client.CloseResult{Already: test.already}); got != want {
				t.Errorf("got %+v, want %+v", got, want)
			}
			if hasSecret(err) {
				t.Errorf("the error has a secret: %v", err)
			}
			for i := range s.Sent {
				if s.Sent[i].Body != "" || s.Sent[i].Header.Get("Content-Type") != "" {
					t.Errorf("sent %q as %q; the end has no body", s.Sent[i].Body, s.Sent[i].Header.Get("Content-Type"))
				}
			}
		})
	}
}

func TestClose_withoutToken(t *testing.T) {
	v, _ := play(t)
	got, err := v.Close(t.Context(), client.Ref{ID: "chat_1"}, "")
	if err != nil || !strings.Contains(got.Warning, `"chat_1"`) || !strings.Contains(got.Warning, "billing may be incomplete") {
		t.Errorf("got %+v, %v", got, err)
	}
}

// What Close succeeds on, Read must not fail on, since terraform destroy reads first.
func TestRead_failsOnlyWhereCloseFails(t *testing.T) {
	responses := map[string]reply{
		"token invalid": tokenInvalid, "not found": notFound, "mismatch": tokenMismatch, "redirect": {Status: 302},
		"400": {Status: 400, Body: "{}"}, "500": failed, "429": limited,
	}
	for name, response := range responses {
		t.Run(name, func(t *testing.T) {
			v := respondingWith(t, func(string) reply { return response })
			_, err := v.Read(t.Context(), ref)
			if err == nil || vendortest.Is[*client.NotFoundError](err) {
				return
			}
			if got, err := v.Close(t.Context(), ref, ""); err == nil {
				t.Errorf("Read failed and Close succeeded: %+v", got)
			}
		})
	}
}

// unreachable are options of a vendor to which there is no connection.
var unreachable = transport.Options{BaseURL: "http://127.0.0.1:1"}

func TestClose_withoutConnection(t *testing.T) {
	var lines int
	o := unreachable
	o.Log = func(context.Context, string, map[string]any) { lines++ }
	v := vendorAt(t, o)
	_, err := v.Close(t.Context(), client.Ref{ID: "chat_1", Token: token}, "")
	if err == nil || lines != 3 {
		t.Errorf("got %v after %d attempts, want 3 and no read of the history", err, lines)
	}
}

func TestClose_waitsLongerThanTheRequestTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		calls := 0
		v := vendorAt(t, transport.Options{
			RequestTimeout: time.Second,
			RoundTripper: vendortest.RoundTrip(func(r *http.Request) (*http.Response, error) {
				calls++
				return after(r, 44*time.Second, ended.Body)
			}),
		})
		if _, err := v.Close(t.Context(), client.Ref{ID: "chat_1", Token: token}, ""); err != nil || calls != 1 {
			t.Errorf("got %v after %d calls", err, calls)
		}
	})
}

func TestClose_waitsBeforeEachRepeat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		v := vendorAt(t, transport.Options{RoundTripper: vendortest.RoundTrip(func(r *http.Request) (*http.Response, error) {
			return after(r, 0, `{"success":false}`)
		})})
		_, err := v.Close(t.Context(), client.Ref{ID: "chat_1", Token: token}, "")
		if took := time.Since(begun); err == nil || took < time.Millisecond || took > 2*time.Millisecond {
			t.Errorf("got %v after %s; two waits of half to one millisecond are due", err, took)
		}
	})
}

func TestClose_endsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		begun := time.Now()
		v := vendorAt(t, transport.Options{RoundTripper: vendortest.RoundTrip(func(r *http.Request) (*http.Response, error) {
			return after(r, time.Hour, "")
		})})
		_, err := v.Close(ctx, client.Ref{ID: "chat_1", Token: token}, "")
		if err == nil || time.Since(begun) > time.Minute {
			t.Errorf("got %v after %s", err, time.Since(begun))
		}
	})
}
