package provider

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/contract"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// neverMet has the readings that no request of the provider can show, and why. A key is
// the id of an assumption, or id and reading.
var neverMet = map[string]string{
	"talkifai-05": "a page of the history has at most the documented 100 messages",
	"uponai-09":   "the provider does not list workspaces",
	"uponai-10":   "the provider does not list workspaces",
}

// excused has the operations that fail under a reading although the vendor refuses no
// request, or that report an open session as not found, and why. A key without an
// operation stands for all operations.
var excused = map[string]string{
	"siteassist-17: an empty text":                "without a token no request can be sent",
	"uponai-15: only chatId present/import":       "a chat without status and time is not imported",
	"uponai-16: an empty text: unusable":          "no response names a chat",
	"uppzy-08: a new session appears late/import": "the list lacks the session",
	"uppzy-08: a new session appears late/read":   "the list lacks the session",
}

const (
	// parallelReadings is how many cases run at the same time. They mostly wait: for
	// Retry-After delays and for reads that share a list.
	parallelReadings = 16
	// readingTimeout limits each operation. At UponAI the search for an unconfirmed creation
	// takes the rest of it.
	readingTimeout = 5 * time.Second
)

// TestReadings runs the lifecycle of sessions under every reading of the contracts'
// assumptions. A reading that is a fault has a case for each request that it matters to.
func TestReadings(t *testing.T) {
	t.Parallel()
	required := requiredReadings(t)
	engines := make(chan *engine, parallelReadings)
	for range parallelReadings {
		engines <- startEngine(t, nil)
	}
	var group errgroup.Group
	group.SetLimit(parallelReadings)
	exceptions, cases := maps.Clone(neverMet), 0
	// UponAI first: its cases take longest.
	for _, r := range slices.Backward(sandbox.Readings()) {
		name := nameOf(r)
		operations := []string{""}
		if matters := required[name]; len(r.Faults) > 0 && matters != nil {
			operations = requestsFor(r.Vendor(), matters)
		}
		for _, operation := range operations {
			cases++
			if raceDetector() && cases%4 != 0 {
				continue // make test-large runs them
			}
			group.Go(func() error {
				e := <-engines
				defer func() { engines <- e }()
				t.Run(strings.TrimSuffix(name+"/"+operation, "/"), func(t *testing.T) { testReading(t, e, r, operation) })
				return nil
			})
		}
		delete(required, name)
		delete(exceptions, name)
		delete(exceptions, r.ID)
	}
	_ = group.Wait()
	t.Logf("%d readings in %d cases", len(sandbox.Readings()), cases)
	for name := range required {
		t.Errorf("%s has no case", name)
	}
	for name := range exceptions {
		t.Errorf("the exception %q is not a reading", name)
	}
}

func nameOf(r sandbox.Reading) string { return r.ID + ": " + r.Reading }

// requiredReadings returns the readings that matter to opening, reading, closing and
// listing sessions or to credentials, and what each matters to.
func requiredReadings(t *testing.T) map[string][]string {
	t.Helper()
	required := map[string][]string{}
	for _, vendor := range sandbox.Vendors() {
		assumptions, err := contract.Assumptions(vendor)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range assumptions {
			if within([]string{"token"}, a.Matters) || len(requestsFor(vendor, a.Matters)) > 0 {
				for _, text := range a.Readings {
					required[a.ID+": "+text] = a.Matters
				}
			}
		}
	}
	return required
}

// requestsFor returns the operations of the vendor that open, see, close or list sessions.
func requestsFor(vendor string, matters []string) []string {
	c := callsOf[vendor]
	operations := map[string][]string{"open": c.open, "see": slices.Concat(c.read, c.refresh), "close": c.close, "list": c.list}
	var all []string
	for _, part := range matters {
		all = append(all, operations[part]...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func testReading(t *testing.T, e *engine, r sandbox.Reading, operation string) {
	c := newReadingCase(t, e, r, operation)
	c.lifecycle()
	requests := c.box.Requests()
	exception := cmp.Or(neverMet[r.ID], neverMet[nameOf(r)])
	switch met := r.Shows(requests); {
	case met && exception != "":
		t.Errorf("the reading is met, and an exception says: %s", exception)
	case !met && exception == "":
		for _, q := range requests {
			t.Logf("%s %s %s: %d %.200s", q.Operation, q.Path, q.Query.Encode(), q.Status, q.ResponseBody)
		}
		t.Error("no request shows the reading")
	}
}

// TestReadings_origin runs the lifecycle under the readings of the Origin header with the
// origin of an allowed website: no request for a token is refused.
func TestReadings_origin(t *testing.T) {
	t.Parallel()
	e, count := startEngine(t, nil), 0
	for _, r := range sandbox.Readings() {
		if r.ID != "siteassist-08" {
			continue
		}
		count++
		t.Run(nameOf(r), func(t *testing.T) {
			c := newReadingCase(t, e, r, "")
			c.provider[c.vendor].(values)["origin"] = sandbox.SiteAssistOrigin
			c.nextRun(c.provider)
			c.lifecycle()
			opened := 0
			for _, q := range c.box.Requests() {
				if q.Operation == "initIdentity" && q.Status >= 400 {
					t.Errorf("identity/init was refused: %s", q.ResponseBody)
				}
				if q.Operation == "startConversation" && q.Status == http.StatusCreated {
					opened++
				}
			}
			if opened == 0 {
				t.Error("no session was opened")
			}
		})
	}
	if count != 3 {
		t.Errorf("%d readings, want 3", count)
	}
}

// readingCase is a provider that is configured for a sandbox of one reading.
type readingCase struct {
	*engine
	t       *testing.T
	reading sandbox.Reading
	vendor  string
	box     *sandbox.Sandbox
	// provider is the configuration of the provider, session that of a new session.
	provider, session values
	// account is the one that the reading's credentials name.
	account string
	// untracked are the sessions of the application, inState those in state, by id.
	untracked, inState map[string]bool
	// errors and warnings are those of all operations so far.
	errors, warnings strings.Builder
}

func newReadingCase(t *testing.T, e *engine, r sandbox.Reading, operation string) *readingCase {
	t.Helper()
	box, err := sandbox.Start(sandbox.Options{Variants: r.Apply()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(box.Close)
	for _, fault := range r.Faults {
		fault.Operation = operation
		box.Inject(fault)
	}
	own := *e
	own.t = t
	info, _ := client.Lookup(r.Vendor())
	c := &readingCase{
		engine: &own, t: t, reading: r, vendor: r.Vendor(), box: box,
		provider: (&testBox{Sandbox: box}).config(), session: fullConfig(info),
		untracked: map[string]bool{}, inState: map[string]bool{},
	}
	delete(c.session, "session_id_prefix")
	c.session["timeouts"] = values{"create": readingTimeout.String()}
	if r.Agent != "" {
		c.session["agent_id"] = r.Agent
	}
	if r.Credentials != nil {
		block := values{"base_url": box.BaseURL(c.vendor)}
		for _, field := range r.Credentials {
			block[field.Name] = field.Value
			if field.Name == "site_id" || field.Name == "workspace_id" {
				c.account = fmt.Sprint(field.Value)
			}
		}
		c.provider[c.vendor] = block
	}
	c.nextRun(c.provider)
	return c
}

// run runs an operation. It has to end in time, and each session that is open afterwards
// has to be in state or named in an error.
func (c *readingCase) run(name string, operation func() problems) problems {
	c.t.Helper()
	begun := time.Now()
	p := operation()
	if took := time.Since(begun); took > readingTimeout+time.Second {
		c.t.Errorf("%s took %s", name, took)
	}
	c.errors.WriteString(p.errors().String() + "\n")
	c.warnings.WriteString(p.warnings().String() + "\n")
	for _, s := range c.box.Sessions(c.vendor) {
		errors := c.errors.String()
		if s.Open && !c.untracked[s.ID] && !c.inState[s.ID] &&
			!strings.Contains(errors, s.ID) && !strings.Contains(errors, "may have opened a session") {
			c.t.Errorf("%s: the session %q is open, and neither in state nor named in an error: %v", name, s.ID, p)
		}
	}
	return p
}

// mustRun is run for an operation that may fail only where the vendor refuses a request
// that the operation depends on. It depends on none that is repeated, as after a 429, nor on
// getMe. The empty array of "uppzy-26: a bare array" may be another server's.
func (c *readingCase) mustRun(name string, operation func() problems) problems {
	c.t.Helper()
	sent := len(c.box.Requests())
	p := c.run(name, operation)
	refused := slices.ContainsFunc(c.box.Requests()[sent:], func(q sandbox.Request) bool {
		return q.Status >= 400 && q.Status != http.StatusTooManyRequests && q.Operation != "getMe" || strings.TrimSpace(q.ResponseBody) == "[]"
	})
	if len(p.errors()) > 0 && !refused && !c.isExcused(name) {
		c.t.Errorf("%s failed although no request was refused: %v", name, p.errors())
	}
	return p
}

func (c *readingCase) isExcused(operation string) bool {
	name := nameOf(c.reading)
	return cmp.Or(excused[name], excused[name+"/"+operation]) != ""
}

// runClose is run for an operation that closes a session. It has to succeed if the session
// is closed afterwards, and to fail with an error that names the session if it is open.
func (c *readingCase) runClose(id string, operation func() problems) {
	c.t.Helper()
	p := c.run("close", operation)
	if failed := len(p.errors()) > 0; failed != c.isOpen(id) || failed && !p.errors().has("", id) {
		c.t.Errorf("close: the session %q is open: %t; got %v", id, c.isOpen(id), p)
	}
}

func (c *readingCase) isOpen(id string) bool {
	s, _ := c.box.Session(c.vendor, id)
	return s.Open
}

// checkStatus expects that no open session is reported as closed or not found.
func (c *readingCase) checkStatus(operation, id, status string) {
	c.t.Helper()
	if c.isOpen(id) && status != "open" && status != "unknown" && !c.isExcused(operation) {
		c.t.Errorf("%s: the session %q is open and reported as %s", operation, id, status)
	}
}

// checkNoChange expects a plan without a change.
func (c *readingCase) checkNoChange(o *object, config values) {
	c.t.Helper()
	plan, p := c.plan(o, config)
	if len(p.errors()) > 0 || len(plan.RequiresReplace) > 0 || !c.state(plan.PlannedState).Equal(o.state) {
		c.t.Errorf("the plan changes %v to %v: %v", o.state, c.state(plan.PlannedState), p)
	}
}

// checkAccount expects the account of the credentials. Where getMe does not return it, the
// attribute is null and the run has one warning.
func (c *readingCase) checkAccount(o *object) {
	c.t.Helper()
	want, warnings := cmp.Or(c.account, sandbox.Account(c.vendor), "<null>"), 0
	if c.reading.ID == "siteassist-09" && c.reading.Reading != "200" {
		want, warnings = "<null>", 1
	}
	if got := c.text(o.state, "account"); got != want {
		c.t.Errorf("got account %s, want %s", got, want)
	}
	if got := strings.Count(c.warnings.String(), "Account not known"); got != warnings {
		c.t.Errorf("got %d warnings about the account, want %d", got, warnings)
	}
}
