package siteassist_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/siteassist"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

func TestReadReturnsTheConversation(t *testing.T) {
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

func TestReadSettles(t *testing.T) {
	page2 := listFrom(2)
	for name, c := range map[string]struct {
		steps []step
		ref   client.Ref // confirmed when empty
		gone  bool
		want  client.Status // of a session
	}{
		"not found":                                {steps: join(own(get, 404)), gone: true},
		"not found, same credential":               {ref: sameCredential, steps: join(own(get, 404)), gone: true},
		"not found, untrusted":                     {ref: untrusted, steps: join(own(get, 404), isMe), want: client.StatusUnknown},
		"404 with a numeric code, open":            {steps: join(alien(get, 404, `{"error":{"message":"gone","code":404}}`), listsOpen, isMe), want: client.StatusOpen},
		"404 with a null code, open":               {steps: join(alien(get, 404, `{"error":{"message":"gone","code":null}}`), listsOpen, isMe), want: client.StatusOpen},
		"404 without code, open":                   {steps: join(alien(get, 404, `{"error":{"message":"gone"}}`), listsOpen, isMe), want: client.StatusOpen},
		"404 with another code, no list":           {steps: join(alien(get, 404, `{"error":{"message":"no route","code":"ROUTE"}}`), own(list, 404), isMe), want: client.StatusUnknown},
		"404, listed as closed":                    {steps: join(foreign(get, 404), listsEnded, isMe), want: client.StatusClosed},
		"404, not listed":                          {steps: join(foreign(get, 404), listsOther), gone: true},
		"404, empty list":                          {steps: join(foreign(get, 404), listsNone), gone: true},
		"404, not on two pages":                    {steps: join(foreign(get, 404), lists(list, 3, other(1), other(2)), lists(page2, 3, other(3))), gone: true},
		"404, on the second page":                  {steps: join(foreign(get, 404), lists(list, 3, other(1), other(2)), lists(page2, 3, conversationJSON("open", "null")), isMe), want: client.StatusOpen},
		"404, not listed, untrusted":               {ref: untrusted, steps: join(foreign(get, 404), listsOther, isMe), want: client.StatusUnknown},
		"404, listed, untrusted":                   {ref: untrusted, steps: join(foreign(get, 404), listsOpen, isMe), want: client.StatusOpen},
		"404, list refused":                        {steps: join(foreign(get, 404), own(list, 401), isMe), want: client.StatusUnknown},
		"404, list broken":                         {steps: join(foreign(get, 404), twice(own(list, 500)), isMe), want: client.StatusUnknown},
		"404, second page broken":                  {steps: join(foreign(get, 404), lists(list, 9, other(1)), twice(own(listFrom(1), 500)), isMe), want: client.StatusUnknown},
		"401 in the documented words, not listed":  {steps: join(own(get, 401), listsOther), gone: true},
		"401 everywhere":                           {steps: join(own(get, 401), own(list, 401), own(me, 401)), want: client.StatusUnknown},
		"403 in the documented words, listed":      {steps: join(own(get, 403), listsOpen, isMe), want: client.StatusOpen},
		"403 of a proxy, no list":                  {steps: join(foreign(get, 403), foreign(list, 403), isMe), want: client.StatusUnknown},
		"405, not listed":                          {steps: join(alien(get, 405, `{"detail":"no"}`), listsOther), gone: true},
		"409, listed":                              {steps: join(own(get, 409), listsOpen, isMe), want: client.StatusOpen},
		"410, listed":                              {steps: join(alien(get, 410, own(get, 404).Body), listsOpen, isMe), want: client.StatusOpen},
		"421, no list":                             {steps: join(foreign(get, 421), foreign(list, 421), isMe), want: client.StatusUnknown},
		"422, not listed":                          {steps: join(own(get, 422), listsOther), gone: true},
		"redirect, listed":                         {steps: join(foreign(get, 302), listsOpen, isMe), want: client.StatusOpen},
		"page, listed":                             {steps: join(foreign(get, 200), listsOpen, isMe), want: client.StatusOpen},
		"empty response, no list":                  {steps: join(alien(get, 200, ""), foreign(list, 200), isMe), want: client.StatusUnknown},
		"cut response, no list":                    {steps: join(alien(get, 200, `{"id":"`+id), foreign(list, 200), isMe), want: client.StatusUnknown},
		"null, not listed":                         {steps: join(alien(get, 200, `null`), listsOther), gone: true},
		"another conversation, closed, and listed": {steps: join(alien(get, 200, strings.ReplaceAll(endedJSON, id, visitor)), listsOpen, isMe), want: client.StatusOpen},
	} {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, byToken, c.steps...)
			if c.ref == (client.Ref{}) {
				c.ref = confirmed
			}
			s, err := v.Read(t.Context(), c.ref)
			switch {
			case c.gone:
				if s != nil || !vendortest.Is[*client.NotFoundError](err) {
					t.Errorf("got %+v, %v; want a NotFoundError", s, err)
				}
			case err != nil || s.ID != id || s.Status != c.want:
				t.Errorf("got %+v, %v; want %s", s, err, c.want)
			case c.want == client.StatusUnknown && (!strings.Contains(s.Note, fmt.Sprint(c.steps[0].Status)) || !strings.Contains(s.Note, "base_url")):
				t.Errorf("note %q, want the status and base_url", s.Note)
			}
		})
	}
}

// Anything that is no page of the documented list proves nothing.
func TestReadIgnoresAnInvalidList(t *testing.T) {
	const item = `{"object":"conversation","id":"` + visitor + `","status":"open"}`
	for name, bodies := range map[string][]string{
		"no object":                  {`{"total":0,"limit":100,"offset":0,"data":[]}`},
		"another object":             {`{"object":"page","total":0,"limit":100,"offset":0,"data":[]}`},
		"no total":                   {`{"object":"list","limit":100,"offset":0,"data":[]}`},
		"total of another type":      {`{"object":"list","total":"0","limit":100,"offset":0,"data":[]}`},
		"total is null":              {`{"object":"list","total":null,"limit":100,"offset":0,"data":[]}`},
		"negative total":             {`{"object":"list","total":-1,"limit":100,"offset":0,"data":[]}`},
		"no limit":                   {`{"object":"list","total":0,"offset":0,"data":[]}`},
		"limit is null":              {`{"object":"list","total":0,"limit":null,"offset":0,"data":[]}`},
		"no offset":                  {`{"object":"list","total":0,"limit":100,"data":[]}`},
		"offset of another type":     {`{"object":"list","total":0,"limit":100,"offset":"0","data":[]}`},
		"no data":                    {`{"object":"list","total":0,"limit":100,"offset":0}`},
		"data is null":               {`{"object":"list","total":0,"limit":100,"offset":0,"data":null}`},
		"data is an object":          {`{"object":"list","total":0,"limit":100,"offset":0,"data":{}}`},
		"data and total only":        {`{"total":0,"data":[]}`},
		"an array":                   {`[]`},
		"null":                       {`null`},
		"a conversation without id":  {`{"object":"list","total":1,"limit":100,"offset":0,"data":[{"status":"open"}]}`},
		"a conversation is a number": {`{"object":"list","total":1,"limit":100,"offset":0,"data":[7]}`},
		"a conversation is null":     {`{"object":"list","total":1,"limit":100,"offset":0,"data":[null]}`},
		"stops early":                {lists("", 9, item).Body, lists("", 9).Body},
		"repeats a page":             {lists("", 9, item).Body, lists("", 9, item).Body},
		"fewer than the total said":  {lists("", 2, item).Body, lists("", 1).Body},
		"total decreases":            {lists("", 3, item).Body, lists("", 2, other(1)).Body},
		"total decreases to the end": {lists("", 3, item).Body, lists("", 2, other(1), other(2)).Body},
		"duplicates fill the total":  {lists("", 3, item, other(1)).Body, lists("", 3, item).Body},
	} {
		t.Run(name, func(t *testing.T) {
			steps := join(foreign(get, 404))
			for i, body := range bodies {
				steps = append(steps, alien(listFrom(i), 200, body))
			}
			if name == "duplicates fill the total" {
				steps[2].Call = listFrom(2)
			}
			v, _ := play(t, byToken, append(steps, isMe)...)
			if s, err := v.Read(t.Context(), confirmed); err != nil || s.Status != client.StatusUnknown {
				t.Errorf("got %+v, %v", s, err)
			}
		})
	}
}

// Conversations that are opened during a walk move the others to later places.
func TestReadWalksWhileTheListGrows(t *testing.T) {
	for name, null := range map[string]bool{"offset a number": false, "offset null": true} {
		pages := []step{lists(list, 2, other(1)), lists(listFrom(1), 3, other(1), other(2))}
		if null {
			for i := range pages {
				pages[i] = oddly(pages[i])
				pages[i].Body = strings.Replace(pages[i].Body, `"offset":0`, `"offset":null`, 1)
			}
		}
		v, _ := play(t, byToken, join(foreign(get, 404), pages)...)
		if s, err := v.Read(t.Context(), confirmed); !vendortest.Is[*client.NotFoundError](err) {
			t.Errorf("%s: got %+v, %v", name, s, err)
		}
	}
}

func TestReadErrors(t *testing.T) {
	for name, c := range map[string]struct {
		steps  []step
		status int
	}{
		"400":              {steps: join(own(get, 400)), status: 400},
		"402":              {steps: join(own(get, 402)), status: 402},
		"429":              {steps: join(twice(own(get, 429))), status: 429},
		"500":              {steps: join(twice(own(get, 500))), status: 500},
		"502 of a proxy":   {steps: join(twice(foreign(get, 502))), status: 502},
		"503":              {steps: join(twice(own(get, 503))), status: 503},
		"no response":      {steps: join(twice(step{Call: get, Lost: true})), status: 0},
		"not found as 500": {steps: join(twice(alien(get, 500, own(get, 404).Body))), status: 500},
	} {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, byToken, c.steps...)
			if s, err := v.Read(t.Context(), confirmed); s != nil || vendortest.StatusOf(err) != c.status {
				t.Errorf("got %+v, %v; want status %d", s, err, c.status)
			}
		})
	}
}

// The time of the last interaction has two spellings, and may be absent.
func TestReadLastInteraction(t *testing.T) {
	at := time.Date(2024, 1, 15, 10, 30, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		replace string
		want    time.Time
	}{
		"newer spelling":     {`"lastInteractionAt":"2024-01-15T10:30:00.000Z",`, at},
		"older spelling":     {`"lastInterationAt":"2024-01-15T10:30:00.000Z",`, at},
		"absent":             {``, time.Time{}},
		"null":               {`"lastInteractionAt":null,`, time.Time{}},
		"of another type":    {`"lastInteractionAt":{},`, time.Time{}},
		"null, and an older": {`"lastInteractionAt":null,"lastInterationAt":"2024-01-15T10:30:00.000Z",`, at},
	} {
		body := strings.Replace(conversationJSON("open", "null"), `"lastInteractionAt":"2024-01-15T10:30:00.000Z",`, c.replace, 1)
		v, _ := play(t, byToken, alien(get, 200, body), isMe)
		if s, err := v.Read(t.Context(), confirmed); err != nil || !s.LastActivityAt.Equal(c.want) {
			t.Errorf("%s: got %+v, %v", name, s, err)
		}
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

// Reads that come together cost one page, in whichever case the ids are written. Fetching
// a token is no write that makes the page old.
func TestReadsShareTheList(t *testing.T) {
	v, _ := play(t, byKey, loggedIn("token-001"), lists(list, 2, conversationJSON("open", "null"), other(1)))
	for range 2 {
		var group sync.WaitGroup
		for _, ref := range []string{id, strings.ToUpper(id)} {
			group.Go(func() {
				s, err := v.Read(t.Context(), client.Ref{ID: ref})
				if err != nil || s.ID != ref || s.Status != client.StatusOpen || s.Account != visitor {
					t.Errorf("got %+v, %v", s, err)
				}
			})
		}
		group.Wait()
	}
}

// A list that fails is requested once, and each read is then a request of its own.
func TestReadsWithoutTheList(t *testing.T) {
	s := &vendortest.Script{AnyOrder: true}
	c := byToken
	c.Transport = vendortest.Options(s.Play(t, "siteassist", "/v2", []step{own(list, 500), readsOpen, isMe, readsOpen}))
	v, err := siteassist.New(c)
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 2 {
		group.Go(func() {
			if _, err := v.Read(t.Context(), client.Ref{ID: id}); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
}
