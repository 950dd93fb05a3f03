package provider

import (
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// refreshTimeout is twice what a silent list takes of it.
const refreshTimeout = 2 * time.Second

// faultyRefresh is reads that share a list. One that fails takes nothing from them: what
// it does not tell is read by itself.
func faultyRefresh(t *testing.T, c *faultCase) {
	config := c.session("read")
	config["timeouts"] = values{"read": refreshTimeout.String()}
	objects := []*object{c.open(config), c.open(config), c.open(config)}
	remove := c.box.Inject(c.fault)
	begun := time.Now()
	now := c.refresh(c.box.config(), objects)
	if took := time.Since(begun); took > refreshTimeout+time.Second {
		t.Errorf("it took %s", took)
	}
	remove()
	for _, o := range now {
		if o.state.IsNull() || c.text(o.state, "status") != string(client.StatusOpen) {
			t.Errorf("an open session reads as %v", o.state)
		}
		c.settleOne(o)
	}
	c.settle(nil)
}
