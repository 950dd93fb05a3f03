package siteassist_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/siteassist"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

var (
	rated = client.RatedAnswer{SessionID: id, MessageID: messageID(1)}
	rate  = "POST /messages/" + messageID(1) + "/feedback"
)

func stores(feedback string) step { return step{Call: rate, Body: `{"feedback":` + feedback + `}`} }

// leave sets the rating, or removes it where it is empty.
func leave(ctx context.Context, v *siteassist.Vendor, a client.RatedAnswer, r client.Rating) error {
	if r == "" {
		return v.ClearRating(ctx, a)
	}
	return v.Rate(ctx, a, r)
}

func TestRate(t *testing.T) {
	for r, word := range map[client.Rating]string{client.RatingGood: `"like"`, client.RatingBad: `"dislike"`, "": `null`} {
		other := map[string]string{`"like"`: `"dislike"`, `"dislike"`: `null`, `null`: `"like"`}[word]
		for name, c := range map[string]struct {
			steps  []step
			gone   bool // which is a success for one that is removed
			status int  // of the error; 0 is none
			lost   bool
		}{
			"stored":            {steps: join(stores(word))},
			"another value":     {steps: join(stores(other)), status: 200},
			"of another type":   {steps: join(oddly(stores(`7`))), status: 200},
			"no value":          {steps: join(oddly(step{Call: rate, Body: `{}`})), status: 200},
			"null":              {steps: join(oddly(step{Call: rate, Body: `null`})), status: 200},
			"no JSON":           {steps: join(foreign(rate, 200)), status: 200},
			"empty":             {steps: join(oddly(step{Call: rate})), status: 200},
			"not found":         {steps: join(own(rate, 404)), gone: true},
			"404, other code":   {steps: join(alien(rate, 404, `{"error":{"message":"gone","code":"MESSAGE_NOT_FOUND"}}`)), status: 404},
			"404 without code":  {steps: join(alien(rate, 404, `{"error":{"message":"gone"}}`)), status: 404},
			"404 of a proxy":    {steps: join(foreign(rate, 404)), status: 404},
			"not found as 410":  {steps: join(alien(rate, 410, own(rate, 404).Body)), status: 410},
			"400":               {steps: join(own(rate, 400)), status: 400},
			"401":               {steps: join(own(rate, 401)), status: 401},
			"403":               {steps: join(own(rate, 403)), status: 403},
			"409":               {steps: join(own(rate, 409)), status: 409},
			"422":               {steps: join(own(rate, 422)), status: 422},
			"429, then stored":  {steps: join(own(rate, 429), stores(word))},
			"500, then stored":  {steps: join(own(rate, 500), stores(word))},
			"lost, then stored": {steps: join(step{Call: rate, Lost: true}, stores(word))},
			"503 twice":         {steps: join(twice(own(rate, 503))), status: 503},
			"lost twice":        {steps: join(twice(step{Call: rate, Lost: true})), lost: true},
		} {
			if name == "409" && r == "" {
				continue // TestClearRatingAfterAConflict
			}
			t.Run(word+" "+name, func(t *testing.T) {
				v, s := play(t, byToken, c.steps...)
				err := leave(t.Context(), v, rated, r)
				switch {
				case c.gone && r != "":
					want := &client.NotFoundError{Vendor: "siteassist", SessionID: id, What: "message", ID: messageID(1)}
					if diff := cmp.Diff(error(want), err); diff != "" {
						t.Error(diff)
					}
				case c.status != 0 || c.lost:
					if vendortest.StatusOf(err) != c.status || !strings.Contains(err.Error(), id) {
						t.Errorf("got %v", err)
					}
				case err != nil:
					t.Error(err)
				}
				if c.lost {
					return // the server may still be at work on the request
				}
				for _, sent := range s.Sent {
					if sent.Body != `{"feedback":`+word+`}` {
						t.Errorf("sent %s", sent.Body)
					}
				}
			})
		}
	}
}

// A conflict is settled by reading the rating.
func TestClearRatingAfterAConflict(t *testing.T) {
	for name, c := range map[string]struct {
		then []step
		well bool
	}{
		"it is removed":   {join(historyPage(0, messageJSON(1, `,"feedback":null`))), true},
		"it remains":      {join(historyPage(0, messageJSON(1, `,"feedback":"like"`))), false},
		"no message":      {join(historyPage(0, messageJSON(0, ""))), true},
		"no session":      {join(own(history(0), 404)), true},
		"it is not shown": {join(own(history(0), 403)), false},
	} {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, byToken, join(own(rate, 409), c.then)...)
			err := v.ClearRating(t.Context(), rated)
			if c.well != (err == nil) || !c.well && vendortest.StatusOf(err) != 409 {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestReadRating(t *testing.T) {
	noMessage := &client.NotFoundError{Vendor: "siteassist", SessionID: id, What: "message", ID: messageID(1)}
	noSession := &client.NotFoundError{Vendor: "siteassist", SessionID: id}
	for name, c := range map[string]struct {
		steps  []step
		want   client.Rating
		err    error
		status int // of an error response
	}{
		"good":             {steps: join(historyPage(0, messageJSON(0, ""), messageJSON(1, `,"feedback":"like"`), messageJSON(2, ""))), want: client.RatingGood},
		"bad":              {steps: join(historyPage(0, messageJSON(0, `,"feedback":"like"`), messageJSON(1, `,"feedback":"dislike"`))), want: client.RatingBad},
		"none":             {steps: join(historyPage(0, messageJSON(0, `,"feedback":"like"`), messageJSON(1, `,"feedback":null`)))},
		"on a later page":  {steps: join(historyPage(0, count(1001, 1000)...), historyPage(1000, messageJSON(1, `,"feedback":"like"`))), want: client.RatingGood},
		"no such message":  {steps: join(historyPage(0, messageJSON(0, `,"feedback":"like"`))), err: noMessage},
		"no message":       {steps: join(historyPage(0)), err: noMessage},
		"no session":       {steps: join(own(history(0), 404)), err: noSession},
		"404 of a proxy":   {steps: join(foreign(history(0), 404)), status: 404},
		"page":             {steps: join(foreign(history(0), 200)), status: 200},
		"403":              {steps: join(own(history(0), 403)), status: 403},
		"later page fails": {steps: join(historyPage(0, count(1001, 1000)...), own(history(1000), 403)), status: 403},
	} {
		t.Run(name, func(t *testing.T) {
			v, _ := play(t, byToken, c.steps...)
			got, err := v.ReadRating(t.Context(), rated)
			if got != c.want {
				t.Errorf("got %q", got)
			}
			if c.status != 0 {
				if vendortest.StatusOf(err) != c.status {
					t.Errorf("error %v", err)
				}
				return
			}
			if diff := cmp.Diff(c.err, err); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A UUID may be written in capitals.
func TestReadRatingKnowsTheIDInCapitals(t *testing.T) {
	message := strings.ReplaceAll(messageJSON(1, `,"feedback":"like"`), messageID(1), visitor)
	v, _ := play(t, byToken, historyPage(0, message))
	if got, err := v.ReadRating(t.Context(), client.RatedAnswer{SessionID: id, MessageID: strings.ToUpper(visitor)}); err != nil || got != client.RatingGood {
		t.Errorf("got %q, %v", got, err)
	}
}
