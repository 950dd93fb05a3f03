package talkifai_test

import (
	"sync"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/talkifai"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// void are the variants of a vendor that answers 401 once a session has ended (WI).
var void = sandbox.TalkifAIVariants{SecondEnd: 401, HistoryAfterEnd: 401}

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

func TestLifecycle(t *testing.T) {
	tests := map[string]struct {
		variants sandbox.TalkifAIVariants
		after    client.Status // of the ended session
	}{
		"401 after the end":             {void, client.StatusClosed},
		"200 of the history afterwards": {sandbox.TalkifAIVariants{SecondEnd: 401, HistoryAfterEnd: 200}, client.StatusOpen},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			v, box := inSandbox(t, test.variants)
			ctx := t.Context()
			opened, err := v.Open(ctx, greeted)
			if err != nil || opened.Status != client.StatusOpen || opened.Token == "" || opened.Greeting == nil || opened.Note != "" {
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
				t.Error("the session is still open")
			}
			if read, err := v.Read(ctx, ref); err != nil || read.Status != test.after {
				t.Errorf("read %+v, %v, want %s", read, err, test.after)
			}
			if got, err := v.Close(ctx, ref, ""); err != nil || !got.Already {
				t.Errorf("closed again %+v, %v", got, err)
			}
		})
	}
}

func TestExpiry(t *testing.T) {
	v, box := inSandbox(t, void)
	opened, err := v.Open(t.Context(), greeted)
	if err != nil {
		t.Fatal(err)
	}
	ref := client.Ref{ID: opened.ID, Token: opened.Token}
	for _, age := range []time.Duration{time.Hour, 24 * time.Hour} {
		box.Advance(age)
		if got, err := v.Read(t.Context(), ref); err != nil || got.Status != client.StatusClosed {
			t.Errorf("after %s: read %+v, %v", age, got, err)
		}
		if got, err := v.Close(t.Context(), ref, ""); err != nil || got != (client.CloseResult{Already: true}) {
			t.Errorf("after %s: closed %+v, %v", age, got, err)
		}
	}
}

func TestTokenOfAnotherSession(t *testing.T) {
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
	if got, err := v.Read(t.Context(), mixed); err != nil || got.Status != client.StatusUnknown {
		t.Errorf("read %+v, %v", got, err)
	}
	if got, err := v.Close(t.Context(), mixed, ""); err == nil {
		t.Errorf("closed %+v", got)
	}
}

func TestRead_tooLarge(t *testing.T) {
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

func TestConcurrentSessions(t *testing.T) {
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
