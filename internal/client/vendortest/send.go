package vendortest

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// sendTime bounds a message whose answer never comes, in place of the minute and more
// that an answer is given.
const sendTime = 300 * time.Millisecond

// CheckSend sends a message while the fault befalls the operation that sends it. It
// fails the test when the message is sent again after anything but a 429, when it
// arrives more than once, when it arrives and the error rules that out, and when it
// does not and passes for sent.
func CheckSend(t *testing.T, fault sandbox.Fault, v client.Vendor, box *sandbox.Sandbox, ref client.Ref, r client.SendRequest) {
	t.Helper()
	ctx := t.Context()
	if fault.Kind == sandbox.FaultHang || fault.Kind == sandbox.FaultHangAfter {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, sendTime)
		defer cancel()
	}
	box.ResetRequests()
	reply, err := client.Send(ctx, v, ref, r)
	CheckSecret(t, err)
	if (reply == nil) == (err == nil) {
		t.Errorf("got %+v, %v", reply, err)
	}
	want := 1
	if fault.Status == http.StatusTooManyRequests {
		want = 2 // see Options
	}
	if n := len(box.Requests(sandbox.ByOperation(fault.Operation))); n != want {
		t.Errorf("%s: sent %d times, not %d", fault.Operation, n, want)
	}
	arrived := 0
	kept, _ := box.Session(v.Name(), ref.ID)
	for _, m := range kept.Messages {
		if m.Role == "user" && m.Content == r.Text {
			arrived++
		}
	}
	switch {
	case arrived > 1:
		t.Errorf("%s: arrived %d times", fault.Operation, arrived)
	case arrived == 1 && err != nil && !client.MayHaveSucceeded(err):
		t.Errorf("%s: arrived, and passes for not sent: %v", fault.Operation, err)
	case arrived == 0 && err == nil:
		t.Errorf("%s: did not arrive, and passes for sent: %+v", fault.Operation, reply)
	}
}
