package uponai_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

func TestLifeOfMessages(t *testing.T) {
	for name, c := range map[string]struct {
		variants sandbox.UponAIVariants
		outside  bool
		// dropped is a vendor whose answer to a message says that the chat is gone
		// when it has ended.
		dropped bool
	}{
		"400":          {},
		"404":          {variants: sandbox.UponAIVariants{EndedCompletion: 404}, dropped: true},
		"409":          {variants: sandbox.UponAIVariants{EndedCompletion: 409}},
		"422":          {variants: sandbox.UponAIVariants{EndedCompletion: 422, UnknownID: 422}},
		"guide's name": {variants: sandbox.UponAIVariants{IDField: sandbox.IDSnake}, outside: true},
	} {
		t.Run(name, func(t *testing.T) {
			v, box := inBox(t, c.variants, c.outside)
			ref := client.Ref{ID: box.Seed(sandbox.UponAI, sandbox.Seed{}).ID}
			const agentName = "Website Concierge"
			reply, err := v.Send(t.Context(), ref, client.SendRequest{Text: "hello"})
			want := &client.Reply{Delivery: client.DeliveryAnswered, Answer: ptr(sandbox.Reply("hello")), AgentName: ptr(agentName)}
			if d := cmp.Diff(reply, want); d != "" || err != nil {
				t.Errorf("%v, %s", err, d)
			}
			if _, err := v.Close(t.Context(), ref, ""); err != nil {
				t.Fatal(err)
			}
			checkHistory(t, v, ref, &client.Message{Name: "User", Text: "hello"}, &client.Message{Name: agentName, Text: sandbox.Reply("hello")})

			_, err = v.Send(t.Context(), ref, client.SendRequest{Text: "too late"})
			closed, ok := errors.AsType[*client.ClosedError](err)
			if ok == c.dropped || ok && closed.ClosedAt.IsZero() || vendortest.Is[*client.NotFoundError](err) != c.dropped {
				t.Errorf("a message to what has ended: %v", err)
			}
			box.RemoveSession(sandbox.UponAI, ref.ID)
			if _, err := v.Send(t.Context(), ref, client.SendRequest{Text: "too late"}); !vendortest.Is[*client.NotFoundError](err) {
				t.Errorf("a message to what is gone: %v", err)
			}
			if _, err := client.History(t.Context(), v, ref); !vendortest.Is[*client.NotFoundError](err) {
				t.Errorf("the history of what is gone: %v", err)
			}
		})
	}
}

func checkHistory(t *testing.T, v client.Vendor, ref client.Ref, want ...*client.Message) {
	t.Helper()
	got, err := client.History(t.Context(), v, ref)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(got, want); d != "" {
		t.Error(d)
	}
}

// A message that makes the chat fail has arrived.
func TestAMessageThatFails(t *testing.T) {
	v, box := inBox(t, sandbox.UponAIVariants{}, false)
	ref := client.Ref{ID: box.Seed(sandbox.UponAI, sandbox.Seed{}).ID}
	if _, err := v.Send(t.Context(), ref, client.SendRequest{Text: sandbox.FailMarker}); vendortest.StatusOf(err) != 500 || !client.MayHaveHappened(err) {
		t.Errorf("got %v", err)
	}
	checkHistory(t, v, ref, &client.Message{Name: "User", Text: sandbox.FailMarker})
	if _, err := v.Send(t.Context(), ref, client.SendRequest{Text: "and now"}); !vendortest.Is[*client.ClosedError](err) {
		t.Errorf("a message to a chat that failed: %v", err)
	}
}
