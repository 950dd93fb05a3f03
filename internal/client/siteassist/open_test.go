package siteassist_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/siteassist"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

func TestOpenStartsAConversation(t *testing.T) {
	for name, c := range map[string]struct {
		request client.OpenRequest
		status  int
		body    string
	}{
		"plain":     {status: 201, body: `{}`},
		"with page": {request: client.OpenRequest{PageURL: "https://example.com/?a=1&b=2"}, status: 201, body: `{"context":{"pageUrl":"https://example.com/?a=1&b=2"}}`},
		"200":       {status: 200, body: `{}`},
	} {
		t.Run(name, func(t *testing.T) {
			answer := started
			answer.Status = c.status
			v, s := play(t, byToken, isMe, answer)
			session, err := v.Open(t.Context(), c.request)
			if err != nil {
				t.Fatal(err)
			}
			if session.ID != id || session.Account != visitor || session.Status != client.StatusOpen || session.CreatedAt.IsZero() {
				t.Errorf("got %+v", session)
			}
			if s.Sent[1].Body != c.body || s.Sent[1].Header.Get("Authorization") != "Bearer "+token {
				t.Errorf("sent %s with %q", s.Sent[1].Body, s.Sent[1].Header.Get("Authorization"))
			}
		})
	}
}

func TestOpenAsksForTheVisitorFirst(t *testing.T) {
	for name, steps := range map[string][]step{
		"refused": join(own(me, 401)),
		"broken":  join(twice(foreign(me, 502))),
		"no id":   join(step{Call: me, Body: `{"object":"visitor"}`, Odd: true}),
	} {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, byToken, steps...) // and no call to start
			if s, err := v.Open(t.Context(), client.OpenRequest{}); err == nil || s != nil || vendortest.Is[*client.LostError](err) {
				t.Errorf("got %+v, %v", s, err)
			}
		})
	}
}

func TestOpenErrors(t *testing.T) {
	for name, c := range map[string]struct {
		steps  []step
		lost   bool
		status int
	}{
		"500":         {steps: join(own(start, 500)), lost: true, status: 500},
		"502":         {steps: join(foreign(start, 502)), lost: true, status: 502},
		"503 twice":   {steps: join(twice(own(start, 503))), lost: true, status: 503},
		"408":         {steps: join(foreign(start, 408)), lost: true, status: 408},
		"303":         {steps: join(foreign(start, 303)), lost: true, status: 303},
		"lost":        {steps: join(step{Call: start, Lost: true}), lost: true, status: 0},
		"no body":     {steps: join(step{Call: start, Status: 201, Odd: true}), lost: true, status: 201},
		"no JSON":     {steps: join(foreign(start, 201)), lost: true, status: 201},
		"no id":       {steps: join(step{Call: start, Status: 201, Body: `{"status":"open"}`, Odd: true}), lost: true, status: 201},
		"null":        {steps: join(step{Call: start, Status: 201, Body: `null`, Odd: true}), lost: true, status: 201},
		"400":         {steps: join(own(start, 400)), status: 400},
		"401":         {steps: join(own(start, 401)), status: 401},
		"402":         {steps: join(own(start, 402)), status: 402},
		"403":         {steps: join(own(start, 403)), status: 403},
		"404":         {steps: join(own(start, 404)), status: 404},
		"404 foreign": {steps: join(foreign(start, 404)), status: 404},
		"409":         {steps: join(own(start, 409)), status: 409},
		"422":         {steps: join(own(start, 422)), status: 422},
		"429 twice":   {steps: join(twice(own(start, 429))), status: 429},
		"redirect":    {steps: join(foreign(start, 307)), status: 307},
	} {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, byToken, join(isMe, c.steps)...)
			s, err := v.Open(t.Context(), client.OpenRequest{})
			if s != nil || vendortest.Is[*client.LostError](err) != c.lost || vendortest.StatusOf(err) != c.status {
				t.Fatalf("got %+v, %v", s, err)
			}
			if vendortest.Is[*client.NotFoundError](err) {
				t.Errorf("nothing was looked for: %v", err)
			}
		})
	}
}

func TestOpenSurvives503And429(t *testing.T) {
	for _, status := range []int{503, 429} {
		v, _ := play(t, byToken, isMe, own(start, status), started)
		if s, err := v.Open(t.Context(), client.OpenRequest{}); err != nil || s.ID != id {
			t.Errorf("%d: got %+v, %v", status, s, err)
		} else if noted := s.Note != ""; noted != (status == 503) {
			t.Errorf("%d: the note is %q; only a 503 leaves open what became of the first creation", status, s.Note)
		}
	}
}

func TestOpenWaitsAsTheBodyAsks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		starts := 0
		c := byToken
		c.Transport = transport.Options{RoundTripper: vendortest.RoundTrip(func(r *http.Request) (*http.Response, error) {
			switch {
			case r.Method == http.MethodGet:
				return vendortest.Answer(200, visitorJSON), nil
			case starts == 0:
				starts++
				return vendortest.Answer(503, `{"error":{"message":"busy","code":"SERVICE_UNAVAILABLE","details":{"retryAfter":30}}}`), nil
			}
			starts++
			return vendortest.Answer(201, conversationJSON("open", "null")), nil
		})}
		v, err := siteassist.New(c)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := v.Open(t.Context(), client.OpenRequest{}); err != nil {
			t.Fatal(err)
		}
		if waited := time.Since(begun); waited != 30*time.Second || starts != 2 {
			t.Errorf("waited %s, %d starts", waited, starts)
		}
	})
}

// A conversation that is being started when the apply is cancelled is waited for.
func TestStartOutlivesACancellation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		c := byToken
		c.Transport = transport.Options{RoundTripper: vendortest.RoundTrip(func(r *http.Request) (*http.Response, error) {
			if r.Method == http.MethodGet {
				return vendortest.Answer(200, visitorJSON), nil
			}
			cancel()
			select {
			case <-time.After(time.Second):
				return vendortest.Answer(201, conversationJSON("open", "null")), nil
			case <-r.Context().Done():
				return nil, r.Context().Err()
			}
		})}
		v, err := siteassist.New(c)
		if err != nil {
			t.Fatal(err)
		}
		if s, err := v.Open(ctx, client.OpenRequest{}); err != nil || s.ID != id {
			t.Errorf("got %+v, %v", s, err)
		}
	})
}

func TestLostErrorSaysWhatToDo(t *testing.T) {
	v, _ := play(t, byToken, isMe, step{Call: start, Lost: true})
	_, err := v.Open(t.Context(), client.OpenRequest{})
	lost, ok := errors.AsType[*client.LostError](err)
	if !ok {
		t.Fatal(err)
	}
	if lost.Ends == "" || !strings.Contains(lost.Find, visitor) || lost.Err == nil {
		t.Errorf("got %+v", lost)
	}
}
