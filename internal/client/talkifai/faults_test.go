package talkifai_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// Whatever goes wrong while a session is opened or ended: what is open is known or
// said to be lost, and a second try ends it.
func TestNothingIsLeftOpen(t *testing.T) {
	faults := []sandbox.Fault{
		{Kind: sandbox.FaultReset},
		{Kind: sandbox.FaultResetAfter},
		{Kind: sandbox.FaultTruncated},
		{Kind: sandbox.FaultNotJSON},
		{Kind: sandbox.FaultNotJSONAfter},
		{Kind: sandbox.FaultRedirect, Location: "/elsewhere"},
	}
	for _, status := range []int{400, 402, 403, 408, 409, 422, 429, 500, 502, 503} {
		faults = append(faults, sandbox.Fault{Kind: sandbox.FaultStatus, Status: status, Body: `{"detail":"x"}`})
	}
	for _, status := range []int{408, 500, 502, 503} {
		faults = append(faults, sandbox.Fault{Kind: sandbox.FaultStatusAfter, Status: status, Body: `<html>`})
	}
	for _, operation := range []string{"createSession", "getMessages", "endSession"} {
		for _, fault := range faults {
			fault.Operation = operation
			t.Run(fmt.Sprintf("%s/%s %d", operation, fault.Kind, fault.Status), func(t *testing.T) {
				v, box := inSandbox(t, sandbox.TalkifAIVariants{})
				remove := box.Inject(fault)
				got, err := v.Open(t.Context(), greeted)
				vendortest.CheckSecret(t, err)
				if got == nil {
					var lost *client.LostError
					if begun := len(box.Sessions("talkifai")); begun > 1 || begun == 1 && !errors.As(err, &lost) {
						t.Errorf("%d sessions were opened, and the error is %v", begun, err)
					}
					return
				}
				ref := client.Ref{ID: got.ID, Token: got.Token}
				_, err = v.Close(t.Context(), ref, "")
				vendortest.CheckSecret(t, err)
				if s, _ := box.Session("talkifai", got.ID); err == nil && s.Open {
					t.Error("an open session was taken for ended")
				}
				remove()
				if _, err := v.Close(t.Context(), ref, ""); err != nil {
					t.Error(err)
				}
				if s, _ := box.Session("talkifai", got.ID); s.Open {
					t.Error("the session is still open")
				}
			})
		}
	}
}
