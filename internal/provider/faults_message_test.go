package provider

import (
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// TestFaults_message is the part of the table for chat_message: no fault makes a
// message be sent twice, and none that has arrived passes for one that has not.
func TestFaults_message(t *testing.T) {
	t.Parallel()
	for vendor, operations := range map[string][]string{
		sandbox.Uppzy:      {"chatSync"},
		sandbox.TalkifAI:   {"sendMessage"},
		sandbox.SiteAssist: {"initIdentity", "sendMessage"},
		sandbox.UponAI:     {"createChatCompletion"},
	} {
		t.Run(vendor, func(t *testing.T) {
			t.Parallel()
			ft := newFaultTable(t, vendor)
			for _, operation := range operations {
				ft.each(t, operation, faultySend)
			}
			t.Logf("%d cases of chat_message at %s", ft.cases.Load(), vendor)
		})
	}
}

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
