package provider

import (
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// messageFaults is the part of the table for chat_message: no fault makes a message be
// sent twice, and none that has arrived passes for one that has not.
var messageFaults = []faultRow{{"send", func(c vendorCalls) []string { return c.send }, faultySend}}

func faultySend(t *testing.T, c *faultCase) {
	session := c.box.Seed(c.vendor, sandbox.Seed{})
	config := values{
		"vendor": c.vendor, "session_id": session.ID, "message": "hello", "timeouts": values{"create": faultTimeout.String()},
	}
	if session.Token != "" {
		config["session_token"] = session.Token
	}
	e := c.of("chat_message")
	plan, p := e.plan(nil, config)
	e.mustSucceed(p)
	var o *object
	c.during(func() { o, p = e.apply(nil, plan, config) })
	arrived := len(c.box.said(session))
	switch failed := len(p.errors()) > 0; {
	case arrived > 1:
		t.Errorf("it was sent %d times", arrived)
	case failed != o.state.IsNull():
		t.Errorf("the state is %v after %v", o.state, p)
	case failed && arrived > 0:
		t.Errorf("it has arrived, and the next apply would send it again: %v", p)
	case !failed && arrived == 0 && e.text(o.state, "delivery") != "unknown":
		t.Errorf("it has not arrived, and is %s", e.text(o.state, "delivery"))
	}
}
