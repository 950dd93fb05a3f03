package provider

import (
	"strings"
	"testing"
)

// teardownFaults is the part of the table for chat_session_teardown: what its destroy
// has not closed is named, and the next one closes it.
var teardownFaults = []faultRow{{"close", func(c vendorCalls) []string { return c.teardown }, faultyTeardown}}

func faultyTeardown(t *testing.T, c *faultCase) {
	config := sweeping(c.vendor, values{
		"created_after": "2000-01-01T00:00:00Z", "timeouts": values{"delete": faultTimeout.String()},
	})
	e := c.of("chat_session_teardown")
	o := e.open(config)
	stray := c.box.stray(c.vendor, 3, 1)
	// A new process destroys: it has no token, and knows nothing of the vendor.
	e = c.newEngine(t).of("chat_session_teardown")
	var now *object
	var p problems
	c.during(func() { now, p = e.destroy(o) })
	open := c.openSessions()
	told := p.String()
	for _, id := range stray.matching {
		switch {
		case !open[id], c.vendorsWord():
		case now.state.IsNull() && !p.warnings().has("", id):
			t.Errorf("the session %q is open, and the teardown is gone: %v", id, p)
		case !strings.Contains(told, id) && !strings.Contains(told, "No session closed"):
			t.Errorf("the session %q is open, and nobody tells: %v", id, p)
		}
	}
	if now.state.IsNull() {
		now = e.open(config)
	}
	if left, p := e.destroy(e.patient(now)); len(p.errors()) > 0 || !left.state.IsNull() {
		t.Errorf("a second destroy: %v", p)
	}
	c.box.mustBeOpen(t, c.vendor, stray.others)
	for _, s := range c.box.Sessions(c.vendor) {
		c.box.RemoveSession(c.vendor, s.ID)
	}
}
