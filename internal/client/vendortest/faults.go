package vendortest

import (
	"fmt"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// EachKind runs a test for each kind of fault the sandbox has, and in it f for each
// operation that it may befall. timeout is what a try needs, 0 for the default.
func EachKind(t *testing.T, operations []string, f func(t *testing.T, fault sandbox.Fault, timeout time.Duration)) {
	t.Helper()
	for _, kind := range sandbox.FaultKinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			fault, timeout := sandbox.Fault{Kind: kind, Delay: time.Millisecond, Size: maxAnswer + 1}, time.Duration(0)
			switch kind {
			case sandbox.FaultHang, sandbox.FaultHangAfter, sandbox.FaultDrip:
				timeout = 100 * time.Millisecond // which is waited for
			case sandbox.FaultHuge, sandbox.FaultEndless:
				fault.Times = 1 // each is read up to the cap
			default:
			}
			for _, operation := range operations {
				fault.Operation = operation
				f(t, fault, timeout)
			}
		})
	}
}

// EachFault runs f as a test for each operation with a lost or garbled answer, with
// the more faults, with each status instead of what was asked for, its answer the
// body, and with some statuses that come though it was done.
func EachFault(t *testing.T, operations []string, body string, statuses []int, f func(t *testing.T, fault sandbox.Fault), more ...sandbox.Fault) {
	t.Helper()
	faults := append([]sandbox.Fault{
		{Kind: sandbox.FaultReset},
		{Kind: sandbox.FaultResetAfter},
		{Kind: sandbox.FaultTruncated},
		{Kind: sandbox.FaultNotJSON},
		{Kind: sandbox.FaultNotJSONAfter},
		{Kind: sandbox.FaultRedirect, Location: "/elsewhere"},
	}, more...)
	for _, status := range statuses {
		faults = append(faults, sandbox.Fault{Kind: sandbox.FaultStatus, Status: status, Body: body})
	}
	for _, status := range []int{408, 500, 502, 503} {
		faults = append(faults, sandbox.Fault{Kind: sandbox.FaultStatusAfter, Status: status, Body: `<html>`})
	}
	for _, operation := range operations {
		for _, fault := range faults {
			fault.Operation = operation
			t.Run(fmt.Sprintf("%s/%s %d", operation, fault.Kind, fault.Status), func(t *testing.T) { f(t, fault) })
		}
	}
}

// CheckRead fails the test when the session, which is open, reads as closed or gone.
func CheckRead(t *testing.T, operation string, v client.Vendor, ref client.Ref) {
	t.Helper()
	s, err := v.Read(t.Context(), ref)
	if (err == nil && s.Status == client.StatusClosed) || Is[*client.NotFoundError](err) {
		t.Errorf("%s: an open session reads as %+v, %v", operation, s, err)
	}
}

// CheckClose closes the session and fails the test when that ends well and the
// session is open, or tells a secret.
func CheckClose(t *testing.T, operation string, v client.Vendor, box *sandbox.Sandbox, ref client.Ref) {
	t.Helper()
	_, err := v.Close(t.Context(), ref, "")
	CheckSecret(t, err)
	if kept, _ := box.Session(v.Name(), ref.ID); err == nil && kept.Open {
		t.Errorf("%s: closed, and open", operation)
	}
}

// CheckCloseAgain closes the session once nothing is wrong any more, and fails the
// test when that fails or leaves it open.
func CheckCloseAgain(t *testing.T, operation string, v client.Vendor, box *sandbox.Sandbox, ref client.Ref) {
	t.Helper()
	if _, err := v.Close(t.Context(), ref, ""); err != nil {
		t.Errorf("%s: a second try: %v", operation, err)
	}
	if kept, _ := box.Session(v.Name(), ref.ID); kept.Open {
		t.Errorf("%s: the session is still open", operation)
	}
}
