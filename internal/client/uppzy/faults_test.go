package uppzy_test

import (
	"fmt"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// Whatever goes wrong while a session is opened or closed: what is open is known,
// and a second try closes it.
func TestNothingIsLeftOpen(t *testing.T) {
	faults := []sandbox.Fault{
		{Kind: sandbox.FaultReset},
		{Kind: sandbox.FaultResetAfter},
		{Kind: sandbox.FaultTruncated},
		{Kind: sandbox.FaultNotJSON},
		{Kind: sandbox.FaultNotJSONAfter},
		{Kind: sandbox.FaultForeign404},
		{Kind: sandbox.FaultRedirect, Location: "/elsewhere"},
	}
	for _, status := range []int{400, 401, 403, 404, 408, 409, 422, 429, 500, 502, 503} {
		faults = append(faults, sandbox.Fault{Kind: sandbox.FaultStatus, Status: status, Body: `{"error":"x"}`})
	}
	for _, status := range []int{408, 500, 502, 503} {
		faults = append(faults, sandbox.Fault{Kind: sandbox.FaultStatusAfter, Status: status, Body: `<html>`})
	}
	for _, operation := range []string{"listSessions", "chatAsync", "closeSession"} {
		for _, fault := range faults {
			fault.Operation = operation
			t.Run(fmt.Sprintf("%s/%s %d", operation, fault.Kind, fault.Status), func(t *testing.T) {
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
				_, err = v.Close(t.Context(), client.Ref{ID: got.ID}, "")
				vendortest.CheckSecret(t, err)
				if s, _ := box.Session("uppzy", "s1"); err == nil && s.Open {
					t.Error("an open session was taken for closed")
				}
				remove()
				if _, err := v.Close(t.Context(), client.Ref{ID: got.ID}, ""); err != nil {
					t.Error(err)
				}
				if s, _ := box.Session("uppzy", "s1"); s.Open {
					t.Error("the session is still open")
				}
			})
		}
	}
}
