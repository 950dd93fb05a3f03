package uponai_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

func TestUpdateMetadata(t *testing.T) {
	const key = client.MarkerKey
	for name, c := range map[string]struct {
		shown      string // metadata that the vendor shows
		marker     string
		have, want map[string]string
		sent       string // metadata in the request; empty where there is none
		returned   map[string]string
	}{
		"a value changes": {
			shown: `{"a":"1","` + key + `":"m"}`, marker: "m", have: map[string]string{"a": "1"}, want: map[string]string{"a": "2"},
			sent: `{"a":"2","` + key + `":"m"}`, returned: map[string]string{"a": "2"},
		},
		"a key goes": {
			shown: `{"a":"1","b":"2","` + key + `":"m"}`, have: map[string]string{"a": "1", "b": "2"}, want: map[string]string{"b": "2"},
			sent: `{"a":null,"b":"2","` + key + `":"m"}`, returned: map[string]string{"b": "2"},
		},
		"all keys go": {
			shown: `{"a":"1"}`, have: map[string]string{"a": "1"},
			sent: `{"a":null}`, returned: map[string]string{},
		},
		"others' keys stay as they are": {
			shown: `{"a":"1","app":{"n":1.50,"t":"<x>"},"none":null}`, have: map[string]string{"a": "1"}, want: map[string]string{"a": "2"},
			sent: `{"a":"2","app":{"n":1.50,"t":"<x>"}}`, returned: map[string]string{"a": "2", "app": `{"n":1.50,"t":"<x>"}`},
		},
		"others' key is taken over": {
			shown: `{"app":1}`, want: map[string]string{"app": "2"},
			sent: `{"app":"2"}`, returned: map[string]string{"app": "2"},
		},
		"the marker is sent though not shown": {
			shown: `null`, marker: "m", have: map[string]string{"a": "1"}, want: map[string]string{"b": "2"},
			sent: `{"a":null,"b":"2","` + key + `":"m"}`, returned: map[string]string{"b": "2"},
		},
		"the marker stays as shown": {
			shown: `{"` + key + `":"m"}`, marker: "old", have: map[string]string{key: "x"}, want: map[string]string{key: "y", "a": "1"},
			sent: `{"a":"1","` + key + `":"m"}`, returned: map[string]string{"a": "1"},
		},
		"no metadata shown, nothing to change": {
			shown: `null`, marker: "m",
			sent: `{"` + key + `":"m"}`, returned: map[string]string{},
		},
		"nothing to change": {
			shown: `{"a":"1"}`, marker: "m", have: map[string]string{"a": "0", "b": "2"}, want: map[string]string{"a": "1"},
			returned: map[string]string{"a": "1"},
		},
		"what is not changed keeps its type": {
			shown:    `{"a":"1","n":1.50,"t":true,"o":{"x":[1, 2]},"s":"7"}`,
			have:     map[string]string{"a": "1", "n": "1.50", "t": "true", "o": `{"x":[1,2]}`, "s": "7"},
			want:     map[string]string{"a": "2", "n": "1.50", "t": "true", "o": `{"x":[1,2]}`, "s": "7"},
			sent:     `{"a":"2","n":1.50,"o":{"x":[1,2]},"s":"7","t":true}`,
			returned: map[string]string{"a": "2", "n": "1.50", "t": "true", "o": `{"x":[1,2]}`, "s": "7"},
		},
		"a type is changed": {
			shown: `{"n":1}`, have: map[string]string{"n": "1"}, want: map[string]string{"n": "2"},
			sent: `{"n":"2"}`, returned: map[string]string{"n": "2"},
		},
		"what is stored otherwise stays so": {
			shown: `{"a":"1","b":"in review"}`, have: map[string]string{"a": "1", "b": " In Review "}, want: map[string]string{"a": "2", "b": " In Review "},
			sent: `{"a":"2","b":"in review"}`, returned: map[string]string{"a": "2", "b": "in review"},
		},
		"what is stored otherwise is no change": {
			shown: `{"b":"in review"}`, have: map[string]string{"b": " In Review ", "c": ""}, want: map[string]string{"b": " In Review "},
			returned: map[string]string{"b": "in review"},
		},
		"what is missing is sent again": {
			shown: `{"a":"1"}`, have: map[string]string{"a": "1", "b": "x"}, want: map[string]string{"a": "2", "b": "x"},
			sent: `{"a":"2","b":"x"}`, returned: map[string]string{"a": "2", "b": "x"},
		},
		"what is missing alone is no change": {
			shown: `{"a":"1"}`, have: map[string]string{"a": "1", "b": "x"}, want: map[string]string{"a": "1", "b": "x"},
			returned: map[string]string{"a": "1"},
		},
		"nothing to change but the marker": {
			shown: `{}`, want: map[string]string{key: "y"},
			returned: map[string]string{},
		},
	} {
		t.Run(name, func(t *testing.T) {
			steps := join(step{Call: get, Body: chatJSON(`"status":"ongoing","metadata":` + c.shown), Odd: true})
			if c.sent != "" {
				steps = append(steps, step{Call: patch, Reply: echo})
			}
			v, s := play(t, steps...)
			ref := ref
			ref.Marker = c.marker
			session, err := v.UpdateMetadata(t.Context(), ref, c.have, c.want)
			if err != nil {
				t.Fatal(err)
			}
			if got := metadataOf(s.Sent[len(s.Sent)-1].Body); c.sent != "" && got != c.sent {
				t.Errorf("sent %s, want %s", got, c.sent)
			}
			if session.Metadata == nil || !maps.Equal(session.Metadata, c.returned) || session.DifferingMetadata != nil {
				t.Errorf("returned %v, want %v; differing: %v", session.Metadata, c.returned, session.DifferingMetadata)
			}
		})
	}
}

func TestUpdateMetadata_responses(t *testing.T) {
	const noResponse = 1000 // stands for status 0
	shows := func(call, metadata string) step {
		return step{Call: call, Body: chatJSON(`"status":"ongoing","metadata":` + metadata), Odd: true}
	}
	const before, after = `{"a":"0","old":"x"}`, `{"a":"Check Out "}`
	for name, c := range map[string]struct {
		steps     []step
		ref       client.Ref // ref when zero
		gone      bool
		status    int // of the error; 0 is none
		differing []string
	}{
		"changed":            {steps: join(shows(get, before), shows(patch, after))},
		"200 lost, repeated": {steps: join(shows(get, before), step{Call: patch, Lost: true}, shows(patch, after))},
		"500, then changed":  {steps: join(shows(get, before), own(patch, 500), shows(patch, after))},
		"normalized":         {steps: join(shows(get, before), shows(patch, `{"a":"check out"}`)), differing: []string{"a"}},
		"not removed":        {steps: join(shows(get, before), shows(patch, `{"a":"Check Out ","old":"x"}`)), differing: []string{"old"}},
		"removed alone":      {steps: join(shows(get, before), shows(patch, `{"a":"0"}`)), differing: []string{"a"}},
		"removed with null":  {steps: join(shows(get, before), shows(patch, `{"a":"Check Out ","old":null}`))},
		"value dropped":      {steps: join(shows(get, before), shows(patch, `{}`)), differing: []string{"a"}},
		"never shown":        {steps: join(shows(get, "null"), shows(patch, "null"))},
		"shown once changed": {steps: join(shows(get, "null"), shows(patch, after))},

		"unchanged":               {steps: join(shows(get, before), shows(patch, before), shows(get, before)), status: 200},
		"unchanged, then changed": {steps: join(shows(get, before), shows(patch, before), shows(get, after))},
		"unchanged, then none":    {steps: join(shows(get, before), shows(patch, before), shows(get, "null")), differing: []string{"a"}},
		"unchanged, not readable": {steps: join(shows(get, before), shows(patch, before), own(get, 404)), status: 200},
		"shown, without the key":  {steps: join(shows(get, "null"), shows(patch, "{}"), shows(get, "{}")), status: 200},
		"others' key changed":     {steps: join(shows(get, before), shows(patch, `{"a":"0","old":"x","app":"1"}`), shows(get, before)), status: 200},

		"error in a 200, unchanged": {steps: join(shows(get, before), step{Call: patch, Body: `{"error":"metadata rejected"}`, Odd: true}, shows(get, before)), status: 200},
		"error in a 200, changed":   {steps: join(shows(get, before), step{Call: patch, Body: `{"error":"metadata rejected"}`, Odd: true}, shows(get, after))},
		"object, unchanged":         {steps: join(shows(get, before), step{Call: patch, Body: `{}`, Odd: true}, shows(get, before)), status: 200},
		"object, changed":           {steps: join(shows(get, before), step{Call: patch, Body: `{}`, Odd: true}, shows(get, after))},
		"null, unchanged":           {steps: join(shows(get, before), step{Call: patch, Body: `null`, Odd: true}, shows(get, before)), status: 200},
		"another chat, unchanged":   {steps: join(shows(get, before), step{Call: patch, Body: `{"chatId":"other","metadata":{"a":"Check Out "}}`}, shows(get, before)), status: 200},
		"page, unchanged":           {steps: join(shows(get, before), foreign(patch, 200), shows(get, before)), status: 200},
		"page, normalized":          {steps: join(shows(get, before), foreign(patch, 200), shows(get, `{"a":"check out"}`)), differing: []string{"a"}},
		"page, half changed":        {steps: join(shows(get, before), foreign(patch, 200), shows(get, `{"a":"Check Out ","old":"x"}`)), differing: []string{"old"}},
		"page, not readable":        {steps: join(shows(get, before), foreign(patch, 200), own(get, 404)), status: 200},
		"page, never shown":         {steps: join(shows(get, "null"), foreign(patch, 200), shows(get, "null")), status: 200},
		"204, unchanged":            {steps: join(shows(get, before), step{Call: patch, Status: 204, Odd: true}, shows(get, before)), status: 204},
		"204, changed":              {steps: join(shows(get, before), step{Call: patch, Status: 204, Odd: true}, shows(get, after))},
		"no metadata, unchanged":    {steps: join(shows(get, before), shows(patch, "null"), shows(get, before)), status: 200},
		"no metadata, changed":      {steps: join(shows(get, before), shows(patch, "null"), shows(get, after))},
		"no metadata, none left":    {steps: join(shows(get, before), shows(patch, "null"), shows(get, "null")), differing: []string{"a"}},

		"absent":            {steps: join(own(get, 404), unlisted), gone: true},
		"404, in list":      {steps: join(own(get, 404), listsOpen), status: 404},
		"404, no list":      {steps: join(own(get, 404), own(list, 404)), status: 404},
		"404, no account":   {ref: untrusted, steps: join(own(get, 404)), status: 404},
		"page, no list":     {steps: join(foreign(get, 200), own(list, 404)), status: 200},
		"403 everywhere":    {steps: join(own(get, 403), own(list, 403)), status: 403},
		"ended, PATCH 409":  {steps: join(readsEnded, own(patch, 409)), status: 409},
		"PATCH 400":         {steps: join(readsOpen, own(patch, 400)), status: 400},
		"PATCH 401":         {steps: join(readsOpen, own(patch, 401)), status: 401},
		"PATCH 404":         {steps: join(readsOpen, own(patch, 404)), status: 404},
		"PATCH 422":         {steps: join(readsOpen, own(patch, 422)), status: 422},
		"PATCH 302":         {steps: join(readsOpen, foreign(patch, 302)), status: 302},
		"PATCH 500":         {steps: join(readsOpen, twice(own(patch, 500))), status: 500},
		"PATCH 429":         {steps: join(readsOpen, twice(own(patch, 429))), status: 429},
		"PATCH without end": {steps: join(readsOpen, twice(step{Call: patch, Lost: true})), status: noResponse},
	} {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, c.steps...)
			if c.ref.ID == "" {
				c.ref = ref
			}
			s, err := v.UpdateMetadata(t.Context(), c.ref, map[string]string{"old": "x"}, map[string]string{"a": "Check Out "})
			switch {
			case c.gone, c.status != 0:
				if s != nil || vendortest.Is[*client.NotFoundError](err) != c.gone || !c.gone && vendortest.StatusOf(err) != c.status%noResponse {
					t.Errorf("got %+v, %v, want gone: %t, status %d", s, err, c.gone, c.status%noResponse)
				}
			case err != nil || s.ID != id || !slices.Equal(s.DifferingMetadata, c.differing):
				t.Errorf("got %+v, %v, want differing %v", s, err, c.differing)
			}
		})
	}
}

// A value that the vendor stored otherwise before says nothing when it stays as it was:
// the vendor may store the new value just so.
func TestUpdateMetadata_storedOtherwise(t *testing.T) {
	for name, c := range map[string]struct {
		shown, response string
		have, want      map[string]string
		differing       []string
		fails           bool
	}{
		"the same again":       {`{"a":"check out"}`, `{"a":"check out"}`, map[string]string{"a": "Check Out "}, map[string]string{"a": "Check Out"}, []string{"a"}, false},
		"missing again":        {`{}`, `{}`, map[string]string{"a": "1"}, map[string]string{"a": "2"}, []string{"a"}, false},
		"as the vendor has it": {`{"a":"check out"}`, `{}`, map[string]string{"a": "Check Out "}, map[string]string{"a": "check out"}, nil, false},
		"beside another key":   {`{"a":"check out","b":"1"}`, `{"a":"check out","b":"1"}`, map[string]string{"a": "Check Out ", "b": "1"}, map[string]string{"a": "Check Out", "b": "2"}, nil, true},
		"missing, resent":      {`{"b":"1"}`, `{"b":"2"}`, map[string]string{"a": "1", "b": "1"}, map[string]string{"a": "1", "b": "2"}, []string{"a"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			steps := join(step{Call: get, Body: chatJSON(`"metadata":` + c.shown)})
			if c.response != `{}` || c.differing != nil {
				steps = append(steps, step{Call: patch, Body: chatJSON(`"metadata":` + c.response)})
			}
			if c.fails {
				steps = append(steps, step{Call: get, Body: chatJSON(`"metadata":` + c.response)})
			}
			v, _ := play(t, steps...)
			s, err := v.UpdateMetadata(t.Context(), ref, c.have, c.want)
			if (err != nil) != c.fails || err == nil && !slices.Equal(s.DifferingMetadata, c.differing) {
				t.Errorf("got %+v, %v, want differing %v", s, err, c.differing)
			}
		})
	}
}

// Where the last key is removed, the vendor may return no metadata.
func TestUpdateMetadata_lastKey(t *testing.T) {
	noMetadata := chatJSON(`"status":"ongoing","metadata":null`)
	v, _ := play(t, step{Call: get, Body: chatJSON(`"metadata":{"a":"1"}`)},
		step{Call: patch, Body: noMetadata, Odd: true}, step{Call: get, Body: noMetadata, Odd: true})
	s, err := v.UpdateMetadata(t.Context(), ref, map[string]string{"a": "1"}, nil)
	if err != nil || s.Metadata == nil || len(s.Metadata) != 0 || s.DifferingMetadata != nil {
		t.Errorf("got %+v, %v", s, err)
	}
}
