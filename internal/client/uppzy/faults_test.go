package uppzy_test

import (
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// Whatever goes wrong while a session is opened or closed: what is open is known,
// and a second try closes it.
func TestNothingIsLeftOpen(t *testing.T) {
	operations := []string{"listSessions", "chatAsync", "closeSession"}
	statuses := []int{400, 401, 403, 404, 408, 409, 422, 429, 500, 502, 503}
	vendortest.EachFault(t, operations, `{"error":"x"}`, statuses, func(t *testing.T, fault sandbox.Fault) {
		v, box := inSandbox(t, sandbox.UppzyVariants{})
		remove := box.Inject(fault)
		got, err := v.Open(t.Context(), client.OpenRequest{SessionID: "s1", OpeningMessage: "hello"})
		vendortest.CheckSecret(t, err)
		if s, begun := box.Session("uppzy", "s1"); begun && s.Open && got == nil {
			t.Fatalf("the open session is not known: %v", err)
		}
		if got == nil {
			return
		}
		if got.ID != "s1" {
			t.Fatalf("opened %q", got.ID)
		}
		ref := client.Ref{ID: got.ID}
		vendortest.CheckClose(t, fault.Operation, v, box, ref)
		remove()
		vendortest.CheckCloseAgain(t, fault.Operation, v, box, ref)
	}, sandbox.Fault{Kind: sandbox.FaultForeign404})
}
