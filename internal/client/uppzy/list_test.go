package uppzy

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

func TestListing(t *testing.T) {
	tests := map[string]struct {
		body     string
		sessions int // -1 where it is no list
		proven   bool
	}{
		"object":                         {`{"sessions":[{"id":"s1"},{"id":"s2","closed_at":null}]}`, 2, true},
		"object, empty":                  {`{"sessions":[]}`, 0, true},
		"object with more":               {` {"total":1,"sessions":[{"id":"s1","tags":{}}]}`, 1, true},
		"object, the same id twice":      {`{"sessions":[{"id":"s1"},{"id":"s1"}]}`, 1, true},
		"array with created_at":          {`[{"id":"s1","created_at":"2024-06-13T14:30:00Z"}]`, 1, true},
		"array with closed_at":           {`[{"id":"s1","closed_at":null}]`, 1, true},
		"array with message_count":       {`[{"id":"s1","message_count":0}]`, 1, true},
		"array, one of two documented":   {`[{"id":"s1"},{"id":"s2","message_count":1}]`, 2, true},
		"array, empty":                   {`[]`, 0, false},
		"array of ids":                   {`[{"id":"s1"},{"id":"s2","name":"x"}]`, -1, false},
		"array, updated_at only":         {`[{"id":"s1","updated_at":"2024-06-13T14:30:00Z"}]`, -1, false},
		"array with an element of null":  {`[null,{"id":"s1","message_count":1}]`, -1, false},
		"array with a text":              {`["s1"]`, -1, false},
		"null":                           {`null`, -1, false},
		"object of null":                 {`{"sessions":null}`, -1, false},
		"object without sessions":        {`{}`, -1, false},
		"object, sessions is an object":  {`{"sessions":{"s1":{}}}`, -1, false},
		"object, sessions is false":      {`{"sessions":false}`, -1, false},
		"object, an element without id":  {`{"sessions":[{"id":"s1"},{"closed_at":null}]}`, -1, false},
		"object, an element of null":     {`{"sessions":[{"id":"s1"},null]}`, -1, false},
		"object, an empty id":            {`{"sessions":[{"id":""}]}`, -1, false},
		"object, an id of null":          {`{"sessions":[{"id":null}]}`, -1, false},
		"object, an id that is a number": {`{"sessions":[{"id":7}]}`, -1, false},
		"object of another name":         {`{"data":[]}`, -1, false},
		"text":                           {`"sessions"`, -1, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var got listing
			err := json.Unmarshal([]byte(test.body), &got)
			switch {
			case (err != nil) != (test.sessions < 0):
				t.Errorf("got %+v, %v", got, err)
			case err == nil && (len(got.sessions) != test.sessions || got.proven != test.proven):
				t.Errorf("got %+v, want %d sessions, proven %t", got, test.sessions, test.proven)
			}
		})
	}
}

func TestClosedAt(t *testing.T) {
	at := time.Date(2024, 6, 13, 15, 0, 0, 0, time.UTC)
	tests := map[string]struct {
		json string
		want client.Status
		at   time.Time
	}{
		"RFC 3339":              {`"2024-06-13T15:00:00Z"`, client.StatusClosed, at},
		"with an offset":        {`"2024-06-13T17:00:00+02:00"`, client.StatusClosed, at},
		"with a fraction":       {`"2024-06-13T15:00:00.25Z"`, client.StatusClosed, at.Add(250 * time.Millisecond)},
		"without a zone":        {`"2024-06-13T15:00:00"`, client.StatusClosed, at},
		"with a space":          {`"2024-06-13 15:00:00Z"`, client.StatusClosed, at},
		"with a space, no zone": {`"2024-06-13 15:00:00.000"`, client.StatusClosed, at},
		"first year":            {`"2000-01-01T00:00:00Z"`, client.StatusClosed, time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)},
		"null":                  {`null`, client.StatusOpen, time.Time{}},
		"empty":                 {`""`, client.StatusOpen, time.Time{}},
		"zero":                  {`0`, client.StatusOpen, time.Time{}},
		"false":                 {`false`, client.StatusOpen, time.Time{}},
		"the zero time":         {`"0001-01-01T00:00:00Z"`, client.StatusOpen, time.Time{}},
		"the zero time, MySQL":  {`"0000-00-00 00:00:00"`, client.StatusUnknown, time.Time{}},
		"the epoch":             {`"1970-01-01T00:00:00Z"`, client.StatusUnknown, time.Time{}},
		"last second of 1999":   {`"1999-12-31T23:59:59Z"`, client.StatusUnknown, time.Time{}},
		"year 10000 in UTC":     {`"9999-12-31T23:59:59-01:00"`, client.StatusUnknown, time.Time{}},
		"a dash":                {`"-"`, client.StatusUnknown, time.Time{}},
		"the text null":         {`"null"`, client.StatusUnknown, time.Time{}},
		"the text false":        {`"false"`, client.StatusUnknown, time.Time{}},
		"-1":                    {`-1`, client.StatusUnknown, time.Time{}},
		"milliseconds":          {`1718290800000`, client.StatusUnknown, time.Time{}},
		"true":                  {`true`, client.StatusUnknown, time.Time{}},
		"an object":             {`{}`, client.StatusUnknown, time.Time{}},
		"an array":              {`[]`, client.StatusUnknown, time.Time{}},
		"a date":                {`"2024-06-13"`, client.StatusUnknown, time.Time{}},
		"words":                 {`"13 June"`, client.StatusUnknown, time.Time{}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var e entry
			if err := json.Unmarshal([]byte(`{"id":"s1","closed_at":`+test.json+`}`), &e); err != nil {
				t.Fatal(err)
			}
			got := e.session("site")
			if got.Status != test.want || !got.ClosedAt.Equal(test.at) || (got.Note != "") != (test.want == client.StatusUnknown) {
				t.Errorf("got %+v, want %s at %s", got, test.want, test.at)
			}
		})
	}
}

func FuzzListing(f *testing.F) {
	f.Add([]byte(`{"sessions":[{"id":"s1","closed_at":null,"message_count":4}]}`))
	f.Add([]byte(`[{"id":"s1","updated_at":"2024-06-13T14:32:45Z"},{"id":"s1","closed_at":1}]`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var got listing
		if json.Unmarshal(data, &got) != nil {
			return
		}
		if !got.proven && len(got.sessions) > 0 {
			t.Errorf("%q is not proven and has %v", data, got.sessions)
		}
		for id, e := range got.sessions {
			s := e.session("site")
			if id == "" || e.ID != id || s.ID != id || (s.Status == client.StatusClosed) == s.ClosedAt.IsZero() {
				t.Errorf("%q has %+v", id, s)
			}
		}
	})
}
