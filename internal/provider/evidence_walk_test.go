package provider

import (
	"fmt"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// Absence from a list is evidence only after a complete walk that began after the
// session was created.

// walkVendors are the vendors whose lists prove absence.
var walkVendors = []string{sandbox.SiteAssist, sandbox.UponAI}

// A walk whose second page comes from a gateway is not complete: sessions at either end
// of the list stay in state.
func TestEvidence_secondPage(t *testing.T) {
	t.Parallel()
	shapes := []string{
		"list-data", "list-total", "list-openai", "list-items", "list-sessions-null", "json-array", "json-object",
		"json-null", "empty", "login-page", "nestjs-404", "problem-410", "message-401", "success",
	}
	for _, vendor := range walkVendors {
		t.Run(vendor, func(t *testing.T) {
			t.Parallel()
			calls := evidenceCallsOf[vendor]
			table := newEvidenceTable(t, vendor)
			table.box.SetVariants(sandbox.Variants{UponAI: sandbox.UponAIVariants{PageSize: 100}})
			c := &evidenceCase{calls: calls, truth: truthOpen}
			c.begin(t, table)
			first := c.earlier.open(c.openConfig())
			for range 150 {
				c.box.Seed(vendor, sandbox.Seed{})
			}
			last := c.earlier.open(c.openConfig())
			for _, shape := range shapes {
				for end, o := range map[string]*object{"first": first, "last": last} {
					t.Run(shape+"/"+end, func(t *testing.T) {
						c.begin(t, table)
						c.nextRun(c.config)
						for _, call := range []string{calls.close, calls.read} {
							c.box.Inject(sandbox.Fault{Vendor: vendor, Operation: call, Kind: sandbox.FaultGateway, Shape: "nestjs-404"})
						}
						c.box.Inject(sandbox.Fault{Vendor: vendor, Operation: calls.list, Kind: sandbox.FaultGateway, Shape: shape, Skip: 1})
						defer c.box.ClearFaults()
						if left, p := c.destroy(o); left.state.IsNull() {
							t.Errorf("an open session is destroyed: %v", p)
						}
					})
				}
			}
		})
	}
}

// A walk that this run has finished before it opened a session does not show that
// session, and says nothing about it.
func TestEvidence_olderWalk(t *testing.T) {
	t.Parallel()
	for _, vendor := range walkVendors {
		for _, gone := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, gone %t", vendor, gone), func(t *testing.T) {
				t.Parallel()
				calls := evidenceCallsOf[vendor]
				table := newEvidenceTable(t, vendor)
				c := &evidenceCase{calls: calls, truth: truthOpen}
				c.begin(t, table)
				// Refreshing what no longer exists walks the list.
				vanished := make([]*object, 3)
				for i := range vanished {
					vanished[i] = c.earlier.open(c.openConfig())
					c.box.RemoveSession(vendor, c.text(vanished[i].state, "session_id"))
				}
				for _, o := range c.refresh(c.config, vanished) {
					if !o.state.IsNull() {
						t.Errorf("a session that no longer exists reads as %v", o.state)
					}
				}
				walks := len(c.box.Requests(sandbox.ByOperation(calls.list)))
				o := c.open(c.openConfig())
				if gone {
					c.box.RemoveSession(vendor, c.text(o.state, "session_id"))
				}
				for _, call := range []string{calls.close, calls.read} {
					c.box.Inject(sandbox.Fault{Vendor: vendor, Operation: call, Kind: sandbox.FaultGateway, Shape: "nestjs-404"})
				}
				left, p := c.destroy(o)
				if walks == 0 || len(c.box.Requests(sandbox.ByOperation(calls.list))) == walks {
					t.Errorf("the list was not read again, %d requests before", walks)
				}
				if left.state.IsNull() != gone {
					t.Errorf("the state is %v, with %v", left.state, p)
				}
			})
		}
	}
}
