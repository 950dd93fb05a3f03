package provider

import "testing"

func callsToOpen(c vendorCalls) []string  { return c.open }
func callsToRead(c vendorCalls) []string  { return c.read }
func callsToClose(c vendorCalls) []string { return c.close }

// sessionFaults is the part of the table for chat_session.
var sessionFaults = []faultRow{
	{"open", callsToOpen, faultyOpen},
	{"read", callsToRead, faultyRead},
	{"refresh", func(c vendorCalls) []string { return c.refresh }, faultyRefresh},
	{"update", func(c vendorCalls) []string { return c.update }, faultyUpdate},
	{"close", callsToClose, faultyClose},
}

func faultyOpen(t *testing.T, c *faultCase) {
	config := c.session("create")
	plan, p := c.plan(nil, config)
	c.mustSucceed(p)
	var o *object
	c.during(func() { o, p = c.apply(nil, plan, config) })
	if len(p.errors()) == 0 && o.state.IsNull() {
		t.Errorf("neither a session nor an error: %v", p)
	}
	c.accounted(o, p)
	c.settle(o)
}

func faultyRead(t *testing.T, c *faultCase) {
	o := c.open(c.session("read"))
	var now *object
	var p problems
	c.during(func() { now, p = c.read(o) })
	if len(p.errors()) > 0 {
		now = o // Terraform keeps the state of a read that has failed.
	}
	if !c.vendorsWord() {
		c.accounted(now, p)
		if status := c.text(now.state, "status"); status == "closed" {
			t.Errorf("an open session reads as closed: %v", p)
		}
	}
	c.settle(now)
}

func faultyUpdate(t *testing.T, c *faultCase) {
	o := c.open(c.session("update"))
	config := with(c.session("update"), values{"metadata": map[string]string{"k": "another"}})
	plan, p := c.plan(o, config)
	c.mustSucceed(p)
	var now *object
	c.during(func() { now, p = c.apply(o, plan, config) })
	c.accounted(now, p)
	c.settle(now)
}

// faultyClose holds a close to it: what has left the state is closed.
func faultyClose(t *testing.T, c *faultCase) {
	o := c.open(c.session("delete"))
	var now *object
	var p problems
	c.during(func() { now, p = c.destroy(o) })
	if len(p.errors()) == 0 != now.state.IsNull() {
		t.Errorf("the state is %v after %v", now.state, p)
	}
	// Where only a proxy answers for TalkifAI, and where Uppzy itself denies the site,
	// nobody can tell: it ends well, with a warning that names the session.
	if id := c.text(o.state, "session_id"); !c.vendorsWord() && !p.warnings().has("", id) {
		c.accounted(now, p)
	}
	c.settle(now)
}
