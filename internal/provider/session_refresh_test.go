package provider

import (
	"sync"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/shared"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// refresh reads objects as Terraform does, ten at a time, in a run of its own.
func (e *engine) refresh(config values, objects []*object) []*object {
	e.t.Helper()
	e.nextRun(config)
	fresh := make([]*object, len(objects))
	slots := make(chan struct{}, 10)
	var group sync.WaitGroup
	for i, o := range objects {
		slots <- struct{}{}
		group.Go(func() {
			defer func() { <-slots }()
			var p problems
			if fresh[i], p = e.read(o); len(p) > 0 {
				e.t.Errorf("%s: %v", e.text(o.state, "id"), p)
			}
		})
	}
	group.Wait()
	return fresh
}

// adopt seeds sessions at the vendor and takes them into the state.
func (b *testBox) adopt(e *engine, vendor string, n int) []*object {
	objects := make([]*object, n)
	for i := range objects {
		objects[i] = e.open(values{"vendor": vendor, "session_id": b.Seed(vendor, sandbox.Seed{}).ID})
	}
	return objects
}

func TestSessionRefresh_costsPages(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		vendor       string
		ours, others int
		most         int
	}{
		"uppzy, 200":              {sandbox.Uppzy, 200, 0, 4},
		"uponai, 200":             {sandbox.UponAI, 200, 0, 4},
		"siteassist, 200":         {sandbox.SiteAssist, 200, 0, 8},
		"uponai, 3 of 20,000":     {sandbox.UponAI, 3, 20000, 6},
		"siteassist, 3 of 20,000": {sandbox.SiteAssist, 3, 20000, 5},
		"siteassist, one":         {sandbox.SiteAssist, 1, 0, 2},
		"uponai, one":             {sandbox.UponAI, 1, 0, 1},
		"uppzy, one":              {sandbox.Uppzy, 1, 0, 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			box := newFaultTable(t, test.vendor).box
			e := configured(t, box.config())
			objects := box.adopt(e, test.vendor, test.ours)
			for range test.others {
				box.Seed(test.vendor, sandbox.Seed{})
			}
			box.CloseSession(test.vendor, e.text(objects[0].state, "session_id"))
			box.ResetRequests()
			begun := time.Now()
			for i, o := range e.refresh(box.config(), objects) {
				want := client.StatusOpen
				if i == 0 {
					want = client.StatusClosed
				}
				if got := e.text(o.state, "status"); got != string(want) {
					t.Errorf("session %d is %s, want %s", i, got, want)
				}
			}
			// On a machine that is too busy, a list grows old before all have read it.
			most := test.most * int(1+time.Since(begun)/shared.MaxAge)
			if n := len(box.Requests()); n > most {
				t.Errorf("%d requests, want %d at the most", n, most)
			}
		})
	}
}

// Sessions that no longer exist cost the pages of the list, not a walk each. The box
// answers what the vendor documents or, where it documents nothing, each status that
// is to be expected.
func TestSession_vanished(t *testing.T) {
	t.Parallel()
	const ours, others = 200, 3000
	for name, test := range map[string]struct {
		vendor        string
		variants      sandbox.Variants
		plan, destroy int
	}{
		"uponai, 404": {sandbox.UponAI, sandbox.Variants{}, 10, ours + 10},
		"uponai, 422": {sandbox.UponAI, sandbox.Variants{UponAI: sandbox.UponAIVariants{UnknownID: 422}}, 10, ours + 10},
		"siteassist":  {sandbox.SiteAssist, sandbox.Variants{}, 70, ours + 70},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			box := newFaultTable(t, test.vendor).box
			box.SetVariants(test.variants)
			e := configured(t, box.config())
			objects := box.adopt(e, test.vendor, ours)
			for _, o := range objects {
				box.RemoveSession(test.vendor, e.text(o.state, "session_id"))
			}
			for range others {
				box.Seed(test.vendor, sandbox.Seed{})
			}
			box.ResetRequests()
			for i, o := range e.refresh(box.config(), objects) {
				if !o.state.IsNull() {
					t.Errorf("session %d is still in state", i)
				}
			}
			if n := len(box.Requests()); n > test.plan {
				t.Errorf("the plan sent %d requests, want %d at most", n, test.plan)
			}
			e.nextRun(box.config())
			box.ResetRequests()
			for i, o := range e.destroyAll(objects) {
				if !o.state.IsNull() {
					t.Errorf("session %d is still in state after its destroy", i)
				}
			}
			if n := len(box.Requests()); n > test.destroy {
				t.Errorf("the destroy sent %d requests, want %d at most", n, test.destroy)
			}
		})
	}
}

// destroyAll destroys the sessions as Terraform does, ten at a time.
func (e *engine) destroyAll(objects []*object) []*object {
	e.t.Helper()
	left := make([]*object, len(objects))
	var group errgroup.Group
	group.SetLimit(10)
	for i, o := range objects {
		group.Go(func() error {
			var p problems
			left[i], p = e.destroy(o)
			if len(p.errors()) > 0 {
				e.t.Errorf("session %d: %v", i, p)
			}
			return nil
		})
	}
	_ = group.Wait()
	return left
}
