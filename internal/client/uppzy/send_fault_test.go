package uppzy_test

import (
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// sending are the operations that send a message.
var sending = []string{"chatSync", "chatAsync"}

// Whatever goes wrong with a message: it is sent once, and none that has arrived
// passes for one that has not.
func TestAMessageIsSentOnce(t *testing.T) {
	check := func(t *testing.T, fault sandbox.Fault) {
		v, box := inSandbox(t, sandbox.UppzyVariants{})
		box.Inject(fault)
		r := client.SendRequest{Text: "hello", Async: fault.Operation == "chatAsync"}
		vendortest.CheckSend(t, fault, v, box, client.Ref{ID: "s1"}, r)
	}
	vendortest.EachKind(t, sending, func(t *testing.T, fault sandbox.Fault, _ time.Duration) { check(t, fault) })
	statuses := []int{400, 401, 403, 404, 408, 409, 422, 429, 500, 502, 503, 504}
	vendortest.EachFault(t, sending, `{"error":"x"}`, statuses, check)
}

// A list that is broken hides nothing of what became of a message.
func TestARefusalStandsThoughTheListIsBroken(t *testing.T) {
	vendortest.EachFault(t, []string{"listSessions"}, `{"error":"x"}`, []int{400, 401, 403, 404, 429, 500}, func(t *testing.T, fault sandbox.Fault) {
		v, box := inSandbox(t, sandbox.UppzyVariants{})
		box.Seed(sandbox.Uppzy, sandbox.Seed{ID: "s1", Closed: true})
		box.Inject(fault)
		_, err := v.Send(t.Context(), client.Ref{ID: "s1"}, client.SendRequest{Text: "hello"})
		if vendortest.StatusOf(err) != 400 || client.MayHaveHappened(err) {
			t.Errorf("got %v", err)
		}
	})
}
