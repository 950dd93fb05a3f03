package provider

import (
	"bytes"
	"compress/gzip"
	"flag"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

var measuresMemory = flag.Bool("memory", false, "run the TestAccMemory tests, on a machine that does nothing else")

const (
	// mostMemory is what a provider process may take at most, in MiB, whatever the vendors
	// respond with, and mostListMemory what it may take for a list of memoryListed sessions.
	mostMemory, mostListMemory = 200, 400
	memoryListed               = 100_000
	// memorySessions is how many sessions of a vendor are refreshed at once.
	memorySessions = 10
	// largestBody is the most that is read of one response.
	largestBody = 32 << 20
)

func skipUnlessMemory(t *testing.T) {
	t.Helper()
	if !*measuresMemory {
		t.Skip("it takes long, and tells little on a busy machine: make memory")
	}
}

// memoryReads are the calls that return lists, sessions and histories.
var memoryReads = []string{"listSessions", "getMessages", "listConversations", "getConversation", "listMessages", "listChats", "getChat"}

// A provider stays small that gets responses of many values, and compressed ones of the
// largest size.
func TestAccMemory_bodies(t *testing.T) {
	skipUnlessMemory(t)
	provider := buildProvider(t)
	for _, info := range client.All() {
		box, w := memoryWorkspace(t, provider, memoryConfig(info))
		w.apply().mustSucceed(t)
		for _, size := range []int{largestBody, 900_000} {
			bodies := sandbox.HostileBodies(info.Name, size)
			for _, name := range slices.Sorted(maps.Keys(bodies)) {
				t.Run(fmt.Sprintf("%s/%s/%d", info.Name, name, size), func(t *testing.T) {
					var zipped bytes.Buffer
					z := gzip.NewWriter(&zipped)
					if _, err := z.Write([]byte(bodies[name])); err != nil || z.Close() != nil {
						t.Fatal(err)
					}
					box.ClearFaults()
					for _, operation := range memoryReads {
						box.Inject(sandbox.Fault{
							Operation: operation, Kind: sandbox.FaultStatus, Status: http.StatusOK, Body: zipped.String(),
							Header: http.Header{"Content-Encoding": {"gzip"}},
						})
					}
					checkMemory(t, w, provider, box, mostMemory)
				})
			}
		}
	}
}

// It stays small as well with texts of the largest size and with ones that never end.
func TestAccMemory_texts(t *testing.T) {
	skipUnlessMemory(t)
	provider := buildProvider(t)
	for name, fault := range map[string]sandbox.Fault{
		"large":   {Kind: sandbox.FaultHuge, Size: largestBody},
		"endless": {Kind: sandbox.FaultEndless},
	} {
		for _, info := range client.All() {
			t.Run(info.Name+"/"+name, func(t *testing.T) {
				box, w := memoryWorkspace(t, provider, memoryConfig(info))
				w.apply().mustSucceed(t)
				for _, operation := range memoryReads {
					fault.Operation = operation
					box.Inject(fault)
				}
				checkMemory(t, w, provider, box, mostMemory)
			})
		}
	}
}

// A long list is read with little more than what Terraform is sent.
func TestAccMemory_lists(t *testing.T) {
	skipUnlessMemory(t)
	provider := buildProvider(t)
	for _, vendor := range listingVendors() {
		t.Run(vendor, func(t *testing.T) {
			box, w := memoryWorkspace(t, provider, fmt.Sprintf(`
data "chat_sessions" "all" {
  vendor = %q
}

output "count" {
  value = length(data.chat_sessions.all.ids)
}
`, vendor))
			for range memoryListed {
				box.Seed(vendor, sandbox.Seed{UserIdentifier: "user@example.com"})
			}
			if out := checkMemory(t, w, provider, box, mostListMemory); !strings.Contains(out, fmt.Sprintf("count = %d", memoryListed)) {
				t.Errorf("got %s", out)
			}
		})
	}
}

// memoryConfig has sessions, and all data sources that read them.
func memoryConfig(info client.Info) string {
	arguments := ""
	switch agent := sandbox.Agent(info.Name); {
	case agent != "":
		arguments = fmt.Sprintf("agent_id = %q", agent)
	case info.Takes(client.OpeningMessage):
		arguments = `opening_message = "Hello"`
	}
	config := fmt.Sprintf("resource \"chat_session\" \"test\" {\n  count = %d\n  vendor = %q\n  %s\n}\n", memorySessions, info.Name, arguments)
	one := fmt.Sprintf("  vendor = %q\n  session_id = chat_session.test[0].session_id\n  session_token = chat_session.test[0].session_token\n}\n", info.Name)
	config += "data \"chat_session\" \"test\" {\n" + one
	if info.NoHistory == "" {
		config += "data \"chat_messages\" \"test\" {\n  count = 3\n" + one
	}
	if info.NoList == "" {
		config += fmt.Sprintf("data \"chat_sessions\" \"test\" {\n  count = 3\n  vendor = %q\n}\n", info.Name)
	}
	return config
}

// memoryWorkspace is a workspace whose provider is a process of its own.
func memoryWorkspace(t *testing.T, provider, config string) (*sandbox.Sandbox, *workspace) {
	t.Helper()
	box, err := sandbox.Start(sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(box.Close)
	b := &testBox{Sandbox: box}
	w := newWorkspace(t, b.provider()+config)
	w.override(provider)
	w.env = append(w.env, "GOGC=", "GOMEMLIMIT=") // the provider's own, not those of the tests
	return box, w
}

// checkMemory applies, and fails the test when the provider takes more than most MiB. It
// returns what Terraform has printed.
func checkMemory(t *testing.T, w *workspace, provider string, box *sandbox.Sandbox, most int) string {
	t.Helper()
	begun, before := time.Now(), len(box.Requests())
	run := w.start(provider, "apply", "-parallelism=10")
	peak := run.peakMemory()
	out := run.wait()
	t.Logf("%d MiB at the peak, in %s, %d requests", peak, time.Since(begun), len(box.Requests())-before)
	if peak == 0 || peak > most {
		t.Errorf("%d MiB, and at most %d may be", peak, most)
	}
	return out
}
