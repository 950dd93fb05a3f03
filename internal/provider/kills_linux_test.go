package provider

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

var (
	killRounds = flag.Int("kill-rounds", 5, "rounds of TestAccKills")
	killSeed   = flag.Uint64("kill-seed", 0, "seed of TestAccKills; 0 chooses one")
)

const (
	killSessions = 5
	// killLatency is spent half before the vendor opens or closes a session, where a kill
	// prevents it, and half after, where a kill loses the response.
	killLatency = 20 * time.Millisecond
)

// killConfigs are the ways to open sessions. A teardown finds the sessions that match
// selector, an apply those with fixed ids; other vendors have no marker to find a session by.
var killConfigs = []struct {
	vendor, arguments, selector string
	fixedIDs                    bool
}{
	{sandbox.Uppzy, "session_id = \"pin-${count.index}\"\n  opening_message = \"Hello\"", "", true},
	{sandbox.Uppzy, "session_id_prefix = \"kills-\"\n  opening_message = \"Hello\"", `session_id_prefix = "kills-"`, false},
	{sandbox.TalkifAI, fmt.Sprintf("agent_id = %q", sandbox.TalkifAIAgentID), "", false},
	{sandbox.SiteAssist, `page_url = "https://example.com/kills"`, "", false},
	{sandbox.UponAI, fmt.Sprintf("agent_id = %q\n  metadata = { environment = \"kills\" }", sandbox.UponAIAgentID), `metadata = { environment = "kills" }`, false},
}

// Terraform and the provider are killed or interrupted at any moment, and run again to
// the end. It is not parallel, so that other tests do not make its runs slower.
func TestAccKills(t *testing.T) {
	skipWithoutTerraform(t)
	seed := *killSeed
	if seed == 0 {
		seed = rand.Uint64N(1_000_000) + 1
	}
	t.Logf("repeat with -kill-rounds=%d -kill-seed=%d", *killRounds, seed)
	provider := buildProvider(t)
	var killed atomic.Int32
	t.Cleanup(func() {
		t.Logf("%d of %d runs were killed before they ended", killed.Load(), *killRounds)
		if killed.Load() == 0 {
			t.Error("no run was killed before it ended")
		}
	})
	for round := range *killRounds {
		t.Run(fmt.Sprint(round), func(t *testing.T) {
			t.Parallel()
			if testKill(t, provider, round, rand.New(rand.NewPCG(seed, uint64(round)))) {
				killed.Add(1)
			}
		})
	}
}

// testKill kills or interrupts an apply or a destroy, runs it again to the end, and checks
// which sessions are open. It reports whether the first run was killed before it ended.
func testKill(t *testing.T, provider string, round int, random *rand.Rand) bool {
	t.Helper()
	config := killConfigs[round%len(killConfigs)]
	how := []string{"provider killed", "both killed", "interrupted"}[random.IntN(3)]
	command := []string{"apply", "apply", "destroy"}[random.IntN(3)]
	parallelism := 1 + random.IntN(killSessions)
	fromStart := random.IntN(5) == 0
	within := 2 * killLatency * time.Duration(1+(killSessions-1)/parallelism) // of the first write
	if fromStart {
		within = 1200 * time.Millisecond
	}
	delay := time.Duration(random.Int64N(int64(within)))
	applies, refreshes := command == "apply" || !config.fixedIDs && random.IntN(2) == 0, random.IntN(2) == 0

	writes := make(chan struct{}, 1) // receives when the vendor is asked to open or close a session
	box := startBoxWith(t, sandbox.Options{Latency: killLatency / 2, Middleware: func(_ string, next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method != http.MethodGet {
				select {
				case writes <- struct{}{}:
				default:
				}
			}
			next.ServeHTTP(w, r)
			<-time.After(killLatency / 2) // the response is buffered until this returns
		})
	}})
	w := newWorkspace(t, box.provider()+killConfig(config.vendor, config.arguments, config.selector))
	w.override(provider)
	unsaved := func() []string { return unsavedSessions(w, box.Sessions(config.vendor)) }
	if command == "destroy" {
		w.apply().mustSucceed(t)
		select {
		case <-writes:
		default:
		}
	}
	run := w.start(provider, command, fmt.Sprintf("-parallelism=%d", parallelism))
	if !fromStart {
		select {
		case <-writes:
		case <-run.ended:
		}
	}
	select {
	case <-time.After(delay):
	case <-run.ended:
	}
	var killed bool
	switch how {
	case "provider killed":
		killed = run.killProvider()
	case "both killed":
		killed = run.signal(syscall.SIGKILL)
	default:
		killed = run.signal(syscall.SIGINT)
	}
	output := run.wait()
	<-time.After(4 * killLatency) // for the vendor to finish the calls of a killed provider

	most := parallelism // Terraform saves the state after each object
	if state := w.save(); state != nil && !json.Valid(state) {
		// Terraform overwrites the state file in place, so that a kill may truncate it.
		w.restore(w.read(stateFile + ".backup"))
		most = killSessions
	}
	if command == "destroy" || !killed || how == "interrupted" {
		most = 0
	}
	lost := unsaved()
	since := "the first write"
	if fromStart {
		since = "the start"
	}
	t.Logf("%s: %s of parallelism %d, %s %s after %s, killed: %t, lost: %q", config.vendor, command, parallelism, how, delay, since, killed, lost)
	if len(lost) > most {
		t.Errorf("%d open sessions are not in the state, want at most %d; the output of the killed run:\n%s", len(lost), most, output)
	}

	// A killed Terraform leaves its lock.
	if applies {
		w.apply("-lock=false").mustSucceed(t)
	}
	if applies && config.fixedIDs {
		expectSame(t, "open sessions that are not in the state", unsaved(), nil)
	}
	w.destroy("-lock=false", fmt.Sprintf("-refresh=%t", refreshes)).mustSucceed(t)
	w.expectState()
	if config.fixedIDs || config.selector != "" {
		lost = nil
	}
	expectSame(t, "open sessions at the end", unsaved(), lost)
	return killed
}

// unsavedSessions returns the IDs of the open sessions that are not in the state.
func unsavedSessions(w *workspace, sessions []sandbox.Session) []string {
	w.t.Helper()
	open := map[string]bool{}
	for _, session := range sessions {
		if session.Open {
			open[session.ID] = true
		}
	}
	for _, attributes := range w.sessions() {
		if id, ok := attributes["session_id"].(string); ok {
			delete(open, id)
		}
	}
	return slices.Sorted(maps.Keys(open))
}

// killConfig is a configuration with sessions, and with a teardown that is destroyed after
// them where there is a selector.
func killConfig(vendor, arguments, selector string) string {
	config, dependencies := "", ""
	if selector != "" {
		dependencies = "depends_on = [chat_session_teardown.app]"
		config = fmt.Sprintf("resource \"chat_session_teardown\" \"app\" {\n  vendor = %q\n  created_after = \"2020-01-01T00:00:00Z\"\n  %s\n}\n", vendor, selector)
	}
	return config + fmt.Sprintf("resource \"chat_session\" \"app\" {\n  count = %d\n  vendor = %q\n  %s\n  %s\n}\n", killSessions, vendor, arguments, dependencies)
}
