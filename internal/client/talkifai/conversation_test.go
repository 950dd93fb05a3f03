package talkifai_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

func TestConversation(t *testing.T) {
	v, box := inSandbox(t, void)
	opened, err := v.Open(t.Context(), greeted)
	if err != nil {
		t.Fatal(err)
	}
	ref := client.Ref{ID: opened.ID, Token: opened.Token}
	say := func(text string) (*client.Reply, error) {
		return client.Send(t.Context(), v, ref, client.SendRequest{Text: text})
	}
	reply := func(text string, usage map[string]int64, end bool, handoff *string) *client.Reply {
		return &client.Reply{
			Delivery: client.DeliveryAnswered, Answer: new(sandbox.Reply(text)), AgentName: new("Support Agent"),
			Handoff: handoff, EndSession: &end, Usage: usage,
		}
	}
	for _, c := range []struct {
		text    string
		usage   map[string]int64
		end     bool
		handoff *string
	}{
		{"Grüße & <b>mehr</b>", map[string]int64{"input_tokens": 3, "output_tokens": 5}, false, nil},
		{"Use " + sandbox.ToolMarker, map[string]int64{"input_tokens": 2, "output_tokens": 4}, false, new("Second Agent")},
		{"Bye " + sandbox.EndMarker, map[string]int64{"input_tokens": 2, "output_tokens": 4}, true, nil},
	} {
		got, err := say(c.text)
		if d := cmp.Diff(got, reply(c.text, c.usage, c.end, c.handoff)); err != nil || d != "" {
			t.Errorf("%s: %v\n%s", c.text, err, d)
		}
	}
	if got, err := say(sandbox.FailMarker); got != nil || !vendortest.Is[*client.AnswerError](err) {
		t.Errorf("got %+v, %v", got, err)
	}

	history, err := client.History(t.Context(), v, ref)
	if err != nil || len(history) != 8 || history[0].Text != *opened.Greeting || history[7].Text != sandbox.FailMarker {
		t.Fatalf("history %v, %v", history, err)
	}
	if m := history[2]; m.Role != "assistant" || *m.TokenCount != 5 || m.CreatedAt.IsZero() || history[1].TokenCount != nil {
		t.Errorf("got %+v after %+v", m, history[1])
	}

	// The agent has asked for the end, which the client has to call.
	if s, _ := box.Session("talkifai", ref.ID); !s.Open {
		t.Error("the message has ended the session")
	}
	if _, err := v.Close(t.Context(), ref, ""); err != nil {
		t.Fatal(err)
	}
	box.Advance(25 * time.Hour)
	if _, err := say("Hello?"); !vendortest.Is[*client.ClosedError](err) {
		t.Errorf("to an ended session: %v", err)
	}
	if _, err := client.History(t.Context(), v, ref); !vendortest.Is[*client.ClosedError](err) {
		t.Errorf("history of an ended session: %v", err)
	}
}

func TestMessages_long(t *testing.T) {
	v, box := inSandbox(t, sandbox.TalkifAIVariants{})
	var said []sandbox.Message
	for i := range 250 {
		said = append(said, sandbox.Message{Content: fmt.Sprint(i)})
	}
	kept := box.Seed(sandbox.TalkifAI, sandbox.Seed{Messages: said})
	got, err := client.History(t.Context(), v, client.Ref{ID: kept.ID, Token: kept.Token})
	if err != nil || len(got) != 250 {
		t.Fatalf("%d messages, %v", len(got), err)
	}
	for i, m := range got {
		if m.Text != fmt.Sprint(i) {
			t.Fatalf("message %d is %q", i, m.Text)
		}
	}
	if n := len(box.Requests()); n != 3 {
		t.Errorf("%d requests", n)
	}
}

// Whatever fails while a message is sent: it does not arrive twice, and the error of a
// message that has arrived does not rule that out.
func TestFaults_send(t *testing.T) {
	statuses := []int{400, 401, 402, 403, 404, 408, 409, 422, 429, 500, 502, 503, 504}
	more := []sandbox.Fault{
		{Kind: sandbox.FaultHang},
		{Kind: sandbox.FaultHangAfter},
		{Kind: sandbox.FaultDrip},
		{Kind: sandbox.FaultHuge},
		{Kind: sandbox.FaultEndless},
		{Kind: sandbox.FaultForeign404},
		{Kind: sandbox.FaultStatus, Status: 429, Times: 1},
	}
	vendortest.EachFault(t, []string{"sendMessage"}, `{"detail":"x"}`, statuses, func(t *testing.T, fault sandbox.Fault) {
		v, box := inSandbox(t, sandbox.TalkifAIVariants{})
		kept := box.Seed(sandbox.TalkifAI, sandbox.Seed{})
		box.Inject(fault)
		ctx := t.Context()
		if fault.Kind == sandbox.FaultHang || fault.Kind == sandbox.FaultHangAfter {
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(ctx, 100*time.Millisecond)
			defer cancel()
		}
		got, err := v.Send(ctx, client.Ref{ID: kept.ID, Token: kept.Token}, hello)
		vendortest.CheckSecret(t, err)
		if requests := len(box.Requests()); requests != 1 && (requests != 2 || fault.Status != http.StatusTooManyRequests) {
			t.Errorf("sent %d times", requests)
		}
		arrived := 0
		kept, _ = box.Session(sandbox.TalkifAI, kept.ID)
		for _, m := range kept.Messages {
			if m.Content == hello.Text {
				arrived++
			}
		}
		switch {
		case arrived > 1:
			t.Errorf("arrived %d times", arrived)
		case arrived == 1 && err != nil && !client.MayHaveSucceeded(err):
			t.Errorf("arrived, and the error rules that out: %v", err)
		case err == nil && (arrived == 0 || *got.Answer != sandbox.Reply(hello.Text)):
			t.Errorf("got %+v for a message that arrived %d times", got, arrived)
		}
		answered := fault.Kind == sandbox.FaultDrip || fault.Times == 1
		if (err == nil) != answered {
			t.Errorf("got %+v, %v", got, err)
		}
	}, more...)
}
