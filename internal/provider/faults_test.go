package provider

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// What must hold whatever a vendor, or the way to it, does: what is open is in the
// state or named in the error, a second destroy leaves nothing open, no secret is
// shown, and every operation ends in its time. This is the table of that: each
// vendor, each call, each fault, in each operation that makes the call.

// TestFaults runs the whole table: all kinds of objects at once, the rows of one after
// the other.
func TestFaults(t *testing.T) {
	t.Parallel()
	size := 0
	for object, rows := range map[string][]faultRow{
		"chat_session": sessionFaults, "chat_session_teardown": teardownFaults, "chat_message": messageFaults,
		"chat_feedback": feedbackFaults, "data": dataFaults, "ephemeral": ephemeralFaults,
	} {
		for _, vendor := range sandbox.Vendors() {
			calls := callsOf[vendor]
			count := 0
			for _, row := range rows {
				count += len(row.calls(calls)) * len(faultsOf(vendor))
			}
			if count == 0 {
				continue
			}
			size += count
			t.Run(object+"/"+vendor, func(t *testing.T) {
				t.Parallel()
				ft := newFaultTable(t, vendor)
				for _, row := range rows {
					for _, operation := range row.calls(calls) {
						ft.each(t, row.name+"/"+operation, operation, row.run)
					}
				}
				t.Logf("%d cases of %s at %s", count, object, vendor)
			})
		}
	}
	// A row that has lost its calls would pass.
	if t.Logf("the table has %d cases", size); size < 2450 {
		t.Errorf("the table has only %d cases", size)
	}
}

// faultRow is an operation, and those of a vendor's calls that it makes.
type faultRow struct {
	name  string
	calls func(vendorCalls) []string
	run   func(t *testing.T, c *faultCase)
}

// faultTimeout bounds every operation of the table, and is what one on a silent
// vendor takes.
const faultTimeout = 400 * time.Millisecond

// faultsOf are the faults that may befall a call to the vendor: each for as long as it
// lasts, and once where a second try may find all well.
func faultsOf(vendor string) []sandbox.Fault {
	faults := lastingFaults(vendor)
	for _, fault := range faults {
		if passes(fault) {
			fault.Times = 1
			faults = append(faults, fault)
		}
	}
	return faults
}

func lastingFaults(vendor string) []sandbox.Fault {
	faults := []sandbox.Fault{
		{Kind: sandbox.FaultReset},
		{Kind: sandbox.FaultResetAfter},
		{Kind: sandbox.FaultHang},
		{Kind: sandbox.FaultHangAfter},
		{Kind: sandbox.FaultSlow, Delay: 20 * time.Millisecond},
		{Kind: sandbox.FaultDrip, Delay: time.Second},
		{Kind: sandbox.FaultTruncated},
		{Kind: sandbox.FaultNotJSON},
		{Kind: sandbox.FaultNotJSONAfter},
		{Kind: sandbox.FaultHuge, Size: faultMaxAnswer + 1},
		{Kind: sandbox.FaultEndless},
		{Kind: sandbox.FaultRedirect},
		{Kind: sandbox.FaultRedirect, Status: 303},
		{Kind: sandbox.FaultForeign404},
		{Kind: sandbox.FaultStatus, Status: 502, Body: "<html>", Header: http.Header{"Content-Type": {"text/html"}}},
		{Kind: sandbox.FaultStatusAfter, Status: 408, Body: "<html>"},
		{Kind: sandbox.FaultStatusAfter, Status: 502, Body: "<html>"},
		{Kind: sandbox.FaultStatusAfter, Status: 503, Body: "<html>"},
		// A secret that a vendor or a proxy sends back.
		{Kind: sandbox.FaultStatus, Status: 500, Body: strings.Join(secretsOf(vendor), " ")},
	}
	for _, status := range []int{400, 401, 402, 403, 404, 409, 422, 429, 500, 503} {
		fault := sandbox.Fault{Kind: sandbox.FaultStatus, Status: status, Body: sandbox.ErrorBody(vendor, status)}
		if vendor == sandbox.SiteAssist && (status == 429 || status == 503) {
			fault.Body = `{"error": {"message": "Later", "details": {"retryAfter": 0.001}}}`
		}
		faults = append(faults, fault)
	}
	return faults
}

// patient is the same object with time enough: the machine may be busy.
func (e *engine) patient(o *object) *object {
	e.t.Helper()
	attributes := e.attributes(o.state)
	limits := map[string]tftypes.Value{}
	for name, limit := range e.attributes(attributes["timeouts"]) {
		limits[name] = e.value(limit.Type(), "1m")
	}
	attributes["timeouts"] = tftypes.NewValue(attributes["timeouts"].Type(), limits)
	return &object{state: tftypes.NewValue(e.resourceType, attributes), private: o.private, identity: o.identity}
}

// faultMaxAnswer is enough for every good answer in the table.
const faultMaxAnswer = 1 << 18

// secretsOf are the secrets of the credentials that these tests configure.
func secretsOf(vendor string) []string {
	var secrets []string
	for _, c := range sandbox.Credentials(vendor)[0] {
		if c.Secret {
			secrets = append(secrets, fmt.Sprint(c.Value))
		}
	}
	return secrets
}

// faultTable runs its rows against one sandbox.
type faultTable struct {
	vendor string
	box    *testBox
	engine *engine
}

// newFaultTable starts a sandbox that is not held against the contracts: other tests
// do that, and it would take longer than all else here.
func newFaultTable(t *testing.T, vendor string) *faultTable {
	t.Helper()
	box, err := sandbox.Start(sandbox.Options{Variants: sandbox.Variants{
		Uppzy: sandbox.UppzyVariants{SecondFeedback: sandbox.FeedbackReplace, AsyncPolls: -1},
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(box.Close)
	return &faultTable{vendor: vendor, box: &testBox{Sandbox: box}}
}

// each calls run for each fault that may befall the operation, with an engine whose
// provider is new.
func (ft *faultTable) each(t *testing.T, row, operation string, run func(t *testing.T, c *faultCase)) {
	t.Helper()
	for _, fault := range faultsOf(ft.vendor) {
		fault.Vendor, fault.Operation = ft.vendor, operation
		name := fmt.Sprintf("%s/%s %d x%d", row, fault.Kind, fault.Status, fault.Times)
		t.Run(name, func(t *testing.T) {
			run(t, &faultCase{faultTable: ft, engine: ft.newEngine(t), fault: fault})
		})
	}
}

// passes is a fault after which a second try may find all well; of those that are
// alike, one is enough.
func passes(f sandbox.Fault) bool {
	switch f.Kind {
	case sandbox.FaultReset, sandbox.FaultResetAfter, sandbox.FaultTruncated:
		return true
	case sandbox.FaultStatus:
		return f.Status == http.StatusUnauthorized || f.Status == http.StatusTooManyRequests || f.Status == http.StatusServiceUnavailable
	default:
		return false
	}
}

// faultCase is one row: an engine whose provider is new, and what goes wrong.
type faultCase struct {
	*faultTable
	*engine
	fault sandbox.Fault
}

// during lets the fault befall what do does, which has to end in its time.
func (c *faultCase) during(do func()) {
	c.t.Helper()
	remove := c.box.Inject(c.fault)
	begun := time.Now()
	do()
	if took := time.Since(begun); took > faultTimeout+time.Second {
		c.t.Errorf("it took %s", took)
	}
	remove()
}

// vendorsWord reports whether the fault is the vendor's own word for a session that
// is over: nobody could know better.
func (c *faultCase) vendorsWord() bool {
	switch {
	case c.fault.Kind != sandbox.FaultStatus:
		return false
	case c.fault.Status == http.StatusNotFound:
		return c.vendor != sandbox.Uppzy // which says so of the site
	}
	return c.fault.Status == http.StatusUnauthorized && c.vendor == sandbox.TalkifAI
}

// newEngine configures the provider anew, so that it knows of no token and no pause.
// It is one provider for the table, since its schemas take longest.
func (ft *faultTable) newEngine(t *testing.T) *engine {
	t.Helper()
	if ft.engine == nil {
		ft.engine = startEngineOf(t, &chatProvider{version: "test", getenv: func(string) string { return "" }, tune: func(o *transport.Options) {
			quick(o)
			o.MaxRetries, o.MaxRefusals, o.MaxAnswer = 1, 1, faultMaxAnswer
		}})
	}
	e := *ft.engine
	e.t = t
	e.mustSucceed(e.configure(ft.box.config()))
	return &e
}

// hurry gives every request so little time that operations without timeouts of their
// own end in that of the table, and relax gives it back.
func (c *faultCase) hurry() {
	c.mustSucceed(c.configure(with(c.box.config(), values{"request_timeout": (faultTimeout / 10).String()})))
}

func (c *faultCase) relax() { c.mustSucceed(c.configure(c.box.config())) }

// session is a new session's configuration at the vendor of the table. It gives the
// operation that the fault befalls its time, and the others enough: the machine may
// be busy.
func (ft *faultTable) session(operation string) values {
	info, _ := client.Lookup(ft.vendor)
	config := fullConfig(info)
	delete(config, "session_id_prefix")
	limits := values{"create": "1m", "read": "1m", "update": "1m", "delete": "1m"}
	limits[operation] = faultTimeout.String()
	config["timeouts"] = limits
	return config
}

// openSessions are the vendor's open sessions by id.
func (ft *faultTable) openSessions() map[string]bool {
	open := map[string]bool{}
	for _, s := range ft.box.Sessions(ft.vendor) {
		if s.Open {
			open[s.ID] = true
		}
	}
	return open
}

// accounted wants each session that is open to be in the state, or to be told of in
// an error: by its id, or as one that may have been opened.
func (c *faultCase) accounted(o *object, p problems) {
	c.t.Helper()
	for id := range c.openSessions() {
		held := o != nil && !o.state.IsNull() && c.text(o.state, "session_id") == id
		text := p.errors().String()
		if !held && !strings.Contains(text, id) && !strings.Contains(text, "may have opened a session") {
			c.t.Errorf("the session %q is open, and nobody knows: %v", id, p)
		}
	}
}

// settle destroys what is in the state once nothing is wrong any more, after which
// nothing that the state held is open; what was told of is closed by hand.
func (c *faultCase) settle(o *object) {
	c.t.Helper()
	if o != nil && !o.state.IsNull() {
		c.settleOne(o)
	}
	for _, s := range c.box.Sessions(c.vendor) {
		c.box.RemoveSession(c.vendor, s.ID)
	}
}

func (c *faultCase) settleOne(o *object) {
	c.t.Helper()
	left, p := c.destroy(c.patient(o))
	if len(p.errors()) > 0 || !left.state.IsNull() {
		c.t.Errorf("a second destroy: %v", p)
	}
	if id := c.text(o.state, "session_id"); c.openSessions()[id] {
		c.t.Errorf("the session %q is open after a second destroy", id)
	}
}
