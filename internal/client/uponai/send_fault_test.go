package uponai_test

import (
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// Whatever goes wrong with a message: it is sent once, and none that has arrived
// passes for one that has not.
func TestAMessageIsSentOnce(t *testing.T) {
	operations := []string{"createChatCompletion"}
	check := func(t *testing.T, fault sandbox.Fault) {
		v, box := inBox(t, sandbox.UponAIVariants{}, false)
		ref := client.Ref{ID: box.Seed(sandbox.UponAI, sandbox.Seed{}).ID}
		box.Inject(fault)
		vendortest.CheckSend(t, fault, v, box, ref, client.SendRequest{Text: "hello"})
	}
	vendortest.EachKind(t, operations, func(t *testing.T, fault sandbox.Fault, _ time.Duration) { check(t, fault) })
	statuses := []int{400, 401, 402, 403, 404, 408, 409, 422, 429, 500, 502, 503, 504}
	vendortest.EachFault(t, operations, `{"status":"error","message":"x"}`, statuses, check)
}

// A read that is broken hides nothing of what became of a message.
func TestARefusalStandsThoughTheChatCannotBeRead(t *testing.T) {
	vendortest.EachFault(t, []string{"getChat"}, `{"status":"error","message":"x"}`, []int{400, 401, 403, 409, 429, 500},
		func(t *testing.T, fault sandbox.Fault) {
			v, box := inBox(t, sandbox.UponAIVariants{EndedCompletion: 409}, false)
			ref := client.Ref{ID: box.Seed(sandbox.UponAI, sandbox.Seed{Closed: true}).ID}
			box.Inject(fault)
			_, err := v.Send(t.Context(), ref, client.SendRequest{Text: "hello"})
			if vendortest.StatusOf(err) != 409 || client.MayHaveHappened(err) {
				t.Errorf("got %v", err)
			}
		})
}

// A history that cannot be read whole is an error, and never a part of it.
func TestHistoryUnderFaults(t *testing.T) {
	vendortest.EachKind(t, []string{"getChat"}, func(t *testing.T, fault sandbox.Fault, timeout time.Duration) {
		_, box := inBox(t, sandbox.UponAIVariants{}, false)
		ref := client.Ref{ID: box.Seed(sandbox.UponAI, sandbox.Seed{Messages: []sandbox.Message{{Content: "a"}, {Content: "b"}}}).ID}
		box.Inject(fault)
		v := client.Vendor(connect(t, box, timeout))
		got, err := client.History(t.Context(), v, ref)
		vendortest.CheckSecret(t, err)
		if err == nil && len(got) != 2 || err != nil && (got != nil || vendortest.Is[*client.NotFoundError](err)) {
			t.Errorf("got %v, %v", got, err)
		}
	})
}
