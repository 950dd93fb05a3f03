package uponai_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/uponai"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

func TestRead_chat(t *testing.T) {
	v, _ := play(t, step{Call: get, Body: chatJSON(`"status":"ended","endedAt":"2023-11-07T05:41:56Z",
		"messages":[{"content":"hi"},{"content":"bye"}],"transcript":"long","chatCost":{"x":1},
		"metadata":{"source":"web","` + client.MarkerKey + `":"m-1"},"uponai_dynamic_variables":{"tier":"gold"}`)})
	s, err := v.Read(t.Context(), ref)
	if err != nil {
		t.Fatal(err)
	}
	if s.ID != id || s.Account != "42" || s.Status != client.StatusClosed || s.Note != "" || *s.AgentID != agent ||
		!s.CreatedAt.Equal(time.Date(2023, 11, 7, 5, 31, 56, 0, time.UTC)) ||
		!s.ClosedAt.Equal(time.Date(2023, 11, 7, 5, 41, 56, 0, time.UTC)) ||
		*s.MessageCount != 2 || s.Marker != "m-1" ||
		!maps.Equal(s.Metadata, map[string]string{"source": "web"}) ||
		!maps.Equal(s.DynamicVariables, map[string]string{"tier": "gold"}) {
		t.Errorf("got %+v", s)
	}
}

func TestRead_missingFields(t *testing.T) {
	for name, body := range map[string]string{
		"nothing": `{"chatId":"` + id + `"}`,
		"nulls": `{"chatId":"` + id + `","agentId":null,"status":null,"metadata":null,"uponai_dynamic_variables":null,
			"startedAt":null,"endedAt":null,"messages":null}`,
		"other types": `{"chatId":"` + id + `","agentId":[],"status":{},"metadata":"none","uponai_dynamic_variables":[1],
			"startedAt":{},"endedAt":"soon","messages":"none"}`,
		"chat_id alone": `{"chat_id":"` + id + `"}`,
	} {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, step{Call: get, Body: body, Odd: true})
			s, err := v.Read(t.Context(), ref)
			if err != nil {
				t.Fatal(err)
			}
			if s.ID != id || s.Status != client.StatusUnknown || s.Note == "" || s.AgentID != nil || s.Metadata != nil ||
				s.DynamicVariables != nil || s.MessageCount != nil || s.Marker != "" || !s.ClosedAt.IsZero() {
				t.Errorf("got %+v", s)
			}
		})
	}
}

// Retell's names for the fields.
func TestRead_retell(t *testing.T) {
	const begun = `"chat_id":"` + id + `","agent_id":"` + agent + `","start_timestamp":1699335116000,"messages":[{}]`
	for name, c := range map[string]struct {
		fields string
		status client.Status
		ended  time.Time
	}{
		"ongoing":       {`"chat_status":"ongoing","end_timestamp":null`, client.StatusOpen, time.Time{}},
		"ongoing, zero": {`"chat_status":"ongoing","end_timestamp":0`, client.StatusOpen, time.Time{}},
		"ended":         {`"chat_status":"ended","end_timestamp":1699335716000`, client.StatusClosed, time.Date(2023, 11, 7, 5, 41, 56, 0, time.UTC)},
		"error":         {`"chat_status":"error"`, client.StatusClosed, time.Time{}},
		"end alone":     {`"end_timestamp":1699335716000`, client.StatusClosed, time.Date(2023, 11, 7, 5, 41, 56, 0, time.UTC)},
		"another word":  {`"chat_status":"paused"`, client.StatusUnknown, time.Time{}},
	} {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, step{Call: get, Body: "{" + begun + "," + c.fields + "}", Odd: true})
			s, err := v.Read(t.Context(), ref)
			if err != nil {
				t.Fatal(err)
			}
			if s.ID != id || s.AgentID == nil || *s.AgentID != agent || s.Status != c.status || !s.ClosedAt.Equal(c.ended) ||
				!s.CreatedAt.Equal(time.Date(2023, 11, 7, 5, 31, 56, 0, time.UTC)) || *s.MessageCount != 1 {
				t.Errorf("got %+v", s)
			}
		})
	}
}

func TestRead_status(t *testing.T) {
	const at = `"2023-11-07T05:41:56Z"`
	for name, c := range map[string]struct {
		fields string
		want   client.Status
		note   string
	}{
		"ongoing":               {`"status":"ongoing","endedAt":null`, client.StatusOpen, ""},
		"ended":                 {`"status":"ended"`, client.StatusClosed, ""},
		"failed":                {`"status":"error"`, client.StatusClosed, ""},
		"an end rules the word": {`"status":"ongoing","endedAt":` + at, client.StatusClosed, ""},
		"an end, another word":  {`"status":"x","endedAt":` + at, client.StatusClosed, ""},
		"an end in millis":      {`"status":"x","endedAt":1699335716000`, client.StatusClosed, ""},
		"another word":          {`"status":"paused","endedAt":null`, client.StatusUnknown, `"paused"`},
		"capitals":              {`"status":"Ended"`, client.StatusUnknown, `"Ended"`},
		"no word, begun":        {`"endedAt":null`, client.StatusOpen, ""},
		"no word, not begun":    {`"startedAt":null`, client.StatusUnknown, "neither"},
	} {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, step{Call: get, Body: chatJSON(c.fields), Odd: true})
			s, err := v.Read(t.Context(), ref)
			if err != nil {
				t.Fatal(err)
			}
			if s.Status != c.want || !strings.Contains(s.Note, c.note) || (s.Note == "") != (c.want != client.StatusUnknown) {
				t.Errorf("got %s (%q), want %s (%q)", s.Status, s.Note, c.want, c.note)
			}
		})
	}
}

func TestMetadataAsStrings(t *testing.T) {
	for value, want := range map[string]string{
		`{}`: ``, `{"a":null}`: ``,
		`{"a":"x \u00e9"}`: `x é`, `{"a":""}`: `(empty)`,
		`{"a":1.50}`: `1.50`, `{"a":12345678901234567890}`: `12345678901234567890`, `{"a":1E3}`: `1E3`,
		`{"a":true}`: `true`, `{"a":false}`: `false`,
		`{"a": {"c": 1, "b": [ 2 ]}}`: `{"c":1,"b":[2]}`, `{"a":[ ]}`: `[]`,
	} {
		v, _ := play(t, step{Call: get, Body: chatJSON(`"metadata":` + value)})
		s, err := v.Read(t.Context(), ref)
		if err != nil {
			t.Fatal(err)
		}
		got, there := s.Metadata["a"]
		if there && got == "" {
			got = "(empty)"
		}
		if got != want || s.Metadata == nil {
			t.Errorf("%s: got %q (%v), want %q", value, got, s.Metadata, want)
		}
	}
}

func TestRead_responses(t *testing.T) {
	const noResponse = 1000 // stands for status 0
	page2 := step{Call: listFrom("k"), Body: pageJSON("null", chatJSON(`"status":"ongoing"`))}
	firstPage := func(key string) step {
		return step{Call: list, Body: pageJSON(key, `{"chatId":"a"}`)}
	}
	type test struct {
		steps   []step
		ref     client.Ref // ref when zero
		gone    bool
		status  client.Status // of the chat; empty where there is none
		failure int           // status of the error
	}
	tests := map[string]test{
		"open":               {steps: join(readsOpen), status: client.StatusOpen},
		"ended":              {steps: join(readsEnded), status: client.StatusClosed},
		"500, then open":     {steps: join(own(get, 500), readsOpen), status: client.StatusOpen},
		"another chat":       {steps: join(step{Call: get, Body: `{"chatId":"other","status":"ended"}`}, listsOpen), status: client.StatusOpen},
		"204, absent":        {steps: join(step{Call: get, Status: 204, Odd: true}, unlisted), gone: true},
		"unknown everywhere": {steps: join(own(get, 404), step{Call: list, Body: pageJSON("null", chatJSON(`"status":"winding down"`))}), status: client.StatusUnknown},

		"400":      {steps: join(own(get, 400)), failure: 400},
		"402":      {steps: join(own(get, 402)), failure: 402},
		"429":      {steps: join(twice(own(get, 429))), failure: 429},
		"500":      {steps: join(twice(own(get, 500))), failure: 500},
		"502 page": {steps: join(twice(foreign(get, 502))), failure: 502},
		"lost":     {steps: join(twice(step{Call: get, Lost: true})), failure: noResponse},

		"same credential, absent": {ref: client.Ref{ID: id, Seen: true, SameCredential: true}, steps: join(own(get, 404), unlisted), gone: true},
		"never seen, absent":      {ref: client.Ref{ID: id, AccountConfirmed: true}, steps: join(own(get, 404), unlisted), gone: true},
		"no account, open":        {ref: untrusted, steps: join(readsOpen), status: client.StatusOpen},
	}
	// These prove nothing, so the list decides.
	for name, response := range map[string]step{
		"401": own(get, 401), "401 page": foreign(get, 401), "403": own(get, 403), "403 page": foreign(get, 403),
		"404": own(get, 404), "404 page": foreign(get, 404), "404 empty": {Call: get, Status: 404, Odd: true},
		"405": own(get, 405), "409": own(get, 409), "410": own(get, 410), "422": own(get, 422), "422 page": foreign(get, 422),
		"302": foreign(get, 302), "200 page": foreign(get, 200),
		"200 no body": {Call: get, Odd: true}, "200 no id": {Call: get, Body: `{}`, Odd: true}, "200 another id": {Call: get, Body: `{"chatId":"other"}`},
	} {
		tests[name+", absent"] = test{steps: join(response, unlisted), gone: true}
		tests[name+", in list, open"] = test{steps: join(response, listsOpen), status: client.StatusOpen}
		tests[name+", in list, ended"] = test{steps: join(response, listsEnded), status: client.StatusClosed}
		tests[name+", unproven list"] = test{steps: join(response, unproven), status: client.StatusUnknown}
		tests[name+", no list"] = test{steps: join(response, own(list, 401)), status: client.StatusUnknown}
		tests[name+", list broken"] = test{steps: join(response, twice(own(list, 500))), status: client.StatusUnknown}
		tests[name+", no account"] = test{ref: untrusted, steps: join(response), status: client.StatusUnknown}
	}
	for name, c := range map[string]struct {
		steps  []step
		gone   bool
		status client.Status
	}{
		"on page 2":        {steps: join(firstPage(`"k"`), page2), status: client.StatusOpen},
		"absent, 2 pages":  {steps: join(firstPage(`"k"`), step{Call: listFrom("k"), Body: pageJSON("null", `{"chatId":"b"}`)}), gone: true},
		"other spelling":   {steps: join(step{Call: list, Body: `{"data":[{"chatId":"a"}],"paginationKey":"k"}`}, page2), status: client.StatusOpen},
		"items":            {steps: join(step{Call: list, Body: `{"items":[{"chat_id":"a"}],"has_more":true,"pagination_key":"k"}`, Odd: true}, step{Call: listFrom("k"), Body: `{"items":[],"has_more":false}`, Odd: true}), gone: true},
		"page 2 fails":     {steps: join(firstPage(`"k"`), twice(own(listFrom("k"), 500))), status: client.StatusUnknown},
		"page 2 unproven":  {steps: join(firstPage(`"k"`), step{Call: listFrom("k"), Body: `{"data":[]}`}), status: client.StatusUnknown},
		"the same key":     {steps: join(firstPage(`"k"`), step{Call: listFrom("k"), Body: pageJSON(`"k"`, `{"chatId":"b"}`)}), status: client.StatusUnknown},
		"the same page":    {steps: join(firstPage(`"k"`), step{Call: listFrom("k"), Body: pageJSON(`"l"`, `{"chatId":"a"}`)}), status: client.StatusUnknown},
		"chat without id":  {steps: join(step{Call: list, Body: pageJSON("null", `{"status":"ended"}`), Odd: true}), status: client.StatusUnknown},
		"no chats":         {steps: join(step{Call: list, Body: `{"data":null}`, Odd: true}), status: client.StatusUnknown},
		"OpenAI's, no end": {steps: join(step{Call: list, Body: `{"object":"list","data":[],"has_more":false}`}), status: client.StatusUnknown},
	} {
		tests["list: "+name] = test{steps: join(own(get, 422), c.steps), gone: c.gone, status: c.status}
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, c.steps...)
			if c.ref.ID == "" {
				c.ref = ref
			}
			s, err := v.Read(t.Context(), c.ref)
			if c.status == "" {
				if s != nil || vendortest.Is[*client.NotFoundError](err) != c.gone || !c.gone && vendortest.StatusOf(err) != c.failure%noResponse {
					t.Errorf("got %+v, %v, want gone: %t, status %d", s, err, c.gone, c.failure%noResponse)
				}
				return
			}
			if err != nil || s.ID != id || s.Account != "42" || s.Status != c.status || (s.Note == "") != (s.Status != client.StatusUnknown) {
				t.Errorf("got %+v, %v, want %s", s, err, c.status)
			}
		})
	}
}

// The note says what the response was and what to check.
func TestRead_unproven(t *testing.T) {
	v, _ := play(t, own(get, 404), own(list, 403))
	s, err := v.Read(t.Context(), ref)
	if err != nil || s.Status != client.StatusUnknown {
		t.Fatalf("got %+v, %v", s, err)
	}
	for _, want := range []string{"status 404: it said 404", "token", "workspace_id", "base_url"} {
		if !strings.Contains(s.Note, want) {
			t.Errorf("note %q, want %q", s.Note, want)
		}
	}
}

// A vendor's message may end like a sentence: the note has one period after it.
func TestRead_unprovenSentence(t *testing.T) {
	v, _ := play(t, step{Call: get, Status: 404, Body: `{"message":"Chat not found."}`, Odd: true}, own(list, 403))
	s, err := v.Read(t.Context(), ref)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(s.Note, "Chat not found. Check") {
		t.Errorf("note %q", s.Note)
	}
}

// A read that is cancelled while the list is walked has failed: the chat is not unknown.
func TestRead_contextEndsInTheList(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	v := offline(t, uponai.Config{}, func(r *http.Request) (*http.Response, error) {
		if r.URL.Path == "/api/chats" {
			cancel()
		}
		return vendortest.Answer(404, `{"message":"Not Found"}`), nil
	})
	if s, err := v.Read(ctx, ref); s != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("got %+v, %v, want %v", s, err, context.Canceled)
	}
}

// A list that does not respond leaves a chat unknown when the time of the read is over.
func TestRead_listDoesNotRespond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		v := offline(t, uponai.Config{}, func(r *http.Request) (*http.Response, error) {
			if r.URL.Path == "/api/chats" {
				<-r.Context().Done()
				return nil, r.Context().Err()
			}
			return vendortest.Answer(404, `{"message":"Not Found"}`), nil
		})
		if s, err := v.Read(ctx, ref); err != nil || s.Status != client.StatusUnknown {
			t.Errorf("got %+v, %v", s, err)
		}
	})
}

// Chats whose status the list does not know are read one by one, and looked up in the
// list again only where that response proves nothing.
func TestRead_unknownInTheList(t *testing.T) {
	const chats = 20
	for name, c := range map[string]struct {
		get    string
		status client.Status
		most   int
	}{
		"GET knows":         {`{"chatId":%q,"status":"ongoing"}`, client.StatusOpen, chats + 3},
		"GET knows no more": {`{"chatId":%q,"status":"winding down"}`, client.StatusUnknown, chats + 3},
		"GET is a stranger": {`{"id":%q}`, client.StatusUnknown, 2*chats + 3},
	} {
		t.Run(name, func(t *testing.T) {
			var mu sync.Mutex
			requests := 0
			v := offline(t, uponai.Config{}, func(r *http.Request) (*http.Response, error) {
				mu.Lock()
				requests++
				mu.Unlock()
				if _, one, single := strings.Cut(r.URL.Path, "/api/chats/"); single {
					return vendortest.Answer(200, fmt.Sprintf(c.get, one)), nil
				}
				var page []string
				for i := range chats {
					page = append(page, fmt.Sprintf(`{"chatId":"c-%d","status":"winding down"}`, i))
				}
				return vendortest.Answer(200, pageJSON("null", page...)), nil
			})
			var workers sync.WaitGroup
			for i := range chats {
				workers.Go(func() {
					s, err := v.Read(t.Context(), refTo(fmt.Sprint("c-", i)))
					if err != nil || s.Status != c.status {
						t.Errorf("got %+v, %v, want %s", s, err, c.status)
					}
				})
			}
			workers.Wait()
			if requests > c.most {
				t.Errorf("%d requests, want at most %d", requests, c.most)
			}
		})
	}
}

func TestRead_tooLarge(t *testing.T) {
	v := offline(t, uponai.Config{}, func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 200, Body: vendortest.Endless{}, Header: http.Header{}}, nil
	})
	s, err := v.Read(t.Context(), ref)
	if err != nil || s.ID != id || s.Account != "42" || s.Status != client.StatusUnknown || s.Note == "" {
		t.Errorf("got %+v, %v", s, err)
	}
}
