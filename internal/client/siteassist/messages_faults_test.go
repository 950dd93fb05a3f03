package siteassist_test

import (
	"context"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/siteassist"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// However the call fails, a message is sent once, and the error of one that has arrived
// says that it may have arrived.
func TestFaultsOfAMessage(t *testing.T) {
	vendortest.EachKind(t, []string{"sendMessage", "initIdentity"}, func(t *testing.T, fault sandbox.Fault, timeout time.Duration) {
		checkMessage(t, fault, timeout)
	})
	for _, status := range []int{301, 303, 400, 401, 402, 403, 404, 408, 409, 422, 429, 500, 502, 503, 504} {
		for _, body := range []string{own(send, status).Body, "<html>"} {
			fault := sandbox.Fault{Operation: "sendMessage", Kind: sandbox.FaultStatus, Status: status, Body: body}
			checkMessage(t, fault, 0)
			// Each of the others says that nothing was done.
			if status == 303 || status == 408 || status >= 500 {
				fault.Kind = sandbox.FaultStatusAfter
				checkMessage(t, fault, 0)
			}
		}
	}
}

func checkMessage(t *testing.T, fault sandbox.Fault, timeout time.Duration) {
	t.Helper()
	_, box := inBox(t, boxKey, sandbox.SiteAssistVariants{})
	v := connect(t, box, boxKey, timeout)
	ref := client.Ref{ID: box.Seed(sandbox.SiteAssist, sandbox.Seed{}).ID}
	box.Inject(fault)
	ctx := t.Context()
	if timeout != 0 { // a message has more time than that
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, timeout)
		defer cancel()
	}
	reply, err := v.Send(ctx, ref, client.SendRequest{Text: "hi"})
	vendortest.CheckSecret(t, err)
	if (reply == nil) != (err != nil) {
		t.Errorf("%+v: got %+v, %v", fault, reply, err)
	}
	attempts := 1
	if fault.Operation == "sendMessage" && (fault.Status == 429 || fault.Status == 401) {
		attempts = 2 // the second after a refusal
	}
	if sent := box.Requests(sandbox.ByOperation("sendMessage")); len(sent) > attempts {
		t.Errorf("%+v: sent %d times", fault, len(sent))
	}
	kept, _ := box.Session(sandbox.SiteAssist, ref.ID)
	arrived := len(kept.Messages) > 0
	if len(kept.Messages) > 2 || err == nil && !arrived || err != nil && arrived && !client.MayHaveSucceeded(err) {
		t.Errorf("%+v: %d messages, %v", fault, len(kept.Messages), err)
	}
}

// However the call fails, a rating is not reported as stored when it is not, and it is
// stored by a second attempt.
func TestFaultsOfARating(t *testing.T) {
	vendortest.EachKind(t, []string{"sendMessageFeedback", "listMessages", "initIdentity"}, func(t *testing.T, fault sandbox.Fault, timeout time.Duration) {
		well, box := inBox(t, boxKey, sandbox.SiteAssistVariants{})
		seeded := box.Seed(sandbox.SiteAssist, sandbox.Seed{Messages: []sandbox.Message{{Role: "assistant", Content: "hello"}}})
		a := client.RatedAnswer{SessionID: seeded.ID, MessageID: seeded.Messages[0].ID}
		for _, r := range []client.Rating{client.RatingGood, ""} {
			remove := box.Inject(fault)
			checkRating(t, fault.Operation, connect(t, box, boxKey, timeout), box, a, r)
			remove()
			checkRating(t, "", well, box, a, r)
		}
	})
}

// checkRating sets the rating and reads it. Without a broken operation both succeed.
func checkRating(t *testing.T, broken string, v *siteassist.Vendor, box *sandbox.Sandbox, a client.RatedAnswer, r client.Rating) {
	t.Helper()
	change := leave(t.Context(), v, a, r)
	kept, _ := box.Session(sandbox.SiteAssist, a.SessionID)
	got, read := v.ReadRating(t.Context(), a)
	for _, err := range []error{change, read} {
		vendortest.CheckSecret(t, err)
		if vendortest.Is[*client.NotFoundError](err) || err != nil && broken == "" {
			t.Errorf("%s: %v", broken, err)
		}
	}
	is := kept.Messages[0].Feedback
	if stored := is == map[client.Rating]string{client.RatingGood: "like"}[r]; change == nil && !stored {
		t.Errorf("%s: %q is reported as stored, and %q is", broken, r, is)
	}
	if read == nil && (got == client.RatingGood) != (is == "like") {
		t.Errorf("%s: got %q, and %q is stored", broken, got, is)
	}
}
