package provider

import (
	"fmt"
	"net/http"
	"runtime/debug"
	"slices"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// The evidence table: vendor, operation of the provider, response of a gateway or
// framework, which calls get that response, and what is true of the session. Its
// expectations come from the design and the vendors' pages, not from the clients: an
// open session never leaves the state and is never reported as closed, and a session
// that is closed or no longer exists is destroyed where an honest response proves it.

// evidenceCalls are the calls of a vendor's API that the table replaces.
type evidenceCalls struct {
	close, read, send string
	// list is empty where the vendor has no list.
	list string
	// provesClosed and provesGone are the calls each of which proves, when the vendor
	// itself responds, that a session is closed or no longer exists.
	provesClosed, provesGone []string
}

var evidenceCallsOf = map[string]evidenceCalls{
	sandbox.Uppzy: {
		close: "closeSession", read: "listSessions", send: "chatSync", list: "listSessions",
		// Paging is undocumented: absence of a session that was seen proves nothing.
		provesClosed: []string{"listSessions"},
	},
	sandbox.TalkifAI: {
		close: "endSession", read: "getMessages", send: "sendMessage",
		provesClosed: []string{"getMessages"}, provesGone: []string{"getMessages"},
	},
	sandbox.SiteAssist: {
		close: "closeConversation", read: "getConversation", send: "sendMessage", list: "listConversations",
		provesClosed: []string{"getConversation", "listConversations"}, provesGone: []string{"getConversation", "listConversations"},
	},
	sandbox.UponAI: {
		close: "endChat", read: "getChat", send: "createChatCompletion", list: "listChats",
		// No error response of UponAI is documented, so a 404 of getChat proves nothing.
		provesClosed: []string{"getChat", "listChats"}, provesGone: []string{"listChats"},
	},
}

// truth is what is true of the session.
type truth string

const (
	truthOpen    truth = "open"
	truthClosed  truth = "closed"
	truthRemoved truth = "removed"
	// truthReserved is an id at Uppzy that no message was sent to.
	truthReserved truth = "reserved"
)

// evidenceScope says which calls get the gateway's response.
type evidenceScope struct {
	name string
	// calls returns them; every call of the vendor where it is nil.
	calls func(evidenceCalls) []string
	// sameRun leaves the provider configured since the session was opened, so that it
	// has a token; otherwise a new run begins.
	sameRun bool
	// token configures a static token, at the vendor that has that kind of credential.
	token bool
}

var (
	onlyClose    = evidenceScope{name: "close", calls: func(c evidenceCalls) []string { return []string{c.close} }}
	onlyRead     = evidenceScope{name: "read", calls: func(c evidenceCalls) []string { return []string{c.read} }}
	onlySend     = evidenceScope{name: "send", calls: func(c evidenceCalls) []string { return []string{c.send} }}
	onlyList     = evidenceScope{name: "list", calls: func(c evidenceCalls) []string { return []string{c.list} }}
	closeAndRead = evidenceScope{name: "close and read", calls: func(c evidenceCalls) []string { return []string{c.close, c.read} }}
	closeAndList = evidenceScope{name: "close and list", calls: func(c evidenceCalls) []string { return []string{c.close, c.list} }}
	closeSameRun = evidenceScope{name: "close, same run", calls: onlyClose.calls, sameRun: true}
	everyCall    = evidenceScope{name: "every"}
	everySameRun = evidenceScope{name: "every, same run", sameRun: true}
	everyToken   = evidenceScope{name: "every, token", token: true}
)

// evidenceRow is an operation of the provider and, for each scope, what is true of the
// session. Where the provider cannot see the difference, one truth is enough.
type evidenceRow struct {
	name     string
	run      func(c *evidenceCase)
	settings []evidenceSetting
}

// evidenceSetting is a scope and the truths that are tried with it.
type evidenceSetting struct {
	scope  evidenceScope
	truths []truth
}

var (
	anyTruth      = []truth{truthOpen, truthClosed, truthRemoved}
	openOrRemoved = []truth{truthOpen, truthRemoved}
	onlyOpen      = []truth{truthOpen}
	onlyReserved  = []truth{truthReserved}
)

var evidenceRows = []evidenceRow{
	{"refresh", refreshOnEvidence, []evidenceSetting{
		{onlyRead, anyTruth},
		{everyCall, openOrRemoved},
		{everySameRun, onlyOpen},
		{everyToken, onlyOpen},
	}},
	{"destroy", destroyOnEvidence, []evidenceSetting{
		{onlyClose, anyTruth},
		{closeAndRead, anyTruth},
		{closeAndList, anyTruth},
		{everyCall, openOrRemoved},
		{everySameRun, onlyOpen},
		{everyToken, onlyOpen},
	}},
	{"destroy reserved", destroyOnEvidence, []evidenceSetting{{onlyClose, onlyReserved}, {everyCall, onlyReserved}}},
	{"chat_session", readDataOnEvidence, []evidenceSetting{{onlyRead, anyTruth}, {everyCall, onlyOpen}}},
	{"chat_sessions", listDataOnEvidence, []evidenceSetting{{onlyList, onlyOpen}, {everyCall, onlyOpen}}},
	{"chat_message", sendOnEvidence, []evidenceSetting{{onlySend, onlyOpen}, {everyCall, onlyOpen}}},
	{"teardown", teardownOnEvidence, []evidenceSetting{
		{onlyClose, openOrRemoved},
		{closeAndRead, openOrRemoved},
		{onlyList, onlyOpen},
		{everyCall, onlyOpen},
	}},
	{"chat_close_session", closeActionOnEvidence, []evidenceSetting{
		{onlyClose, anyTruth},
		{closeAndRead, anyTruth},
		{everyCall, onlyOpen},
	}},
	{"chat_close_sessions", closeManyOnEvidence, []evidenceSetting{
		{onlyClose, openOrRemoved},
		{onlyList, onlyOpen},
		{everyCall, onlyOpen},
	}},
	{"ephemeral", closeEphemeralOnEvidence, []evidenceSetting{{closeSameRun, anyTruth}, {everySameRun, onlyOpen}}},
}

// evidenceCase is one case of the table.
type evidenceCase struct {
	*evidenceTable
	*engine
	// earlier is the provider that opens the session.
	earlier *engine
	calls   evidenceCalls
	run     func(c *evidenceCase)
	name    string
	scope   evidenceScope
	truth   truth
	shape   sandbox.GatewayShape
	config  values // of the provider
	// sampled is set for the eighth that runs with the race detector.
	sampled bool
}

// evidenceCasesOf are the cases of a vendor. A shape that the vendor documents for a
// call is no gateway's, so the case is left out where the scope names that call.
func evidenceCasesOf(vendor string) []evidenceCase {
	calls := evidenceCallsOf[vendor]
	var cases []evidenceCase
	series := 0
	for _, row := range evidenceRows {
		if calls.list == "" && slices.Contains([]string{"chat_sessions", "teardown", "chat_close_sessions"}, row.name) {
			continue
		}
		for _, setting := range row.settings {
			for _, truth := range setting.truths {
				series++
				for i, shape := range sandbox.GatewayShapes() {
					c := evidenceCase{calls: calls, run: row.run, scope: setting.scope, truth: truth, shape: shape}
					c.sampled = (series+i)%8 == 0
					c.name = fmt.Sprintf("%s/%s/%s/%s", row.name, setting.scope.name, truth, shape.Name)
					if c.applies(vendor) {
						cases = append(cases, c)
					}
				}
			}
		}
	}
	return cases
}

func (c *evidenceCase) applies(vendor string) bool {
	switch {
	case c.scope.token && len(sandbox.Credentials(vendor)) < 2,
		c.truth == truthReserved && vendor != sandbox.Uppzy,
		c.scope.name == closeAndList.name && c.calls.list == c.calls.read:
		return false
	case c.scope.calls == nil:
		return true
	}
	calls := c.scope.calls(c.calls)
	return !slices.ContainsFunc(calls, func(call string) bool { return call == "" || c.shape.Documented(vendor, call) })
}

// TestEvidence runs the table, the vendors at once. The race detector makes a case four
// times as slow and gets a sample of them: make test-large runs all.
func TestEvidence(t *testing.T) {
	t.Parallel()
	size := 0
	for _, vendor := range sandbox.Vendors() {
		cases := evidenceCasesOf(vendor)
		t.Logf("%d cases at %s", len(cases), vendor)
		size += len(cases)
		// Reads wait for others to share a list with: two tables a vendor do not leave the
		// processor idle meanwhile.
		for part := range slices.Chunk(cases, len(cases)/2+1) {
			t.Run(vendor, func(t *testing.T) {
				t.Parallel()
				table := newEvidenceTable(t, vendor)
				for _, c := range part {
					if !c.sampled && raceDetector() {
						continue
					}
					t.Run(c.name, func(t *testing.T) {
						c.begin(t, table)
						c.run(&c)
						table.clear()
					})
				}
			})
		}
	}
	if t.Logf("the table has %d cases", size); size < evidenceSize {
		t.Errorf("the table has %d cases, want at least %d", size, evidenceSize)
	}
}

// evidenceSize is the number of cases that the table has reached.
const evidenceSize = 10922

// raceDetector reports whether this test was built with -race.
func raceDetector() bool {
	info, ok := debug.ReadBuildInfo()
	return ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}

// evidenceTable runs its cases against one sandbox, with two providers: earlier is that
// of the run which has opened a session, and engine that of the run under test.
type evidenceTable struct {
	*faultTable
	earlier *engine
}

// newEvidenceTable lets all runs share the connections, which take longer to make than
// the calls.
func newEvidenceTable(t *testing.T, vendor string) *evidenceTable {
	t.Helper()
	table := &evidenceTable{faultTable: newFaultTable(t, vendor)}
	connections := &http.Transport{MaxIdleConnsPerHost: 16}
	t.Cleanup(connections.CloseIdleConnections)
	start := func() *engine {
		return startEngineOf(t, &chatProvider{version: "test", getenv: func(string) string { return "" }, tune: func(o *transport.Options) {
			quick(o)
			o.MaxRetries, o.MaxRefusals, o.RoundTripper = 1, 1, connections
		}})
	}
	table.engine, table.earlier = start(), start()
	table.earlier.mustSucceed(table.earlier.configure(table.config()))
	return table
}

// config configures the vendor of the table and no other.
func (table *evidenceTable) config() values {
	return values{table.vendor: table.box.config()[table.vendor]}
}

func (table *evidenceTable) clear() {
	for _, s := range table.box.Sessions(table.vendor) {
		table.box.RemoveSession(table.vendor, s.ID)
	}
	table.box.ResetRequests()
}

// begin prepares the providers of the case.
func (c *evidenceCase) begin(t *testing.T, table *evidenceTable) {
	t.Helper()
	c.evidenceTable = table
	tested, earlier := *table.engine, *table.earlier
	tested.t, earlier.t = t, t
	c.engine, c.earlier = &tested, &earlier
	c.config = table.config()
	if c.scope.token {
		c.config = withCredentials(c.config, table.vendor, sandbox.Credentials(table.vendor)[1])
		c.earlier.nextRun(c.config)
		t.Cleanup(func() { c.earlier.nextRun(table.config()) })
	}
	if c.scope.sameRun {
		c.nextRun(c.config)
		c.earlier = c.engine
	}
}

// withCredentials replaces the credentials of a vendor in a provider configuration.
func withCredentials(config values, vendor string, credentials []sandbox.Credential) values {
	block := values{"base_url": config[vendor].(values)["base_url"]}
	for _, c := range credentials {
		block[c.Name] = c.Value
	}
	return with(config, values{vendor: block})
}

// openConfig is the shortest configuration of a session that is open at the vendor.
func (c *evidenceCase) openConfig() values {
	config := values{"vendor": c.vendor}
	if agent := sandbox.Agent(c.vendor); agent != "" {
		config["agent_id"] = agent
	}
	if c.vendor == sandbox.Uppzy && c.truth != truthReserved {
		config["opening_message"] = "Hello"
	}
	return config
}

// become makes the truth true of the session.
func (c *evidenceCase) become(id string) {
	c.t.Helper()
	switch c.truth {
	case truthClosed:
		c.box.CloseSession(c.vendor, id)
	case truthRemoved:
		c.box.RemoveSession(c.vendor, id)
	case truthOpen, truthReserved:
	}
}

// during lets the gateway respond to the calls of the scope while do runs.
func (c *evidenceCase) during(do func()) {
	c.t.Helper()
	if !c.scope.sameRun {
		c.nextRun(c.config)
	}
	for _, operation := range c.replaced() {
		c.box.Inject(sandbox.Fault{Vendor: c.vendor, Operation: operation, Kind: sandbox.FaultGateway, Shape: c.shape.Name})
	}
	do()
	c.box.ClearFaults()
}

// replaced are the calls of the scope, one empty name for all of them.
func (c *evidenceCase) replaced() []string {
	if c.scope.calls == nil {
		return []string{""}
	}
	return c.scope.calls(c.calls)
}

// honest reports whether the vendor itself responds to the call.
func (c *evidenceCase) honest(call string) bool {
	if c.scope.calls == nil {
		return c.shape.Documented(c.vendor, call)
	}
	return !slices.Contains(c.scope.calls(c.calls), call)
}

// proven reports whether an honest response proves that the session is not open.
func (c *evidenceCase) proven() bool {
	switch c.truth {
	case truthClosed:
		return slices.ContainsFunc(c.calls.provesClosed, c.honest)
	case truthRemoved:
		return slices.ContainsFunc(c.calls.provesGone, c.honest)
	case truthReserved:
		return c.honest(c.calls.list)
	default:
		return false
	}
}

// closes reports whether closing the session has to succeed: the vendor confirms it,
// or an honest response proves that there is nothing to close.
func (c *evidenceCase) closes() bool { return c.honest(c.calls.close) || c.proven() }

// mayFail reports whether closing may fail although it can be settled: the server
// fails, and so does the call that would settle it first.
func (c *evidenceCase) mayFail() bool {
	readable := c.honest(c.calls.read) && (c.calls.list == "" || c.honest(c.calls.list))
	return c.failing() && !readable
}

// failing reports whether the response is a failure of the server that gives it, which
// a read may also report as an error.
func (c *evidenceCase) failing() bool { return c.shape.Status >= 500 }

// isOpen reports whether the session is open at the vendor.
func (c *evidenceCase) isOpen(id string) bool {
	s, ok := c.box.Session(c.vendor, id)
	return ok && s.Open
}
