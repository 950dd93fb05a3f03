package provider

import (
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// feedbackFaults is the part of the table for chat_feedback: what is in the state was
// rated so, and what has failed can be done again.
var feedbackFaults = []faultRow{
	{"rate", func(c vendorCalls) []string { return c.rate }, faultyRate},
	{"change", func(c vendorCalls) []string { return c.rerate }, faultyRatingChange},
	{"read", func(c vendorCalls) []string { return c.readRating }, faultyRatingRead},
	{"clear", func(c vendorCalls) []string { return c.unrate }, faultyRatingClear},
}

// faultyRating is an answer to rate and the engine for it.
type faultyRating struct {
	*faultCase
	e       *engine
	session sandbox.Session
	// answer is the id that names the answer to its vendor.
	answer string
	config values
}

func newFaultyRating(c *faultCase) *faultyRating {
	r := &faultyRating{faultCase: c, e: c.of("chat_feedback")}
	if info, _ := client.Lookup(c.vendor); info.Feedback[client.MessageID].Required {
		r.session, r.answer = c.box.answered()
		r.config = values{"message_id": r.answer}
	} else {
		r.session = c.box.Seed(c.vendor, sandbox.Seed{})
		sender := c.of("chat_message")
		sent := sender.open(values{"vendor": c.vendor, "session_id": r.session.ID, "message": "hello"})
		r.answer = sender.text(sent.state, "request_id")
		r.config = values{"request_id": r.answer}
	}
	r.config["vendor"], r.config["session_id"] = c.vendor, r.session.ID
	return r
}

// rate applies the rating, with the fault where during is faultCase.during.
func (r *faultyRating) rate(prior *object, rating string, during func(func())) (o *object, p problems) {
	r.t.Helper()
	config := with(r.config, values{"rating": rating})
	plan, p := r.e.plan(prior, config)
	r.e.mustSucceed(p)
	during(func() { o, p = r.e.apply(prior, plan, config) })
	return o, p
}

func well(do func()) { do() }

// hurried is during for what has no timeouts of its own.
func (r *faultyRating) hurried(do func()) {
	r.t.Helper()
	r.hurry()
	r.during(do)
	r.relax()
}

// told wants an error to name the vendor and the answer.
func (r *faultyRating) told(p problems) {
	r.t.Helper()
	for _, one := range p {
		if !strings.Contains(one.text, r.answer) || !strings.Contains(one.text, client.Title(r.vendor)) {
			r.t.Errorf("neither the vendor nor the answer is named: %v", one)
		}
	}
}

// is wants the answer to have the rating at the vendor, in the sandbox's own words.
func (r *faultyRating) is(want client.Rating) {
	r.t.Helper()
	word := map[string]map[client.Rating]string{
		sandbox.SiteAssist: {client.RatingGood: "like", client.RatingBad: "dislike"},
		sandbox.Uppzy:      {client.RatingGood: "good", client.RatingBad: "bad"},
	}[r.vendor][want]
	if got := r.box.ratings(r.session)[0]; got != word {
		r.t.Errorf("the rating is %q, not %q", got, word)
	}
}

// end destroys what is in the state once nothing is wrong any more.
func (r *faultyRating) end(o *object) {
	r.t.Helper()
	if left, p := r.e.destroy(o); len(p.errors()) > 0 || !left.state.IsNull() {
		r.t.Errorf("a second destroy: %v", p)
	}
	r.box.RemoveSession(r.vendor, r.session.ID)
}

func faultyRate(t *testing.T, c *faultCase) {
	r := newFaultyRating(c)
	o, p := r.rate(nil, "good", r.hurried)
	r.told(p)
	if len(p.errors()) > 0 != o.state.IsNull() {
		t.Errorf("the state is %v after %v", o.state, p)
	}
	if o.state.IsNull() {
		o, p = r.rate(nil, "good", well)
		r.e.mustSucceed(p)
	}
	r.is(client.RatingGood)
	r.end(o)
}

func faultyRatingChange(t *testing.T, c *faultCase) {
	r := newFaultyRating(c)
	before, p := r.rate(nil, "good", well)
	r.e.mustSucceed(p)
	o, p := r.rate(before, "bad", r.hurried)
	r.told(p)
	if len(p.errors()) > 0 {
		if got := r.e.text(o.state, "rating"); got != "good" {
			t.Errorf("the rating in the state is %q after %v", got, p)
		}
		o, p = r.rate(o, "bad", well)
		r.e.mustSucceed(p)
	}
	r.is(client.RatingBad)
	r.end(o)
}

// faultyRatingRead holds a read to it that no fault stops a refresh.
func faultyRatingRead(t *testing.T, c *faultCase) {
	r := newFaultyRating(c)
	o, p := r.rate(nil, "good", well)
	r.e.mustSucceed(p)
	var now *object
	r.hurried(func() { now, p = r.e.read(o) })
	r.told(p)
	if len(p.errors()) > 0 {
		t.Errorf("the refresh is stopped: %v", p)
	}
	if !r.vendorsWord() && !now.state.Equal(o.state) {
		t.Errorf("the state is %v after %v", now.state, p)
	}
	r.end(o)
}

func faultyRatingClear(t *testing.T, c *faultCase) {
	r := newFaultyRating(c)
	o, p := r.rate(nil, "good", well)
	r.e.mustSucceed(p)
	var now *object
	r.hurried(func() { now, p = r.e.destroy(o) })
	r.told(p)
	if len(p.errors()) > 0 == now.state.IsNull() {
		t.Errorf("the state is %v after %v", now.state, p)
	}
	if !now.state.IsNull() {
		now, p = r.e.destroy(now)
		r.e.mustSucceed(p)
	}
	if !r.vendorsWord() {
		r.is("")
	}
	c.box.RemoveSession(c.vendor, r.session.ID)
}
