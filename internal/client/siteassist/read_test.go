package siteassist_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/siteassist"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

func TestReadTellsTheConversation(t *testing.T) {
	v, _ := play(t, byToken, readsEnded, isMe)
	s, err := v.Read(t.Context(), client.Ref{ID: id})
	if err != nil {
		t.Fatal(err)
	}
	want := client.Session{
		ID: id, Account: visitor, Status: client.StatusClosed,
		CreatedAt: time.Date(2024, 1, 15, 10, 30, 0, 0, time.UTC),
		UpdatedAt: time.Date(2024, 1, 15, 10, 31, 0, 0, time.UTC),
		ClosedAt:  time.Date(2024, 1, 15, 10, 40, 0, 0, time.UTC),
	}
	if s.ID != want.ID || s.Account != want.Account || s.Status != want.Status || s.Note != "" ||
		!s.CreatedAt.Equal(want.CreatedAt) || !s.UpdatedAt.Equal(want.UpdatedAt) || !s.ClosedAt.Equal(want.ClosedAt) ||
		s.MessageCount != nil {
		t.Errorf("got %+v, want %+v", s, want)
	}
}

func TestReadStatus(t *testing.T) {
	const at = `"2024-01-15T10:40:00.000Z"`
	for name, c := range map[string]struct {
		status, closedAt string
		want             client.Status
		note             string
	}{
		"open":                   {`"open"`, `null`, client.StatusOpen, ""},
		"closed":                 {`"closed"`, at, client.StatusClosed, ""},
		"closed without a time":  {`"closed"`, `null`, client.StatusClosed, ""},
		"another word":           {`"paused"`, `null`, client.StatusUnknown, `"paused"`},
		"another word, a time":   {`"resolved"`, at, client.StatusClosed, ""},
		"another word, no time":  {`"resolved"`, `"soon"`, client.StatusUnknown, `"resolved"`},
		"capitals are no word":   {`"Closed"`, `null`, client.StatusUnknown, `"Closed"`},
		"null":                   {`null`, `null`, client.StatusUnknown, "no status"},
		"null with a time":       {`null`, at, client.StatusClosed, ""},
		"a number":               {`3`, `null`, client.StatusUnknown, `"3"`},
		"the word rules a time":  {`"open"`, at, client.StatusOpen, ""},
		"an object is no status": {`{"a":1}`, `null`, client.StatusUnknown, "no status"},
	} {
		t.Run(name, func(t *testing.T) {
			body := `{"id":"` + id + `","status":` + c.status + `,"closedAt":` + c.closedAt + `,"messages":"odd","humanAgent":null}`
			v, _ := play(t, byToken, step{Call: get, Body: body, Odd: true}, isMe)
			s, err := v.Read(t.Context(), client.Ref{ID: id})
			if err != nil {
				t.Fatal(err)
			}
			if s.Status != c.want || !strings.Contains(s.Note, c.note) || (s.Note == "") != (c.want != client.StatusUnknown) {
				t.Errorf("got %s (%q), want %s (%q)", s.Status, s.Note, c.want, c.note)
			}
		})
	}
}

func TestReadErrors(t *testing.T) {
	for name, c := range map[string]struct {
		steps []step
		gone  bool
		// status of the error when it is not gone
		status int
	}{
		"404 own":               {steps: join(own(get, 404)), gone: true},
		"404 foreign, unlisted": {steps: join(foreign(get, 404), lists(list, 1, other(1))), gone: true},
		"404 foreign, none":     {steps: join(foreign(get, 404), lists(list, 0)), gone: true},
		"404 foreign, 2 pages":  {steps: join(foreign(get, 404), lists(list, 3, other(1), other(2)), lists(listFrom(2), 3, other(3))), gone: true},
		"404 foreign, refused":  {steps: join(foreign(get, 404), own(list, 401)), status: 404},
		"404 foreign, all":      {steps: join(foreign(get, 404), foreign(list, 404)), status: 404},
		"404 foreign, no JSON":  {steps: join(foreign(get, 404), foreign(list, 200)), status: 404},
		"404 foreign, no data":  {steps: join(foreign(get, 404), step{Call: list, Body: `{"total":0}`, Odd: true}), status: 404},
		"404 foreign, no total": {steps: join(foreign(get, 404), step{Call: list, Body: `{"data":[]}`, Odd: true}), status: 404},
		"404 foreign, nameless": {steps: join(foreign(get, 404), step{Call: list, Body: `{"total":1,"data":[{"status":"open"}]}`, Odd: true}), status: 404},
		"404 foreign, stops":    {steps: join(foreign(get, 404), lists(list, 9, other(1)), lists(listFrom(1), 9)), status: 404},
		"404 foreign, repeats":  {steps: join(foreign(get, 404), lists(list, 9, other(1)), lists(listFrom(1), 9, other(1))), status: 404},
		"404 foreign, page 2":   {steps: join(foreign(get, 404), lists(list, 9, other(1)), twice(own(listFrom(1), 500))), status: 404},
		"404 of another thing":  {steps: join(step{Call: get, Status: 404, Body: `{"error":{"message":"no route","code":"ROUTE"}}`}, own(list, 404)), status: 404},
		"400":                   {steps: join(own(get, 400)), status: 400},
		"401":                   {steps: join(own(get, 401)), status: 401},
		"401 foreign":           {steps: join(foreign(get, 401)), status: 401},
		"402":                   {steps: join(own(get, 402)), status: 402},
		"403":                   {steps: join(own(get, 403)), status: 403},
		"403 foreign":           {steps: join(foreign(get, 403)), status: 403},
		"409":                   {steps: join(own(get, 409)), status: 409},
		"422":                   {steps: join(own(get, 422)), status: 422},
		"429":                   {steps: join(twice(own(get, 429))), status: 429},
		"500":                   {steps: join(twice(own(get, 500))), status: 500},
		"502 foreign":           {steps: join(twice(foreign(get, 502))), status: 502},
		"503":                   {steps: join(twice(own(get, 503))), status: 503},
		"lost":                  {steps: join(twice(step{Call: get, Lost: true})), status: 0},
	} {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, byToken, c.steps...)
			s, err := v.Read(t.Context(), client.Ref{ID: id})
			if s != nil {
				t.Errorf("session %+v", s)
			}
			if vendortest.Is[*client.NotFoundError](err) != c.gone || (!c.gone && vendortest.StatusOf(err) != c.status) {
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestReadFindsInTheListWhatAProxyHides(t *testing.T) {
	v, _ := play(t, byToken, foreign(get, 404), lists(list, 2, other(1)),
		lists(listFrom(1), 2, conversationJSON("closed", `"2024-01-15T10:40:00.000Z"`)), isMe)
	s, err := v.Read(t.Context(), client.Ref{ID: id})
	if err != nil || s.ID != id || s.Status != client.StatusClosed || s.ClosedAt.IsZero() || s.Account != visitor {
		t.Errorf("got %+v, %v", s, err)
	}
}

func TestReadDoesNotFailForTheVisitor(t *testing.T) {
	v, _ := play(t, byToken, readsOpen, own(me, 403))
	s, err := v.Read(t.Context(), client.Ref{ID: id})
	if err != nil || s.Account != "" || s.Status != client.StatusOpen {
		t.Errorf("got %+v, %v", s, err)
	}
}

func TestReadKeepsTheSpellingOfTheID(t *testing.T) {
	capitals := strings.ToUpper(id)
	v, _ := play(t, byToken, step{Call: "GET /conversations/" + capitals, Body: conversationJSON("open", "null")}, isMe)
	s, err := v.Read(t.Context(), client.Ref{ID: capitals})
	if err != nil || s.ID != capitals {
		t.Errorf("got %+v, %v", s, err)
	}
}

func TestReadOfTooManyMessagesIsUnknown(t *testing.T) {
	c := byToken
	c.Transport = transport.Options{RoundTripper: vendortest.RoundTrip(func(r *http.Request) (*http.Response, error) {
		if strings.HasSuffix(r.URL.Path, "/me") {
			return vendortest.Answer(200, visitorJSON), nil
		}
		return &http.Response{StatusCode: 200, Body: vendortest.Endless{}, Header: http.Header{}}, nil
	})}
	v, err := siteassist.New(c)
	if err != nil {
		t.Fatal(err)
	}
	s, err := v.Read(t.Context(), client.Ref{ID: id})
	if err != nil || s.Status != client.StatusUnknown || s.Note == "" || s.Account != visitor {
		t.Errorf("got %+v, %v", s, err)
	}
}

// That is about the conversation's answer alone.
func TestTooLargeALoginIsAnError(t *testing.T) {
	c := byKey
	c.Transport = transport.Options{RoundTripper: vendortest.RoundTrip(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 200, Body: vendortest.Endless{}, Header: http.Header{}}, nil
	})}
	v, err := siteassist.New(c)
	if err != nil {
		t.Fatal(err)
	}
	if s, err := v.Read(t.Context(), client.Ref{ID: id}); s != nil || vendortest.StatusOf(err) != 0 {
		t.Errorf("got %+v, %v", s, err)
	}
}
