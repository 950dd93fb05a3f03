package siteassist_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
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

// A creation does not begin when its context has ended.
func TestOpenWithAnEndedContext(t *testing.T) {
	v, _ := play(t, byToken)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s, err := v.Open(ctx, client.OpenRequest{})
	if s != nil || !errors.Is(err, context.Canceled) || vendortest.Is[*client.AccountUnknownError](err) {
		t.Errorf("got %+v, %v", s, err)
	}
}

func TestOpenErrors(t *testing.T) {
	for name, c := range map[string]struct {
		steps  []step
		lost   bool
		status int
	}{
		"500":                  {steps: join(own(start, 500), listsOther), lost: true, status: 500},
		"502":                  {steps: join(foreign(start, 502), listsOther), lost: true, status: 502},
		"503":                  {steps: join(twice(own(start, 503)), listsOther), lost: true, status: 503},
		"unknown 503":          {steps: join(foreign(start, 503), listsOther), lost: true, status: 503},
		"503 without code":     {steps: join(alien(start, 503, `{"error":{"message":"busy"}}`), listsOther), lost: true, status: 503},
		"408":                  {steps: join(foreign(start, 408), listsOther), lost: true, status: 408},
		"303":                  {steps: join(foreign(start, 303), listsOther), lost: true, status: 303},
		"no response":          {steps: join(step{Call: start, Lost: true}, listsOther), lost: true, status: 0},
		"no response, no list": {steps: join(step{Call: start, Lost: true}, own(list, 500)), lost: true, status: 0},
		"no body":              {steps: join(alien(start, 201, ""), listsOther), lost: true, status: 201},
		"no JSON":              {steps: join(foreign(start, 201), listsOther), lost: true, status: 201},
		"no id":                {steps: join(alien(start, 201, `{"status":"open"}`), listsOther), lost: true, status: 201},
		"null":                 {steps: join(alien(start, 201, `null`), listsOther), lost: true, status: 201},
		"id that climbs":       {steps: join(startedAs(".."), listsOther), lost: true, status: 201},
		"id with a line break": {steps: join(startedAs(`a\nb`), listsOther), lost: true, status: 201},
		"id with the token":    {steps: join(startedAs("x"+token), listsOther), lost: true, status: 201},
		"400":                  {steps: join(own(start, 400)), status: 400},
		"401":                  {steps: join(own(start, 401)), status: 401},
		"402":                  {steps: join(own(start, 402)), status: 402},
		"403":                  {steps: join(own(start, 403)), status: 403},
		"404":                  {steps: join(own(start, 404)), status: 404},
		"404 of a proxy":       {steps: join(foreign(start, 404)), status: 404},
		"409":                  {steps: join(own(start, 409)), status: 409},
		"422":                  {steps: join(own(start, 422)), status: 422},
		"429":                  {steps: join(twice(own(start, 429)), listsOther), status: 429},
		"429, no list":         {steps: join(twice(own(start, 429)), own(list, 500)), lost: true, status: 429},
		"redirect":             {steps: join(foreign(start, 307)), status: 307},
	} {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, byToken, join(isMe, c.steps)...)
			s, err := v.Open(t.Context(), client.OpenRequest{})
			if s != nil || vendortest.Is[*client.LostError](err) != c.lost || vendortest.StatusOf(err) != c.status {
				t.Fatalf("got %+v, %v", s, err)
			}
			if vendortest.Is[*client.NotFoundError](err) || strings.Contains(err.Error(), token) {
				t.Errorf("got %v, want no NotFoundError and no token", err)
			}
		})
	}
}

// startedAs is a started conversation with another id, as it is written in JSON.
func startedAs(other string) step {
	return alien(start, 201, strings.Replace(conversationJSON("open", "null"), id, other, 1))
}

// An id that cannot be used is named as far as it may be shown.
func TestOpenNamesAnUnusableID(t *testing.T) {
	for other, want := range map[string]string{"..": `".."`, "x-issued-99": `"(redacted)"`, key: `"(redacted)"`} {
		now := strings.Replace(conversationJSON("open", "null"), "2024-01-15T10:30:00.000Z", time.Now().Add(time.Second).UTC().Format(time.RFC3339), 1)
		listed := oddly(lists(list, 1, strings.Replace(now, id, other, 1)))
		v, _ := play(t, byKey, loggedIn("issued-99"), startedAs(other), listed)
		s, err := v.Open(t.Context(), client.OpenRequest{})
		lost, ok := errors.AsType[*client.LostError](err)
		if s != nil || !ok || !client.IsInvalidResponse(err) {
			t.Fatalf("got %+v, %v", s, err)
		}
		for _, text := range []string{err.Error(), lost.Find} {
			if !strings.Contains(text, want) || strings.Contains(text, "issued-99") || strings.Contains(text, key) {
				t.Errorf("got %q, want %s in it", text, want)
			}
		}
	}
}

// created is a conversation that was opened at a time.
func created(n int, status string, at time.Time) string {
	closedAt := "null"
	if status == "closed" {
		closedAt = `"2024-01-15T10:40:00.000Z"`
	}
	c := strings.Replace(conversationJSON(status, closedAt), id, otherID(n), 1)
	return strings.Replace(c, "2024-01-15T10:30:00.000Z", at.UTC().Format("2006-01-02T15:04:05.000Z"), 1)
}

func otherID(n int) string { return fmt.Sprintf("00000000-0000-4000-8000-%012d", n) }

// A gateway may refuse a creation after the work was done. What the earlier attempt may
// have opened is named.
func TestOpenLooksForEarlierAttempts(t *testing.T) {
	now, before := time.Now(), time.Now().Add(-time.Hour)
	stray := created(1, "open", now.Add(time.Second))
	refusals := map[string][]step{
		"429": join(own(start, 429)),
		"503": join(own(start, 503)),
		"401": join(own(start, 401), loggedIn("token-002")),
	}
	for name, c := range map[string]struct {
		list  step
		names []string // in the note; none is no note
	}{
		"nothing else":        {list: lists(list, 1, created(0, "open", now))},
		"an older one":        {list: lists(list, 2, created(0, "open", now), created(2, "open", before))},
		"a closed one":        {list: lists(list, 2, created(1, "closed", now), created(0, "open", now))},
		"another one":         {list: lists(list, 3, stray, created(0, "open", now), created(2, "open", before)), names: []string{otherID(1)}},
		"two others":          {list: lists(list, 3, stray, created(3, "open", now), created(0, "open", now)), names: []string{otherID(1), otherID(3)}},
		"of unknown status":   {list: oddly(lists(list, 2, created(1, "paused", now), created(0, "open", now))), names: []string{otherID(1)}},
		"without a time":      {list: oddly(lists(list, 1, `{"id":"`+otherID(1)+`"}`))},
		"no list":             {list: own(list, 500), names: []string{"status 500", visitor}},
		"list of another API": {list: alien(list, 200, `{"total":0,"data":[]}`), names: []string{"could not be read", visitor}},
	} {
		for status, refusal := range refusals {
			t.Run(name+" after a "+status, func(t *testing.T) {
				ours := step{Call: start, Status: 201, Body: created(0, "open", now)}
				v, _ := play(t, byKey, join(loggedIn("token-001"), refusal, ours, c.list)...)
				s, err := v.Open(t.Context(), client.OpenRequest{})
				if err != nil || s.ID != otherID(0) || (s.Note == "") != (c.names == nil) {
					t.Fatalf("got %+v, %v", s, err)
				}
				for _, want := range c.names {
					if !strings.Contains(s.Note, want) {
						t.Errorf("note %q, want %q in it", s.Note, want)
					}
				}
				if strings.Contains(s.Note, otherID(0)) || strings.Contains(s.Note, otherID(2)) {
					t.Errorf("note %q names the wrong conversation", s.Note)
				}
			})
		}
	}
}

func TestFailedOpenNamesWhatMayBeOpen(t *testing.T) {
	stray := lists(list, 2, created(1, "open", time.Now().Add(time.Second)), other(2))
	for name, steps := range map[string][]step{
		"429":         twice(own(start, 429)),
		"503":         twice(own(start, 503)),
		"unknown 503": join(foreign(start, 503)),
		"429, 503":    join(own(start, 429), twice(own(start, 503))),
		"no response": join(step{Call: start, Lost: true}),
		"503, 402":    join(own(start, 503), own(start, 402)),
	} {
		v, _ := play(t, byToken, join(isMe, steps, stray)...)
		_, err := v.Open(t.Context(), client.OpenRequest{})
		lost, ok := errors.AsType[*client.LostError](err)
		if !ok || !strings.Contains(lost.Find, otherID(1)) || strings.Contains(lost.Find, otherID(2)) || lost.Ends == "" || lost.Err == nil {
			t.Errorf("%s: got %+v, %v", name, lost, err)
		}
	}
}

// Conversations that this process has started are not named.
func TestOpenKnowsItsOwnConversations(t *testing.T) {
	now := time.Now()
	first := step{Call: start, Status: 201, Body: created(1, "open", now)}
	second := step{Call: start, Status: 201, Body: created(2, "open", now)}
	v, _ := play(t, byToken, isMe, first, own(start, 429), second,
		lists(list, 2, created(2, "open", now), created(1, "open", now)))
	for range 2 {
		if s, err := v.Open(t.Context(), client.OpenRequest{}); err != nil || s.Note != "" {
			t.Errorf("got %+v, %v", s, err)
		}
	}
}

// A conversation whose creation by this process is under way is on the list already, and
// is not named.
func TestOpenKnowsWhatItIsStarting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		starts := 0
		var opened []string
		c := byToken
		c.Transport = transport.Options{RoundTripper: vendortest.RoundTrip(func(r *http.Request) (*http.Response, error) {
			mu.Lock()
			defer mu.Unlock()
			switch {
			case strings.HasSuffix(r.URL.Path, "/me"):
				return vendortest.Answer(200, visitorJSON), nil
			case r.Method == http.MethodGet:
				return vendortest.Answer(200, lists("", len(opened), opened...).Body), nil
			}
			if starts++; starts == 1 {
				return vendortest.Answer(429, own(start, 429).Body), nil
			}
			mine := created(starts, "open", time.Now())
			opened = append(opened, mine)
			delay := time.Duration(len(opened)) * 500 * time.Millisecond
			mu.Unlock()
			<-time.After(delay)
			mu.Lock()
			return vendortest.Answer(201, mine), nil
		})}
		v, err := siteassist.New(c)
		if err != nil {
			t.Fatal(err)
		}
		var group sync.WaitGroup
		for range 2 {
			group.Go(func() {
				if s, err := v.Open(t.Context(), client.OpenRequest{}); err != nil || s.Note != "" {
					t.Errorf("got %+v, %v", s, err)
				}
			})
		}
		group.Wait()
	})
}

// Without a Date header, the conversation's own time of creation is the vendor's clock.
func TestOpenLooksWithoutADate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		// The vendor's clock is a day ahead.
		theirs := func() time.Time { return time.Now().Add(24 * time.Hour) }
		var opened []string
		c := byToken
		c.Transport = transport.Options{RoundTripper: vendortest.RoundTrip(func(r *http.Request) (*http.Response, error) {
			switch {
			case strings.HasSuffix(r.URL.Path, "/me"):
				return vendortest.Answer(200, visitorJSON), nil
			case r.Method == http.MethodGet:
				return vendortest.Answer(200, lists("", len(opened)+1, append(opened, created(9, "open", theirs().Add(-time.Hour)))...).Body), nil
			}
			opened = append(opened, created(len(opened), "open", theirs()))
			if len(opened) == 1 {
				return vendortest.Answer(429, own(start, 429).Body), nil
			}
			return vendortest.Answer(201, opened[1]), nil
		})}
		v, err := siteassist.New(c)
		if err != nil {
			t.Fatal(err)
		}
		s, err := v.Open(t.Context(), client.OpenRequest{})
		if err != nil || !strings.Contains(s.Note, otherID(0)) || strings.Contains(s.Note, otherID(9)) {
			t.Errorf("got %+v, %v", s, err)
		}
	})
}

// The refusal of a later attempt says nothing of an earlier one, also when a 401 for an
// expired token comes in between.
func TestOpenRefusedAfterA503IsUnconfirmed(t *testing.T) {
	for _, status := range []int{400, 401, 402, 403, 404, 409, 422, 429} {
		refused := join(own(start, status))
		if status == 429 {
			refused = twice(own(start, status))
		}
		v, _ := play(t, byToken, join(isMe, own(start, 503), refused, listsNone)...)
		s, err := v.Open(t.Context(), client.OpenRequest{})
		if s != nil || !vendortest.Is[*client.LostError](err) || vendortest.StatusOf(err) != status ||
			!strings.Contains(err.Error(), fmt.Sprintf("status %d", status)) {
			t.Errorf("%d: got %+v, %v", status, s, err)
		}
	}
	for name, c := range map[string]struct {
		after  []step
		status int
	}{
		"refused":      {after: join(loggedIn("token-002"), own(start, 402), listsNone), status: 402},
		"second 401":   {after: join(loggedIn("token-002"), own(start, 401), own(list, 401), loggedIn("token-003"), own(list, 401)), status: 401},
		"no new token": {after: join(own(login, 403), own(login, 403)), status: 0},
	} {
		v, _ := play(t, byKey, join(loggedIn("token-001"), own(start, 503), own(start, 401), c.after)...)
		s, err := v.Open(t.Context(), client.OpenRequest{})
		if s != nil || !vendortest.Is[*client.LostError](err) || vendortest.StatusOf(err) != c.status {
			t.Errorf("%s: got %+v, %v", name, s, err)
		}
	}
	v, _ := play(t, byKey, loggedIn("token-001"), own(start, 401), loggedIn("token-002"), own(start, 402))
	if _, err := v.Open(t.Context(), client.OpenRequest{}); vendortest.Is[*client.LostError](err) || vendortest.StatusOf(err) != 402 {
		t.Errorf("a 401 alone: got %v", err)
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

// A creation that is on its way when the apply is cancelled gets some seconds to end.
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
	for name, c := range map[string]struct {
		account step
		want    string
	}{
		"account":    {isMe, visitor},
		"no account": {own(me, 403), "of the visitor in"},
	} {
		v, _ := play(t, byToken, c.account, step{Call: start, Lost: true}, listsNone)
		_, err := v.Open(t.Context(), client.OpenRequest{})
		lost, ok := errors.AsType[*client.LostError](err)
		if !ok || lost.Ends == "" || !strings.Contains(lost.Find, c.want) || lost.Err == nil {
			t.Errorf("%s: got %+v, %v", name, lost, err)
		}
	}
}

func TestOpenAdopts(t *testing.T) {
	statusIs := func(status int) func(error) bool {
		return func(err error) bool {
			return vendortest.StatusOf(err) == status && !vendortest.Is[*client.LostError](err)
		}
	}
	for name, c := range map[string]struct {
		steps  []step
		status client.Status
		check  func(error) bool
	}{
		"open":                 {steps: join(isMe, readsOpen), status: client.StatusOpen},
		"unknown status":       {steps: join(isMe, oddly(step{Call: get, Body: conversationJSON("paused", "null")})), status: client.StatusUnknown},
		"too large":            {steps: join(isMe, alien(get, 200, strings.Repeat(" ", 1<<20)+conversationJSON("open", "null"))), status: client.StatusUnknown},
		"closed":               {steps: join(isMe, readsEnded), check: vendortest.Is[*client.ClosedError]},
		"not found":            {steps: join(isMe, own(get, 404)), check: vendortest.Is[*client.NotFoundError]},
		"404 of a proxy":       {steps: join(isMe, foreign(get, 404)), check: statusIs(404)},
		"404 without code":     {steps: join(isMe, alien(get, 404, `{"error":{"message":"gone"}}`)), check: statusIs(404)},
		"403":                  {steps: join(isMe, own(get, 403)), check: statusIs(403)},
		"500":                  {steps: join(isMe, twice(own(get, 500))), check: statusIs(500)},
		"page":                 {steps: join(isMe, foreign(get, 200)), check: statusIs(200)},
		"another conversation": {steps: join(isMe, alien(get, 200, strings.ReplaceAll(endedJSON, id, visitor))), check: statusIs(200)},
	} {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, byToken, c.steps...)
			s, err := v.Open(t.Context(), client.OpenRequest{SessionID: id})
			if c.check != nil {
				if s != nil || !c.check(err) {
					t.Errorf("got %+v, %v", s, err)
				}
				return
			}
			if err != nil || s.ID != id || s.Account != visitor || s.Status != c.status {
				t.Errorf("got %+v, %v", s, err)
			}
		})
	}
}

func TestClosedErrorHasTheTime(t *testing.T) {
	v, _ := play(t, byToken, isMe, readsEnded)
	_, err := v.Open(t.Context(), client.OpenRequest{SessionID: id})
	if err == nil || !strings.Contains(err.Error(), "2024-01-15T10:40:00Z") {
		t.Error(err)
	}
}
