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
	{"open", callsToOpen, faultyEphemeralOpen},
	{"close", callsToClose, faultyEphemeralClose},
}

// ephemeral is an ephemeral session's configuration at the vendor of the table.
func (ft *faultTable) ephemeral(open string) values {
	info, _ := client.Lookup(ft.vendor)
	return with(ephemeralConfig(info), values{"timeouts": values{"open": open}})
}

// faultyEphemeralOpen holds an opening to it: after one that fails nothing is open that is not
// told of, after one that works there is a session to close.
func faultyEphemeralOpen(t *testing.T, c *faultCase) {
	var l *openedEphemeral
	var p problems
	c.during(func() { l, p = c.tryEphemeral(t.Context(), c.ephemeral(faultTimeout.String())) })
	if l == nil {
		c.named(nil, p)
	} else {
		id := c.text(l.result, "session_id")
		if open := c.openSessions(); len(open) != 1 || !open[id] {
			t.Errorf("%s is told, and %v are open", id, open)
		}
		c.settleEphemeral(l)
	}
	c.settle(nil)
}

// faultyEphemeralClose holds a close to it: what is open after it is named.
func faultyEphemeralClose(t *testing.T, c *faultCase) {
	l := c.openEphemeral(c.ephemeral("1m"))
	// A vendor's own word for a session that is over is believed.
	ctx, cancel := context.WithTimeout(t.Context(), faultTimeout)
	defer cancel()
	var p problems
	c.during(func() { p = c.closeEphemeral(ctx, l) })
	if !c.vendorsWord() {
		c.named(l, p)
	}
	c.settleEphemeral(l)
	c.settle(nil)
}

// named wants each session that is open to be told of: in an error, as one that may
// have been opened, or in a warning where nobody could know better.
func (c *faultCase) named(l *openedEphemeral, p problems) {
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

// settleEphemeral closes once nothing is wrong any more.
func (c *faultCase) settleEphemeral(l *openedEphemeral) {
	c.t.Helper()
	if p := c.closeEphemeral(c.t.Context(), l); len(p) > 0 {
		c.t.Errorf("a close without a fault: %v", p)
	}
	if id := c.text(l.result, "session_id"); c.openSessions()[id] {
		c.t.Errorf("the session %q is open", id)
	}
}
