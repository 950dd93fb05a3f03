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
		failed  int // the status of the error, -1 for any
		already bool
		warned  bool
	}{
		"ended":               {steps: []step{end(ended)}},
		"200, empty":          {steps: []step{end(reply{Odd: true}), probe(gone)}},
		"204":                 {steps: []step{end(reply{Status: 204, Odd: true}), probe(history), end(ended)}},
		"dead token":          {steps: []step{end(dead)}, already: true},
		"gone":                {steps: []step{end(gone)}, already: true},
		"gone, in envelope":   {steps: []step{end(goneEnvelope)}, already: true},
		"foreign 401":         {steps: []step{end(foreign401), probe(foreign401)}, warned: true},
		"foreign 404":         {steps: []step{end(foreign404), probe(foreign404)}, warned: true},
		"foreign 404, alive":  {steps: []step{end(foreign404), probe(history)}, failed: 404},
		"foreign 404, mixed":  {steps: []step{end(foreign404), probe(mixed)}, failed: 404},
		"foreign 404, page":   {steps: []step{end(foreign404), probe(page)}, warned: true},
		"foreign 404, ended":  {steps: []step{end(foreign404), probe(gone)}},
		"404 of a framework":  {steps: []step{end(routeless), probe(routeless)}, warned: true},
		"mixed":               {steps: []step{end(mixed)}, failed: 403},
		"foreign 403":         {steps: []step{end(reply{Status: 403, Body: "no", Odd: true})}, failed: 403},
		"409":                 {steps: []step{end(reply{Status: 409, Odd: true})}, failed: 409},
		"redirect":            {steps: []step{end(reply{Status: 307, Odd: true})}, failed: 307},
		"429, then an answer": {steps: []step{end(limited), end(ended)}},
		"429 for good":        {steps: []step{end(limited), end(limited), end(limited)}, failed: 429},

		"303, but gone":         {steps: []step{end(reply{Status: 303, Odd: true}), probe(gone)}},
		"500, but gone":         {steps: []step{end(broken), probe(gone)}},
		"500, but dead":         {steps: []step{end(broken), probe(dead)}},
		"500, then an end":      {steps: []step{end(broken), probe(history), end(ended)}},
		"500, then gone":        {steps: []step{end(broken), probe(history), end(gone)}},
		"500, then foreign":     {steps: []step{end(broken), probe(foreign404), end(foreign404), probe(foreign404)}, warned: true},
		"500, then mixed":       {steps: []step{end(broken), probe(mixed), end(mixed)}, failed: 403},
		"503, then an end":      {steps: []step{end(unavailable), probe(broken), end(ended)}},
		"lost, but gone":        {steps: []step{end(lost), probe(gone)}},
		"lost, then an end":     {steps: []step{end(lost), probe(history), end(ended)}},
		"garbled, but gone":     {steps: []step{end(page), probe(gone)}},
		"garbled, page at once": {steps: []step{end(page), probe(page), end(ended)}},
		"no success, but gone":  {steps: []step{end(refused), probe(gone)}},
		"no success, then one":  {steps: []step{end(refused), probe(history), end(ended)}},
		"success left out":      {steps: []step{end(reply{Body: `{}`, Odd: true}), probe(dead)}},
		"gone after the last":   {steps: []step{end(broken), probe(history), end(broken), probe(history), end(broken), probe(gone)}},
		"the first error counts": {
			steps:  []step{end(broken), probe(history), end(unavailable), probe(foreign401), end(lost), probe(history)},
			failed: 500,
		},
		"never a success": {
			steps:  []step{end(refused), probe(history), end(refused), probe(history), end(refused), probe(history)},
			failed: 200,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			v, s := play(t, test.steps...)
			got, err := v.Close(t.Context(), client.Ref{ID: "chat_1", Token: token}, "a reason that TalkifAI does not take")
			var e *client.Error
			switch {
			case (err != nil) != (test.failed != 0):
				t.Fatalf("got error %v", err)
			case err != nil && (!errors.As(err, &e) || e.Status != test.failed):
				t.Errorf("got %v, want status %d", err, test.failed)
			}
			if got.Already != test.already || (got.Warning != "") != test.warned {
				t.Errorf("got %+v", got)
			}
			if tellsASecret(err) || strings.Contains(got.Warning, token) {
				t.Errorf("a secret is told: %v %s", err, got.Warning)
			}
			for i := range s.Sent {
				if s.Sent[i].Body != "" || s.Sent[i].Header.Get("Content-Type") != "" {
					t.Errorf("sent %q as %q; the end has no body", s.Sent[i].Body, s.Sent[i].Header.Get("Content-Type"))
				}
			}
		})
	}
}

func TestCloseWithoutTheTokenAsksNobody(t *testing.T) {
	v, _ := play(t)
	got, err := v.Close(t.Context(), client.Ref{ID: "chat_1"}, "")
	if err != nil || !strings.Contains(got.Warning, `"chat_1"`) || !strings.Contains(got.Warning, "30 idle minutes") {
		t.Errorf("got %+v, %v", got, err)
	}
}

// What Close ends well on, Read must not fail on, since terraform destroy reads
// first.
func TestReadFailsOnlyWhereCloseFails(t *testing.T) {
	answers := map[string]reply{
		"dead": dead, "gone": gone, "mixed": mixed, "foreign 404": foreign404, "foreign 401": foreign401,
		"framework": routeless, "redirect": {Status: 302, Odd: true}, "400": {Status: 400, Body: "{}", Odd: true},
	}
	for name, answer := range answers {
		t.Run(name, func(t *testing.T) {
			ref := client.Ref{ID: "chat_1", Token: token}
			reader, _ := play(t, probe(answer))
			_, err := reader.Read(t.Context(), ref)
			var notFound *client.NotFoundError
			if err == nil || errors.As(err, &notFound) {
				return
			}
			closer, _ := play(t, end(answer))
			if _, err := closer.Close(t.Context(), ref, ""); err == nil {
				t.Error("Close ended well on what Read failed on")
			}
		})
	}
}

func TestCloseWithoutAConnectionDoesNotProbe(t *testing.T) {
	var lines int
	v := vendorAt(t, transport.Options{
		BaseURL: "http://127.0.0.1:1",
		Log:     func(context.Context, string, map[string]any) { lines++ },
	})
	_, err := v.Close(t.Context(), client.Ref{ID: "chat_1", Token: token}, "")
	if err == nil || lines != 3 {
		t.Errorf("got %v after %d tries, want 3", err, lines)
	}
}

func TestCloseWaitsLongerThanTheRequestTimeout(t *testing.T) {
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

func TestCloseWaitsBeforeEachRepeat(t *testing.T) {
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

func TestCloseEndsWithItsContext(t *testing.T) {
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
