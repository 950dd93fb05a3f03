package uppzy_test

import (
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// Whatever fails while a session is opened or closed: an open session is returned, and
// a second attempt closes it.
func TestFaults_session(t *testing.T) {
	operations := []string{"listSessions", "chatAsync", "closeSession"}
	statuses := []int{400, 401, 403, 404, 408, 409, 422, 429, 500, 502, 503}
	vendortest.EachFault(t, operations, `{"error":"x"}`, statuses, func(t *testing.T, fault sandbox.Fault) {
		v, box := inSandbox(t, sandbox.UppzyVariants{})
		remove := box.Inject(fault)
		got, err := v.Open(t.Context(), client.OpenRequest{SessionID: "s1", OpeningMessage: "hello"})
		vendortest.CheckSecret(t, err)
		if s, begun := box.Session("uppzy", "s1"); begun && s.Open && got == nil {
			t.Fatalf("the open session is not returned: %v", err)
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

// sending are the operations that send a message.
var sending = []string{"chatSync", "chatAsync"}

// Whatever fails while a message is sent: it is sent once, and the error of a message
// that has arrived does not rule that out.
func TestFaults_send(t *testing.T) {
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

// A list that fails does not hide that a message was refused.
func TestFaults_listAfterRefusal(t *testing.T) {
	vendortest.EachFault(t, []string{"listSessions"}, `{"error":"x"}`, []int{400, 401, 403, 404, 429, 500}, func(t *testing.T, fault sandbox.Fault) {
		v, box := inSandbox(t, sandbox.UppzyVariants{})
		box.Seed(sandbox.Uppzy, sandbox.Seed{ID: "s1", Closed: true})
		box.Inject(fault)
		_, err := v.Send(t.Context(), client.Ref{ID: "s1"}, client.SendRequest{Text: "hello"})
		if vendortest.StatusOf(err) != 400 || client.MayHaveSucceeded(err) {
			t.Errorf("got %v", err)
		}
	})
}
