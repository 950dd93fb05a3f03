package provider

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// killRound is one round at work.
type killRound struct {
	killPlan
	t        *testing.T
	box      *killBox
	w        *workspace
	provider string
	found    killFound
}

func newKillRound(t *testing.T, provider string, plan killPlan) *killRound {
	t.Helper()
	box := startKillBox(t, plan.kind)
	w := newWorkspace(t, box.provider()+plan.kind.config())
	w.override(provider)
	return &killRound{killPlan: plan, t: t, box: box, w: w, provider: provider}
}

// run kills, runs again to the end, and counts.
func (r *killRound) run() killFound {
	if r.destroys {
		r.w.apply().mustSucceed(r.t)
		r.kill("destroy")
	} else {
		r.kill("apply")
	}
	lost := r.lost()
	r.found.left = len(lost)

	// The lock of a Terraform that was killed is still there. A pinned id that was
	// closed is not opened again, so that after a destroy only a destroy is left.
	if !r.destroys || r.reapplies && !r.kind.pinned {
		r.w.apply("-lock=false").mustSucceed(r.t)
		if r.kind.pinned {
			expectSame(r.t, "sessions that the apply has not found again", r.unheld(), nil)
		}
	}
	r.w.destroy("-lock=false", fmt.Sprintf("-refresh=%t", r.refreshes)).mustSucceed(r.t)
	r.w.expectState()
	r.found.opened = len(r.box.Sessions(r.kind.vendor))

	open := slices.Sorted(maps.Keys(r.box.openSessions()))
	switch {
	case r.kind.pinned:
		expectSame(r.t, "open in spite of their pinned ids", open, nil)
	case r.kind.selector != "":
		expectSame(r.t, "open in spite of the teardown", open, nil)
		r.found.byTeardown = len(lost)
	default:
		expectSame(r.t, "open at the end", open, lost)
	}
	return r.found
}

// kill ends a run before its time.
func (r *killRound) kill(command string) {
	r.t.Helper()
	creates, writes := len(r.box.Requests(sandbox.ByOperation(r.kind.create))), r.box.nextWrite()
	running := r.w.begin(r.provider, command, fmt.Sprintf("-parallelism=%d", r.parallel))
	if !r.early {
		select {
		case <-writes:
		case <-running.ended:
		}
	}
	select {
	case <-time.After(r.delay):
	case <-running.ended:
	}
	count := func() { r.found.inFlight = r.box.unanswered(creates) }
	switch r.way {
	case killsProvider:
		r.found.killed = running.killProvider(count)
	case killsBoth:
		r.found.killed = running.signalGroup(syscall.SIGKILL, count)
	case interrupts:
		r.found.killed = running.signalGroup(syscall.SIGINT, count)
	}
	output := running.wait()
	r.t.Cleanup(func() {
		if r.t.Failed() {
			r.t.Logf("what the killed run has said:\n%s", output)
		}
	})
	r.box.settled(r.t)
	r.mendState()
}

// mendState puts the state before the run in place of one that the kill has cut.
// Terraform empties the file and then writes it anew in its place; its backup of the
// state before is whole by then. The first apply has none and begins with an empty
// file, which was cut if more is missing than was under way.
func (r *killRound) mendState() {
	r.t.Helper()
	state, backup := r.w.save(), r.w.read(stateFile+".backup")
	if state == nil || json.Valid(state) {
		return
	}
	r.w.restore(backup)
	r.found.cut = len(state) > 0 || backup != nil || len(r.unheld()) > r.parallel
}

// lost are the open sessions that Terraform does not hold after the kill. It works on
// so many objects at a time and saves the state after each, so that no more can be
// open without being saved. A state that was cut has lost all.
func (r *killRound) lost() []string {
	r.t.Helper()
	lost, bound := r.unheld(), r.parallel
	switch {
	case r.destroys || !r.found.killed || r.way == interrupts:
		bound = 0
	case r.found.cut:
		bound = killSessions
	}
	if len(lost) > bound {
		r.t.Errorf("%d open sessions are not in the state, and at most %d may be: %s", len(lost), bound, strings.Join(lost, ", "))
	}
	return lost
}

// unheld are the open sessions that are not in the state.
func (r *killRound) unheld() []string {
	r.t.Helper()
	open := r.box.openSessions()
	for _, attributes := range r.w.sessions() {
		if id, ok := attributes["session_id"].(string); ok {
			delete(open, id)
		}
	}
	return slices.Sorted(maps.Keys(open))
}
