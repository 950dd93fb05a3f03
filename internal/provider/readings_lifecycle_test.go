package provider

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// lifecycle runs the operations of [TestReadings]. A fault lasts for one request, so that
// the second attempt of an operation is without it.
func (c *readingCase) lifecycle() {
	c.t.Helper()
	if c.vendor == sandbox.SiteAssist {
		c.box.Seed(c.vendor, sandbox.Seed{Account: sandbox.SiteAssistOtherVisitorID, ID: sandbox.SiteAssistOtherConversationID})
		c.untracked[sandbox.SiteAssistOtherConversationID] = true
	}
	untracked := c.seed()
	session := c.createSession(c.session)
	if session != nil {
		c.checkAccount(session)
	}
	session = c.refreshSession(session, c.session)
	c.listSessions()
	c.readSession(closeConfig(untracked))
	if len(c.reading.Faults) == 0 {
		c.sendMessages(session, untracked)
	}
	c.closeTwice(session)
	c.closeElsewhere(untracked)
	if len(c.reading.Faults) == 0 {
		c.unknownSessions()
		c.otherSessions()
		c.listSessions()
	}
	for id := range c.inState {
		if !slices.ContainsFunc(c.reading.Settings, func(setting string) bool { return strings.HasSuffix(setting, "_success=false_open") }) {
			c.t.Errorf("the session %q is still in state: %s", id, c.errors.String())
		}
	}
}

// seed makes a session of the application, with one message and its answer.
func (c *readingCase) seed() sandbox.Session {
	s := c.box.Seed(c.vendor, sandbox.Seed{Account: c.account, Messages: []sandbox.Message{
		{Role: "user", Content: "hello"}, {Role: "assistant", Content: "hi"},
	}})
	c.untracked[s.ID] = true
	return s
}

// track records whether the session is in state.
func (c *readingCase) track(o *object, id string) {
	delete(c.inState, id)
	if !o.state.IsNull() {
		id = c.text(o.state, "session_id")
		c.inState[id] = true
		delete(c.untracked, id)
	}
}

// createSession plans and applies a session; nil if that fails, also without the fault.
func (c *readingCase) createSession(config values) *object {
	c.t.Helper()
	for range 1 + len(c.reading.Faults) {
		plan, p := c.plan(nil, config)
		c.mustSucceed(p)
		var o *object
		c.mustRun("create", func() problems {
			o, p = c.apply(nil, plan, config)
			c.track(o, "")
			return p
		})
		if !o.state.IsNull() {
			c.checkNoChange(o, config)
			return o
		}
	}
	return nil
}

// importSession imports a session; nil if that fails.
func (c *readingCase) importSession(s sandbox.Session) (o *object) {
	c.t.Helper()
	c.mustRun("import", func() (p problems) {
		if o, p = c.importBy(sessionAddress(c.vendor, s.ID), nil); o != nil {
			c.track(o, s.ID)
		}
		return p
	})
	return o
}

// refreshSession reads the session in a new run; nil if it is no longer in state.
func (c *readingCase) refreshSession(o *object, config values) *object {
	c.t.Helper()
	if o == nil {
		return nil
	}
	c.nextRun(c.provider)
	id := c.text(o.state, "session_id")
	c.mustRun("refresh", func() problems {
		now, p := c.read(o)
		if len(p.errors()) == 0 {
			o = now
			c.track(o, id)
		}
		return p
	})
	if o.state.IsNull() {
		return nil
	}
	c.checkStatus("refresh", id, c.text(o.state, "status"))
	if c.isOpen(id) {
		c.checkNoChange(o, config)
	}
	return o
}

// updateMetadata plans and applies another metadata.
func (c *readingCase) updateMetadata(o *object, config values, metadata map[string]string) *object {
	c.t.Helper()
	config["metadata"] = metadata
	plan, p := c.plan(o, config)
	c.mustSucceed(p)
	c.mustRun("update", func() (p problems) {
		o, p = c.apply(o, plan, config)
		return p
	})
	return o
}

// destroySession destroys the session, in two attempts.
func (c *readingCase) destroySession(o *object) {
	c.t.Helper()
	for attempt := 0; o != nil && !o.state.IsNull() && attempt < 2; attempt++ {
		id := c.text(o.state, "session_id")
		c.runClose(id, func() (p problems) {
			o, p = c.destroy(o)
			c.track(o, id)
			return p
		})
	}
}

// invokeClose invokes the action chat_close_session.
func (c *readingCase) invokeClose(session values, reason string) {
	c.t.Helper()
	if c.vendor == sandbox.SiteAssist {
		session = with(session, values{"close_reason": reason})
	}
	c.runClose(fmt.Sprint(session["session_id"]), func() problems {
		_, p := c.invoke(c.t.Context(), closeOne, session)
		return p
	})
}

// closeTwice closes the session by the action, destroys it without a refresh, and closes it
// by the action again.
func (c *readingCase) closeTwice(o *object) {
	c.t.Helper()
	if o == nil {
		return
	}
	reference := c.reference(o)
	c.invokeClose(reference, "first")
	if c.vendor == sandbox.UponAI {
		o = c.updateMetadata(o, with(c.session, nil), map[string]string{"k": "changed"})
	}
	c.readSession(reference)
	c.destroySession(o)
	c.readSession(reference)
	c.invokeClose(reference, "third")
	c.sendMessage(reference, "late")
	c.readSession(reference)
}

// closeElsewhere adopts a session that the application then closes.
func (c *readingCase) closeElsewhere(s sandbox.Session) {
	c.t.Helper()
	config := closeConfig(s)
	var o *object
	if c.vendor == sandbox.Uppzy {
		o = c.importSession(s)
	} else {
		o = c.createSession(config)
	}
	if o != nil && c.vendor == sandbox.UponAI {
		for _, metadata := range []map[string]string{{"b": "2"}, {"a": "1", "b": "2"}, {"b": "2"}} {
			o = c.updateMetadata(o, config, metadata)
		}
	}
	o = c.refreshSession(o, config)
	c.box.CloseSession(c.vendor, s.ID)
	c.destroySession(c.refreshSession(o, config))
}

// otherSessions runs what only one vendor has, and at the others the import of a session.
func (c *readingCase) otherSessions() {
	c.t.Helper()
	switch c.vendor {
	case sandbox.Uppzy: // a reserved id
		c.destroySession(c.createSession(values{"vendor": c.vendor}))
	case sandbox.TalkifAI: // sessions that expire, and one that reads may keep alive
		read, idle := closeConfig(c.seed()), closeConfig(c.seed())
		c.readSession(read)
		c.readSession(idle)
		c.box.Advance(20 * time.Minute)
		c.readSession(read)
		c.box.Advance(15 * time.Minute)
		c.readSession(read)
		c.readSession(idle)
	default:
		c.destroySession(c.importSession(c.seed()))
	}
}

// unknownSessions reads, closes and imports sessions that do not exist or belong to another
// account.
func (c *readingCase) unknownSessions() {
	c.t.Helper()
	gone := c.seed()
	c.box.RemoveSession(c.vendor, gone.ID)
	c.readSession(closeConfig(gone))
	c.run("close", func() problems {
		_, p := c.invoke(c.t.Context(), closeOne, closeConfig(gone))
		return p
	})
	ids := []string{gone.ID}
	switch c.vendor {
	case sandbox.TalkifAI:
		return // an import has no token
	case sandbox.Uppzy:
		c.untracked["Any text/1"] = true
		c.sendMessage(values{"vendor": c.vendor, "session_id": "Any text/1"}, "hello")
	case sandbox.SiteAssist:
		ids = append(ids, "not-a-uuid", sandbox.SiteAssistOtherConversationID)
	}
	for _, id := range ids {
		c.nextRun(c.provider)
		c.run("import", func() problems {
			o, p := c.importBy(sessionAddress(c.vendor, id), nil)
			if _, exists := c.box.Session(c.vendor, id); o != nil && !exists {
				c.t.Errorf("got %v for the session %q, which does not exist", o.state, id)
			}
			return p
		})
	}
}

// readSession reads the data source chat_session.
func (c *readingCase) readSession(reference values) {
	c.t.Helper()
	c.mustRun("read", func() problems {
		state, p := c.readData("chat_session", reference)
		if len(p.errors()) == 0 {
			c.checkStatus("read", c.text(state, "session_id"), c.text(state, "status"))
		}
		return p
	})
}

// listSessions reads the data source chat_sessions. Without a selector it has all sessions
// of the account, unless the vendor's list is incomplete (uppzy-08).
func (c *readingCase) listSessions() {
	c.t.Helper()
	if info, _ := client.Lookup(c.vendor); info.NoList != "" {
		return
	}
	selectors := []values{{}}
	if c.vendor == sandbox.Uppzy {
		selectors = append(selectors, values{"user_identifier": "user@example.com"}, values{"user_identifier": "User@Example.com"})
	}
	for _, selector := range selectors {
		var state tftypes.Value
		p := c.mustRun("list", func() (p problems) {
			state, p = c.readData("chat_sessions", with(selector, values{"vendor": c.vendor}))
			return p
		})
		if len(p.errors()) > 0 {
			continue
		}
		var items []tftypes.Value
		if err := c.attributes(state)["sessions"].As(&items); err != nil {
			c.t.Fatal(err)
		}
		for _, item := range items {
			c.checkStatus("list", c.text(item, "session_id"), c.text(item, "status"))
		}
		if len(selector) > 0 || c.reading.ID == "uppzy-08" && c.reading.Settings != nil {
			continue
		}
		ids := c.texts(c.attributes(state)["ids"])
		for _, s := range c.box.Sessions(c.vendor) {
			if s.Account == cmp.Or(c.account, sandbox.Account(c.vendor)) && !slices.Contains(ids, s.ID) {
				c.t.Errorf("the list %q lacks %q", ids, s.ID)
			}
		}
	}
}

// reference returns the arguments that name the session.
func (c *readingCase) reference(o *object) values {
	c.t.Helper()
	return closeConfig(sandbox.Session{
		Vendor: c.vendor, ID: c.text(o.state, "session_id"), Token: strings.TrimPrefix(c.text(o.state, "session_token"), "<null>"),
	})
}

// sendMessages sends a message, one that a person answers (SiteAssist), and asynchronous
// ones that are rated (Uppzy).
func (c *readingCase) sendMessages(o *object, untracked sandbox.Session) {
	c.t.Helper()
	session := closeConfig(untracked)
	if o != nil {
		session = c.reference(o)
	}
	c.sendMessage(session, "hello")
	switch c.vendor {
	case sandbox.SiteAssist:
		c.sendMessage(session, sandbox.HumanMarker)
	case sandbox.Uppzy:
		for _, text := range []string{"hello", sandbox.FailMarker} {
			id := c.sendMessage(with(session, values{"async": true}), text)
			c.rate(session, id, "good") // before the request is completed
			for range 3 {
				c.run("read the request", func() problems {
					_, p := c.readData("chat_request_status", values{"vendor": c.vendor, "request_id": id})
					return p
				})
			}
			c.rate(session, id, "good", "bad")
		}
	}
}

// sendMessage applies a chat_message and returns the id of its request.
func (c *readingCase) sendMessage(session values, text string) (request string) {
	c.t.Helper()
	e, config := c.of("chat_message"), with(session, values{"message": text})
	plan, p := e.plan(nil, config)
	c.mustSucceed(p)
	c.run("send", func() problems {
		o, p := e.apply(nil, plan, config)
		request = e.text(o.state, "request_id")
		return p
	})
	return request
}

// rate applies a chat_feedback with each rating in turn.
func (c *readingCase) rate(session values, request string, ratings ...string) {
	c.t.Helper()
	e := c.of("chat_feedback")
	var o *object
	for _, rating := range ratings {
		config := with(session, values{"request_id": request, "rating": rating})
		plan, p := e.plan(o, config)
		c.mustSucceed(p)
		c.run("rate", func() problems {
			now, p := e.apply(o, plan, config)
			if len(p.errors()) == 0 {
				o = now
			}
			return p
		})
	}
}
