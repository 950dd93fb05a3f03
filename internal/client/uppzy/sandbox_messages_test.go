package uppzy_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

func TestLifecycle_messages(t *testing.T) {
	for name, variants := range map[string]sandbox.UppzyVariants{
		"as documented":        {},
		"202, no failure text": {AsyncStatus: 202, FailedWithoutError: true},
		"closed is 404":        {ClosedChat: 404},
		"closed is 409":        {ClosedChat: 409},
	} {
		t.Run(name, func(t *testing.T) {
			v, box := inSandbox(t, variants)
			ref := client.Ref{ID: "s1", UserIdentifier: mail}

			reply := send(t, v, ref, client.SendRequest{Text: "hello", UserIdentifier: mail, ResponseLanguage: "en"})
			want := &client.Reply{
				Delivery: client.DeliveryAnswered, Answer: ptr(sandbox.Reply("hello")), RequestID: reply.RequestID,
				ConfidenceScore: ptr(92.0), ConfidenceLevel: ptr("high"),
			}
			if d := cmp.Diff(reply, want); d != "" || reply.RequestID == "" {
				t.Errorf("request %q, %s", reply.RequestID, d)
			}
			if kept, _ := box.Session(sandbox.Uppzy, "s1"); kept.UserIdentifier != mail || kept.Messages[0].Language != "en" {
				t.Errorf("kept %+v", kept)
			}

			reply = send(t, v, ref, client.SendRequest{Text: "later", Async: true})
			if reply.Delivery != client.DeliveryAccepted || reply.Answer != nil || reply.Note != "" {
				t.Errorf("got %+v", reply)
			}
			checkRequest(t, v, &client.Request{ID: reply.RequestID, Status: client.RequestPending})
			checkRequest(t, v, &client.Request{ID: reply.RequestID, Status: client.RequestCompleted, Answer: ptr(sandbox.Reply("later"))})

			reply = send(t, v, ref, client.SendRequest{Text: sandbox.FailMarker, Async: true})
			failed := &client.Request{ID: reply.RequestID, Status: client.RequestFailed, Failure: ptr("Async chat failed")}
			if variants.FailedWithoutError {
				failed.Failure = nil
			}
			checkRequest(t, v, &client.Request{ID: reply.RequestID, Status: client.RequestPending})
			checkRequest(t, v, failed)
			if _, err := v.Send(t.Context(), ref, client.SendRequest{Text: sandbox.FailMarker}); !client.MayHaveSucceeded(err) {
				t.Errorf("a message that arrived and failed: %v", err)
			}

			if _, err := v.Close(t.Context(), ref, ""); err != nil {
				t.Fatal(err)
			}
			for _, async := range []bool{false, true} {
				_, err := v.Send(t.Context(), ref, client.SendRequest{Text: "too late", Async: async})
				if closed, ok := errors.AsType[*client.ClosedError](err); !ok || closed.ClosedAt.IsZero() {
					t.Errorf("a message to a closed session: %v", err)
				}
			}
		})
	}
}

func send(t *testing.T, v client.Messenger, ref client.Ref, r client.SendRequest) *client.Reply {
	t.Helper()
	reply, err := v.Send(t.Context(), ref, r)
	if err != nil {
		t.Fatal(err)
	}
	return reply
}

func checkRequest(t *testing.T, v client.RequestReader, want *client.Request) {
	t.Helper()
	got, err := v.ReadRequest(t.Context(), "", want.ID)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(got, want); d != "" {
		t.Error(d)
	}
}

func TestLifecycle_rating(t *testing.T) {
	for second, kept := range map[string]string{
		sandbox.FeedbackIgnore: "good", sandbox.FeedbackKeep: "good", sandbox.FeedbackReplace: "bad",
	} {
		t.Run(second, func(t *testing.T) {
			v, box := inSandbox(t, sandbox.UppzyVariants{SecondFeedback: second})
			reply := send(t, v, client.Ref{ID: "s1"}, client.SendRequest{Text: "hello"})
			answer := client.RatedAnswer{SessionID: "s1", RequestID: reply.RequestID}
			for range 2 {
				if err := v.Rate(t.Context(), answer, client.RatingGood); err != nil {
					t.Fatal(err)
				}
			}
			err := v.Rate(t.Context(), answer, client.RatingBad)
			if keeps := second == sandbox.FeedbackKeep; (err != nil) != keeps || keeps && !strings.Contains(err.Error(), "earlier rating") {
				t.Errorf("another rating: %v", err)
			}
			if s, _ := box.Session(sandbox.Uppzy, "s1"); s.Messages[1].Feedback != kept {
				t.Errorf("kept %q", s.Messages[1].Feedback)
			}
		})
	}
}

func TestRequest_notFound(t *testing.T) {
	v, _ := inSandbox(t, sandbox.UppzyVariants{})
	if _, err := v.ReadRequest(t.Context(), "", "req_none"); !vendortest.Is[*client.NotFoundError](err) {
		t.Errorf("read: %v", err)
	}
	err := v.Rate(t.Context(), client.RatedAnswer{SessionID: "s1", RequestID: "req_none"}, client.RatingGood)
	if !vendortest.Is[*client.NotFoundError](err) {
		t.Errorf("rated: %v", err)
	}
	for _, status := range []sandbox.Status{400, 404} {
		v, _ := inSandbox(t, sandbox.UppzyVariants{PendingFeedback: status})
		reply := send(t, v, client.Ref{ID: "s1"}, client.SendRequest{Text: "hello", Async: true})
		if err := v.Rate(t.Context(), client.RatedAnswer{SessionID: "s1", RequestID: reply.RequestID}, client.RatingGood); err == nil {
			t.Errorf("rated what has no answer yet, with status %d", status)
		}
	}
}
