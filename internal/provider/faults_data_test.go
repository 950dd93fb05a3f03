package provider

import (
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// dataFaults is the part of the table for data sources: each gives what the vendor has,
// or an error that names the vendor and what was asked for.
var dataFaults = []faultRow{
	{"chat_session", callsToRead, faultySessionData},
	{"chat_sessions", func(c vendorCalls) []string { return c.list }, faultySessionsData},
	{"chat_messages", func(c vendorCalls) []string { return c.history }, faultyMessagesData},
	{"chat_request_status", func(c vendorCalls) []string { return c.request }, faultyRequestData},
}

// seed is a session with two messages, and what names it in a configuration.
func (c *faultCase) seed() (sandbox.Session, values) {
	session := c.box.Seed(c.vendor, sandbox.Seed{Messages: []sandbox.Message{
		{Role: "user", Content: "hello"}, {Role: "assistant", Content: "hi"},
	}})
	config := values{"vendor": c.vendor, "session_id": session.ID}
	if session.Token != "" {
		config["session_token"] = session.Token
	}
	return session, config
}

// data reads the data source while the fault lasts. Where it fails, the error has to
// name the vendor and the object, and there is no state.
func (c *faultCase) data(dataSource, object string, config values) (state tftypes.Value, p problems) {
	c.t.Helper()
	c.hurry()
	c.during(func() { state, p = c.readData(dataSource, config) })
	errors := p.errors()
	for _, one := range errors {
		if !strings.Contains(one.text, client.Title(c.vendor)) || !strings.Contains(one.text, object) {
			c.t.Errorf("the vendor or %s is not named: %v", object, one)
		}
	}
	c.relax()
	switch {
	case len(errors) > 0:
		return tftypes.NewValue(state.Type(), nil), p
	case state.IsNull():
		c.t.Errorf("neither a state nor an error: %v", p)
	}
	return state, p
}

func faultySessionData(t *testing.T, c *faultCase) {
	session, config := c.seed()
	defer c.box.RemoveSession(c.vendor, session.ID)
	state, p := c.data("chat_session", session.ID, config)
	if state.IsNull() || c.vendorsWord() {
		return
	}
	// The vendor's answer may prove nothing, which a warning says.
	status := c.text(state, "status")
	if status != "open" && (status != "unknown" || !p.warnings().has("", session.ID)) {
		t.Errorf("an open session reads as %s: %v", status, p)
	}
}

func faultySessionsData(t *testing.T, c *faultCase) {
	session, _ := c.seed()
	defer c.box.RemoveSession(c.vendor, session.ID)
	state, _ := c.data("chat_sessions", "", values{"vendor": c.vendor})
	if !state.IsNull() {
		expectSame(t, "ids", c.texts(c.attributes(state)["ids"]), []string{session.ID})
	}
}

func faultyMessagesData(t *testing.T, c *faultCase) {
	session, config := c.seed()
	defer c.box.RemoveSession(c.vendor, session.ID)
	state, p := c.data("chat_messages", session.ID, config)
	if state.IsNull() {
		return
	}
	var items []tftypes.Value
	if err := c.attributes(state)["messages"].As(&items); err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, item := range items {
		texts = append(texts, c.text(item, "text"))
	}
	if c.vendorsWord() && len(texts) == 0 && p.warnings().has("", session.ID) {
		return
	}
	expectSame(t, "messages", texts, []string{"hello", "hi"})
}

// faultyRequestData asks for a request that is completed.
func faultyRequestData(t *testing.T, c *faultCase) {
	session := c.box.Seed(c.vendor, sandbox.Seed{})
	defer c.box.RemoveSession(c.vendor, session.ID)
	e := c.of("chat_message")
	sent := e.open(values{"vendor": c.vendor, "session_id": session.ID, "message": "hello", "async": true})
	id := e.text(sent.state, "request_id")
	state, _ := c.data("chat_request_status", id, values{"vendor": c.vendor, "request_id": id})
	if state.IsNull() {
		return
	}
	// Any 404 of the vendor's own is its word for a request that it does not know.
	unknown := c.fault.Kind == sandbox.FaultStatus && c.fault.Status == http.StatusNotFound
	if got := c.text(state, "status"); got != "completed" && (got != "not_found" || !unknown) {
		t.Errorf("the request is %s", got)
	}
}

// texts are the elements of a list of strings.
func (e *engine) texts(of tftypes.Value) []string {
	e.t.Helper()
	var elements []tftypes.Value
	if err := of.As(&elements); err != nil {
		e.t.Fatal(err)
	}
	texts := make([]string, len(elements))
	for i, element := range elements {
		if err := element.As(&texts[i]); err != nil {
			e.t.Fatal(err)
		}
	}
	return texts
}
