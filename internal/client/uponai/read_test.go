package uponai_test

import (
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/uponai"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

func TestReadTellsTheChat(t *testing.T) {
	v, _ := play(t, step{Call: get, Body: chatJSON(`"status":"ended","endedAt":"2023-11-07T05:41:56Z",
		"messages":[{"content":"hi"},{"content":"bye"}],"transcript":"long","chatCost":{"x":1},
		"metadata":{"source":"web","` + client.MarkerKey + `":"m-1"},"uponai_dynamic_variables":{"tier":"gold"}`)})
	s, err := v.Read(t.Context(), client.Ref{ID: id})
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

func TestReadToleratesWhatIsNotTold(t *testing.T) {
	for name, body := range map[string]string{
		"nothing": `{"chatId":"` + id + `"}`,
		"nulls": `{"chatId":"` + id + `","agentId":null,"status":null,"metadata":null,"uponai_dynamic_variables":null,
			"startedAt":null,"endedAt":null,"messages":null}`,
		"other types": `{"chatId":"` + id + `","agentId":[],"status":{},"metadata":"none","uponai_dynamic_variables":[1],
			"startedAt":{},"endedAt":"soon","messages":"none"}`,
		"guide": `{"chat_id":"` + id + `"}`,
	} {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, step{Call: get, Body: body, Odd: true})
			s, err := v.Read(t.Context(), client.Ref{ID: id})
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

func TestReadStatus(t *testing.T) {
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

func TestMetadataAsStrings(t *testing.T) {
	for value, want := range map[string]string{
		`{}`: ``, `{"a":null}`: ``,
		`{"a":"x \u00e9"}`: `x é`, `{"a":""}`: `(empty)`,
		`{"a":1.50}`: `1.50`, `{"a":12345678901234567890}`: `12345678901234567890`, `{"a":1E3}`: `1E3`,
		`{"a":true}`: `true`, `{"a":false}`: `false`,
		`{"a": {"c": 1, "b": [ 2 ]}}`: `{"c":1,"b":[2]}`, `{"a":[ ]}`: `[]`,
	} {
		v, _ := play(t, step{Call: get, Body: chatJSON(`"metadata":` + value)})
		s, err := v.Read(t.Context(), client.Ref{ID: id})
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

func TestReadErrors(t *testing.T) {
	inList := pageJSON("null", `{"chatId":"other"}`, chatJSON(`"status":"ongoing"`))
	for name, c := range map[string]struct {
		steps  []step
		gone   bool
		open   bool
		status int // of the error when it is neither
	}{
		"404 own":               {steps: join(own(get, 404)), gone: true},
		"404 foreign, unlisted": {steps: join(foreign(get, 404), unlisted), gone: true},
		"404 foreign, listed":   {steps: join(foreign(get, 404), step{Call: list, Body: inList}), open: true},
		"404 empty, unlisted":   {steps: join(step{Call: get, Status: 404, Odd: true}, unlisted), gone: true},
		"404 everywhere":        {steps: join(foreign(get, 404), foreign(list, 404)), status: 404},
		"404 foreign, refused":  {steps: join(foreign(get, 404), own(list, 401)), status: 404},

		"422, listed":          {steps: join(own(get, 422), step{Call: list, Body: inList}), open: true},
		"422 foreign, listed":  {steps: join(foreign(get, 422), step{Call: list, Body: inList}), open: true},
		"422, absent":          {steps: join(own(get, 422), step{Call: list, Body: pageJSON("null", `{"chatId":"other"}`)}), gone: true},
		"422, nothing there":   {steps: join(own(get, 422), step{Call: list, Body: `{"data":[]}`}), gone: true},
		"422, on page 2":       {steps: join(own(get, 422), step{Call: list, Body: pageJSON(`"k"`, `{"chatId":"other"}`)}, step{Call: listFrom("k"), Body: inList}), open: true},
		"422, absent, 2 pages": {steps: join(own(get, 422), step{Call: list, Body: pageJSON(`"k"`, `{"chatId":"a"}`)}, step{Call: listFrom("k"), Body: pageJSON("null", `{"chatId":"b"}`)}), gone: true},
		"422, other spelling":  {steps: join(own(get, 422), step{Call: list, Body: `{"data":[{"chatId":"a"}],"paginationKey":"k"}`}, step{Call: listFrom("k"), Body: inList}), open: true},
		"422, page 2 fails":    {steps: join(own(get, 422), step{Call: list, Body: pageJSON(`"k"`, `{"chatId":"a"}`)}, twice(own(listFrom("k"), 500))), status: 422},
		"422, same key":        {steps: join(own(get, 422), step{Call: list, Body: pageJSON(`"k"`, `{"chatId":"a"}`)}, step{Call: listFrom("k"), Body: pageJSON(`"k"`, `{"chatId":"b"}`)}), status: 422},
		"422, same page":       {steps: join(own(get, 422), step{Call: list, Body: pageJSON(`"k"`, `{"chatId":"a"}`)}, step{Call: listFrom("k"), Body: pageJSON(`"l"`, `{"chatId":"a"}`)}), status: 422},
		"422, no list":         {steps: join(own(get, 422), own(list, 422)), status: 422},
		"422, list garbled":    {steps: join(own(get, 422), foreign(list, 200)), status: 422},
		"422, list without id": {steps: join(own(get, 422), step{Call: list, Body: pageJSON("null", `{"status":"ended"}`), Odd: true}), status: 422},
		"422, list null":       {steps: join(own(get, 422), step{Call: list, Body: `{"data":null}`, Odd: true}), status: 422},

		"400":               {steps: join(own(get, 400)), status: 400},
		"401":               {steps: join(own(get, 401)), status: 401},
		"401 foreign":       {steps: join(foreign(get, 401)), status: 401},
		"402":               {steps: join(own(get, 402)), status: 402},
		"403":               {steps: join(own(get, 403)), status: 403},
		"403 foreign":       {steps: join(foreign(get, 403)), status: 403},
		"409":               {steps: join(own(get, 409)), status: 409},
		"429":               {steps: join(twice(own(get, 429))), status: 429},
		"500":               {steps: join(twice(own(get, 500))), status: 500},
		"502 foreign":       {steps: join(twice(foreign(get, 502))), status: 502},
		"lost":              {steps: join(twice(step{Call: get, Lost: true})), status: 0},
		"open, once broken": {steps: join(own(get, 500), readsOpen), open: true},
	} {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, c.steps...)
			s, err := v.Read(t.Context(), client.Ref{ID: id})
			switch {
			case c.open:
				if err != nil || s.ID != id || s.Status != client.StatusOpen {
					t.Errorf("got %+v, %v", s, err)
				}
			case s != nil, vendortest.Is[*client.NotFoundError](err) != c.gone, !c.gone && vendortest.StatusOf(err) != c.status:
				t.Errorf("got %+v, %v", s, err)
			}
		})
	}
}

func TestReadOfTooManyMessagesIsUnknown(t *testing.T) {
	v := offline(t, uponai.Config{}, func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 200, Body: vendortest.Endless{}, Header: http.Header{}}, nil
	})
	s, err := v.Read(t.Context(), client.Ref{ID: id})
	if err != nil || s.ID != id || s.Account != "42" || s.Status != client.StatusUnknown || s.Note == "" {
		t.Errorf("got %+v, %v", s, err)
	}
}
