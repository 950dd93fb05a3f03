package talkifai_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/talkifai"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// inSandbox is a vendor whose every call to the sandbox is checked against the
// contract.
func inSandbox(t *testing.T, variants sandbox.TalkifAIVariants) (*talkifai.Vendor, *sandbox.Sandbox) {
	t.Helper()
	box := vendortest.Sandbox(t, sandbox.TalkifAI, sandbox.Variants{TalkifAI: variants}, false)
	o := vendortest.Options(box.BaseURL(sandbox.TalkifAI))
	o.RequestTimeout = 2 * time.Second
	v, err := talkifai.New(talkifai.Config{APIKey: sandbox.TalkifAIAPIKey, Transport: o})
	if err != nil {
		t.Fatal(err)
	}
	return v, box
}

var greeted = client.OpenRequest{
	AgentID: sandbox.TalkifAIAgentID, UserIdentifier: "u@example.com", Metadata: map[string]string{"a": "1"},
}

func TestALife(t *testing.T) {
	tests := map[string]struct {
		variants sandbox.TalkifAIVariants
		after    client.Status // empty: gone
		again    bool          // a second end ends well
	}{
		"404 after the end": {sandbox.TalkifAIVariants{}, "", true},
		"envelope":          {sandbox.TalkifAIVariants{ErrorShape: sandbox.ErrorEnvelope}, "", true},
		"401 after the end": {sandbox.TalkifAIVariants{SecondEnd: 401, HistoryAfterEnd: 401}, client.StatusClosed, true},
		"a history on":      {sandbox.TalkifAIVariants{HistoryAfterEnd: 200}, client.StatusOpen, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			v, box := inSandbox(t, test.variants)
			ctx := t.Context()
			opened, err := v.Open(ctx, greeted)
			if err != nil || opened.Status != client.StatusOpen || opened.Token == "" || opened.Greeting == nil {
				t.Fatalf("opened %+v, %v", opened, err)
			}
			ref := client.Ref{ID: opened.ID, Token: opened.Token}
			if read, err := v.Read(ctx, ref); err != nil || read.Status != client.StatusOpen {
				t.Fatalf("read %+v, %v", read, err)
			}
			if got, err := v.Close(ctx, ref, ""); err != nil || got != (client.CloseResult{}) {
				t.Fatalf("closed %+v, %v", got, err)
			}
			if s, _ := box.Session("talkifai", opened.ID); s.Open {
				t.Error("still open")
			}
			read, err := v.Read(ctx, ref)
			var notFound *client.NotFoundError
			if gone := test.after == ""; errors.As(err, &notFound) != gone || (!gone && read.Status != test.after) {
				t.Errorf("read %+v, %v", read, err)
			}
			if got, err := v.Close(ctx, ref, ""); (err == nil) != test.again {
				t.Errorf("closed again %+v, %v", got, err)
			}
		})
	}
}

func TestTheEndsThatNobodyAskedFor(t *testing.T) {
	v, box := inSandbox(t, sandbox.TalkifAIVariants{})
	opened, err := v.Open(t.Context(), greeted)
	if err != nil {
		t.Fatal(err)
	}
	ref := client.Ref{ID: opened.ID, Token: opened.Token}
	box.Advance(time.Hour)
	var notFound *client.NotFoundError
	if _, err := v.Read(t.Context(), ref); !errors.As(err, &notFound) {
		t.Errorf("after an idle hour: %v", err)
	}
	box.Advance(24 * time.Hour)
	if got, err := v.Read(t.Context(), ref); err != nil || got.Status != client.StatusClosed {
		t.Errorf("after a day: %+v, %v", got, err)
	}
	if got, err := v.Close(t.Context(), ref, ""); err != nil || !got.Already {
		t.Errorf("after a day: %+v, %v", got, err)
	}
}

func TestTwoSessionsMixed(t *testing.T) {
	v, _ := inSandbox(t, sandbox.TalkifAIVariants{})
	first, err := v.Open(t.Context(), greeted)
	if err != nil {
		t.Fatal(err)
	}
	second, err := v.Open(t.Context(), greeted)
	if err != nil {
		t.Fatal(err)
	}
	mixed := client.Ref{ID: first.ID, Token: second.Token}
	if _, err := v.Read(t.Context(), mixed); err == nil {
		t.Error("Read did not fail")
	}
	if _, err := v.Close(t.Context(), mixed, ""); err == nil {
		t.Error("Close did not fail")
	}
}

func TestReadOfAHistoryThatIsTooLarge(t *testing.T) {
	v, box := inSandbox(t, sandbox.TalkifAIVariants{})
	opened, err := v.Open(t.Context(), greeted)
	if err != nil {
		t.Fatal(err)
	}
	box.Inject(sandbox.Fault{Operation: "getMessages", Kind: sandbox.FaultHuge, Size: 2 << 20})
	got, err := v.Read(t.Context(), client.Ref{ID: opened.ID, Token: opened.Token})
	if err != nil || got.Status != client.StatusUnknown {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestManyAtOnce(t *testing.T) {
	v, box := inSandbox(t, sandbox.TalkifAIVariants{})
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			opened, err := v.Open(t.Context(), greeted)
			if err != nil {
				t.Error(err)
				return
			}
			ref := client.Ref{ID: opened.ID, Token: opened.Token}
			if _, err := v.Read(t.Context(), ref); err != nil {
				t.Error(err)
			}
			if _, err := v.Close(t.Context(), ref, ""); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	for _, s := range box.Sessions("talkifai") {
		if s.Open {
			t.Errorf("%s is still open", s.ID)
		}
	}
}
