package provider

import (
	"context"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// ephemeralFaults is the part of the table for the ephemeral chat_session: what no state
// holds is closed, or named. It makes the calls of the resource.
var ephemeralFaults = []faultRow{
	{"open", callsToOpen, faultyLend},
	{"close", callsToClose, faultyGiveBack},
}

// ephemeral is an ephemeral session's configuration at the vendor of the table.
func (ft *faultTable) ephemeral(open string) values {
	info, _ := client.Lookup(ft.vendor)
	return with(ephemeralConfig(info), values{"timeouts": values{"open": open}})
}

// faultyLend holds an opening to it: after one that fails nothing is open that is not
// told of, after one that works there is a session to close.
func faultyLend(t *testing.T, c *faultCase) {
	var l *lent
	var p problems
	c.during(func() { l, p = c.tryLend(t.Context(), c.ephemeral(faultTimeout.String())) })
	if l == nil {
		c.named(nil, p)
	} else {
		id := c.text(l.result, "session_id")
		if open := c.openSessions(); len(open) != 1 || !open[id] {
			t.Errorf("%s is told, and %v are open", id, open)
		}
		c.settleLent(l)
	}
	c.settle(nil)
}

// faultyGiveBack holds a close to it: what is open after it is named.
func faultyGiveBack(t *testing.T, c *faultCase) {
	l := c.lend(c.ephemeral("1m"))
	// A vendor's own word for a session that is over is believed.
	ctx, cancel := context.WithTimeout(t.Context(), faultTimeout)
	defer cancel()
	var p problems
	c.during(func() { p = c.giveBack(ctx, l) })
	if !c.vendorsWord() {
		c.named(l, p)
	}
	c.settleLent(l)
	c.settle(nil)
}

// named wants each session that is open to be told of: in an error, as one that may
// have been opened, or in a warning where nobody could know better.
func (c *faultCase) named(l *lent, p problems) {
	c.t.Helper()
	for id := range c.openSessions() {
		told := strings.Contains(p.String(), id) || strings.Contains(p.errors().String(), "may have opened a session")
		if !told {
			c.t.Errorf("the session %q is open, and nobody knows: %v", id, p)
		}
	}
	if l != nil && len(p.errors()) > 0 && !strings.Contains(p.errors().String(), c.text(l.result, "session_id")) {
		c.t.Errorf("the error does not name the session: %v", p)
	}
}

// settleLent closes once nothing is wrong any more.
func (c *faultCase) settleLent(l *lent) {
	c.t.Helper()
	if p := c.giveBack(c.t.Context(), l); len(p) > 0 {
		c.t.Errorf("a close without a fault: %v", p)
	}
	if id := c.text(l.result, "session_id"); c.openSessions()[id] {
		c.t.Errorf("the session %q is open", id)
	}
}
