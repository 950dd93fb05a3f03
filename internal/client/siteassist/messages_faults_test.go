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

// Whatever goes wrong, a message is sent once, and one that may have arrived is not
// said to have been lost.
func TestFaultsOfAMessage(t *testing.T) {
	vendortest.EachKind(t, []string{"sendMessage", "initIdentity"}, func(t *testing.T, fault sandbox.Fault, timeout time.Duration) {
		checkMessage(t, fault, timeout)
	})
	for _, status := range []int{301, 303, 400, 401, 402, 403, 404, 408, 409, 422, 429, 500, 502, 503, 504} {
		for _, body := range []string{own(send, status).Body, "<html>"} {
			fault := sandbox.Fault{Operation: "sendMessage", Kind: sandbox.FaultStatus, Status: status, Body: body}
			checkMessage(t, fault, 0)
			// Of the others, each says that nothing was done.
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
	if timeout != 0 { // which a message has more of
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, timeout)
		defer cancel()
	}
	reply, err := v.Send(ctx, ref, client.SendRequest{Text: "hi"})
	vendortest.CheckSecret(t, err)
	if (reply == nil) != (err != nil) {
		t.Errorf("%+v: got %+v, %v", fault, reply, err)
	}
	tries := 1
	if fault.Operation == "sendMessage" && (fault.Status == 429 || fault.Status == 401) {
		tries = 2 // each of them after a refusal
	}
	if sent := box.Requests(sandbox.ByOperation("sendMessage")); len(sent) > tries {
		t.Errorf("%+v: sent %d times", fault, len(sent))
	}
	kept, _ := box.Session(sandbox.SiteAssist, ref.ID)
	arrived := len(kept.Messages) > 0
	if len(kept.Messages) > 2 || err == nil && !arrived || err != nil && arrived && !client.MayHaveHappened(err) {
		t.Errorf("%+v: %d messages, %v", fault, len(kept.Messages), err)
	}
}

// A rating may be sent again: whatever goes wrong, it is not told to be stored when it
// is not, and once nothing is wrong any more it is.
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

// checkRating leaves the rating and reads it. Without a broken operation both end well.
func checkRating(t *testing.T, broken string, v *siteassist.Vendor, box *sandbox.Sandbox, a client.RatedAnswer, r client.Rating) {
	t.Helper()
	change := leave(t.Context(), v, a, r)
	kept, _ := box.Session(sandbox.SiteAssist, a.SessionID)
	told, read := v.ReadRating(t.Context(), a)
	for _, err := range []error{change, read} {
		vendortest.CheckSecret(t, err)
		if vendortest.Is[*client.NotFoundError](err) || err != nil && broken == "" {
			t.Errorf("%s: %v", broken, err)
		}
	}
	is := kept.Messages[0].Feedback
	if stored := is == map[client.Rating]string{client.RatingGood: "like"}[r]; change == nil && !stored {
		t.Errorf("%s: %q is told to be stored, and %q is", broken, r, is)
	}
	if read == nil && (told == client.RatingGood) != (is == "like") {
		t.Errorf("%s: told %q, and %q is stored", broken, told, is)
	}
}
