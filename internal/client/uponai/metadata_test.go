package uponai_test

import (
	"maps"
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
		sent       string
		told       map[string]string
	}{
		"a value changes": {
			shown: `{"a":"1","` + key + `":"m"}`, marker: "m", have: map[string]string{"a": "1"}, want: map[string]string{"a": "2"},
			sent: `{"a":"2","` + key + `":"m"}`, told: map[string]string{"a": "2"},
		},
		"a key goes": {
			shown: `{"a":"1","b":"2","` + key + `":"m"}`, have: map[string]string{"a": "1", "b": "2"}, want: map[string]string{"b": "2"},
			sent: `{"a":null,"b":"2","` + key + `":"m"}`, told: map[string]string{"b": "2"},
		},
		"all keys go": {
			shown: `{"a":"1"}`, have: map[string]string{"a": "1"},
			sent: `{"a":null}`, told: map[string]string{},
		},
		"others' keys stay as they are": {
			shown: `{"a":"1","app":{"n":1.50,"t":"<x>"},"none":null}`, have: map[string]string{"a": "1"}, want: map[string]string{"a": "1"},
			sent: `{"a":"1","app":{"n":1.50,"t":"<x>"}}`, told: map[string]string{"a": "1", "app": `{"n":1.50,"t":"<x>"}`},
		},
		"others' key is taken over": {
			shown: `{"app":1}`, want: map[string]string{"app": "2"},
			sent: `{"app":"2"}`, told: map[string]string{"app": "2"},
		},
		"the marker is sent though not shown": {
			shown: `null`, marker: "m", have: map[string]string{"a": "1"}, want: map[string]string{"b": "2"},
			sent: `{"a":null,"b":"2","` + key + `":"m"}`, told: map[string]string{"b": "2"},
		},
		"the marker is nobody else's": {
			shown: `{"` + key + `":"m"}`, marker: "old", have: map[string]string{key: "x"}, want: map[string]string{key: "y"},
			sent: `{"` + key + `":"m"}`, told: map[string]string{},
		},
		"no marker, none made": {
			shown: `{}`, want: map[string]string{key: "y"},
			sent: `{}`, told: map[string]string{},
		},
	} {
		t.Run(name, func(t *testing.T) {
			v, s := play(t, step{Call: get, Body: chatJSON(`"status":"ongoing","metadata":` + c.shown), Odd: true},
				step{Call: patch, Reply: echo})
			session, err := v.UpdateMetadata(t.Context(), client.Ref{ID: id, Marker: c.marker}, c.have, c.want)
			if err != nil {
				t.Fatal(err)
			}
			if got := metadataOf(s.Sent[1].Body); got != c.sent {
				t.Errorf("sent %s, want %s", got, c.sent)
			}
			if session.Metadata == nil || !maps.Equal(session.Metadata, c.told) {
				t.Errorf("told %v, want %v", session.Metadata, c.told)
			}
		})
	}
}

func TestUpdateMetadataAnswers(t *testing.T) {
	for name, c := range map[string]struct {
		steps  []step
		gone   bool
		status int // of the error; 0 is none
	}{
		"lost, then done": {steps: join(readsOpen, step{Call: patch, Lost: true}, step{Call: patch, Reply: echo})},
		"500, then done":  {steps: join(readsOpen, own(patch, 500), step{Call: patch, Reply: echo})},
		"204":             {steps: join(readsOpen, step{Call: patch, Status: 204, Odd: true}, readsOpen)},
		"page, not done":  {steps: join(readsOpen, foreign(patch, 200), readsOpen), status: 200},
		"page, done":      {steps: join(readsOpen, foreign(patch, 200), step{Call: get, Body: chatJSON(`"metadata":{"a":"1"}`)})},
		"page, half done": {steps: join(readsOpen, foreign(patch, 200), step{Call: get, Body: chatJSON(`"metadata":{"a":"1","old":"x"}`)}), status: 200},
		"no id":           {steps: join(readsOpen, step{Call: patch, Body: `{}`, Odd: true}, readsOpen)},
		"page, no chat":   {steps: join(readsOpen, foreign(patch, 200), own(get, 404)), status: 200},
		"204, no chat":    {steps: join(readsOpen, step{Call: patch, Status: 204, Odd: true}, own(get, 404)), gone: true},
		"gone":            {steps: join(own(get, 404)), gone: true},
		"not readable":    {steps: join(own(get, 403)), status: 403},
		"ended, refused":  {steps: join(readsEnded, own(patch, 409)), status: 409},
		"400":             {steps: join(readsOpen, own(patch, 400)), status: 400},
		"404 as it is":    {steps: join(readsOpen, own(patch, 404)), status: 404},
		"422":             {steps: join(readsOpen, own(patch, 422)), status: 422},
		"401":             {steps: join(readsOpen, own(patch, 401)), status: 401},
		"broken":          {steps: join(readsOpen, twice(own(patch, 500))), status: 500},
	} {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, c.steps...)
			s, err := v.UpdateMetadata(t.Context(), client.Ref{ID: id}, map[string]string{"old": "x"}, map[string]string{"a": "1"})
			switch {
			case c.gone, c.status != 0:
				if s != nil || vendortest.Is[*client.NotFoundError](err) != c.gone || (!c.gone && vendortest.StatusOf(err) != c.status) {
					t.Errorf("got %+v, %v", s, err)
				}
			case err != nil || s.ID != id:
				t.Errorf("got %+v, %v", s, err)
			}
		})
	}
}
