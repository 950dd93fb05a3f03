package talkifai_test

import (
	"errors"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// Whatever fails while a session is opened or ended: an open session is returned, or
// named in an error, and a second attempt ends it.
func TestFaults_session(t *testing.T) {
	operations := []string{"createSession", "getMessages", "endSession"}
	statuses := []int{400, 402, 403, 408, 409, 422, 429, 500, 502, 503}
	vendortest.EachFault(t, operations, `{"detail":"x"}`, statuses, func(t *testing.T, fault sandbox.Fault) {
		v, box := inSandbox(t, void)
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
		vendortest.CheckClose(t, fault.Operation, v, box, ref)
		remove()
		vendortest.CheckCloseAgain(t, fault.Operation, v, box, ref)
	})
}
