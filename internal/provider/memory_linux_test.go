package provider

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

var measuresMemory = flag.Bool("memory", false, "run TestAccMemory, on a machine that does nothing else")

// mostMemory is what a provider process may take at most, in MiB, whatever the vendors
// answer.
const mostMemory = 200

// memorySessions is how many sessions are refreshed, ten at a time.
const memorySessions = 30

// A provider that is answered with all that it reads of one answer, and with answers
// that never end, stays small.
func TestAccMemory(t *testing.T) {
	t.Parallel()
	if !*measuresMemory {
		t.Skip("it takes long, and tells little on a busy machine: make memory")
	}
	provider := buildProvider(t)
	for name, fault := range map[string]sandbox.Fault{
		"large":   {Kind: sandbox.FaultHuge, Size: 32 << 20},
		"endless": {Kind: sandbox.FaultEndless},
	} {
		t.Run(name, func(t *testing.T) {
			box, err := sandbox.Start(sandbox.Options{})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(box.Close)
			b := &testBox{Sandbox: box}
			config := b.provider()
			for _, kind := range killKinds[1:] {
				config += fmt.Sprintf("resource \"chat_session\" %q {\n  count = %d\n  vendor = %q\n  %s\n}\n",
					kind.vendor, memorySessions/len(killKinds[1:])+1, kind.vendor, kind.arguments)
			}
			w := newWorkspace(t, config)
			w.override(provider)
			w.env = append(w.env, "GOGC=", "GOMEMLIMIT=") // the provider's own, not those of the tests
			w.apply().mustSucceed(t)
			for _, operation := range []string{"listSessions", "getMessages", "getConversation", "listConversations", "getChat", "listChats"} {
				fault.Operation = operation
				box.Inject(fault)
			}
			begun := time.Now()
			run := w.begin(provider, "apply", "-parallelism=10")
			peak := run.peakMemory()
			run.wait()
			t.Logf("%d MiB at the peak, in %s, %d requests", peak, time.Since(begun), len(box.Requests()))
			if peak == 0 || peak > mostMemory {
				t.Errorf("%d MiB, and at most %d may be", peak, mostMemory)
			}
		})
	}
}

// peakMemory is the most memory that a provider of this Terraform has held at a time,
// in MiB, once Terraform has ended.
func (r *running) peakMemory() int {
	r.t.Helper()
	peak := 0
	for {
		files, _ := filepath.Glob("/proc/[0-9]*/stat") // the pattern is a good one
		for _, file := range files {
			if pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(file))); r.isProvider(pid) {
				peak = max(peak, memoryOf(pid))
			}
		}
		select {
		case <-r.ended:
			return peak
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// memoryOf is the peak of a process in MiB; 0 when it has ended.
func memoryOf(pid int) int {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	var kilobytes int
	if _, err := fmt.Sscan(rest, &kilobytes); err != nil {
		return 0
	}
	return kilobytes >> 10
}
