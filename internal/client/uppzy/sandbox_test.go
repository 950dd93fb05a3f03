package uppzy_test

import (
	"errors"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/uppzy"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// inSandbox is a vendor whose every call to the sandbox is checked against the
// contract.
func inSandbox(t *testing.T, variants sandbox.UppzyVariants) (*uppzy.Vendor, *sandbox.Sandbox) {
	t.Helper()
	outside := variants.ListShape == sandbox.ListArray || variants.ClosedChat == 409
	box := vendortest.Sandbox(t, sandbox.Uppzy, sandbox.Variants{Uppzy: variants}, outside)
	o := vendortest.Options(box.BaseURL(sandbox.Uppzy))
	o.RequestTimeout = 10 * time.Second // an answer up to the cap is read in it
	v, err := uppzy.New(uppzy.Config{APIKey: sandbox.UppzyAPIKey, SiteID: sandbox.UppzySiteID, Transport: o})
	if err != nil {
		t.Fatal(err)
	}
	return v, box
}

func TestLifecycle(t *testing.T) {
	for name, variants := range map[string]sandbox.UppzyVariants{
		"as documented": {},
		"bare array":    {ListShape: sandbox.ListArray},
		"202":           {AsyncStatus: 202},
	} {
		t.Run(name, func(t *testing.T) {
			v, box := inSandbox(t, variants)
			ctx := t.Context()
			opened, err := v.Open(ctx, client.OpenRequest{
				SessionIDPrefix: "life-", OpeningMessage: "hello", UserIdentifier: mail, ResponseLanguage: "en",
			})
			if err != nil || opened.Status != client.StatusOpen || opened.OpeningRequestID == "" {
				t.Fatalf("opened %+v, %v", opened, err)
			}
			ref := client.Ref{ID: opened.ID, UserIdentifier: mail, Seen: true}
			read, err := v.Read(ctx, ref)
			if err != nil || read.Status != client.StatusOpen || read.CreatedAt.IsZero() || read.MessageCount == nil {
				t.Fatalf("read %+v, %v", read, err)
			}
			adopted, err := v.Open(ctx, client.OpenRequest{SessionID: opened.ID})
			if err != nil || adopted.Status != client.StatusOpen {
				t.Fatalf("adopted %+v, %v", adopted, err)
			}
			for range 2 {
				if _, err := v.Close(ctx, ref, ""); err != nil {
					t.Fatal(err)
				}
			}
			read, err = v.Read(ctx, ref)
			if err != nil || read.Status != client.StatusClosed || read.ClosedAt.IsZero() {
				t.Fatalf("read %+v, %v", read, err)
			}
			var closed *client.ClosedError
			if _, err := v.Open(ctx, client.OpenRequest{SessionID: opened.ID}); !errors.As(err, &closed) {
				t.Errorf("adopting a closed session: %v", err)
			}
			if n := len(box.Sessions("uppzy")); n != 1 {
				t.Errorf("%d sessions", n)
			}
		})
	}
}

func TestClose_notStarted(t *testing.T) {
	for _, status := range []sandbox.Status{200, 400, 404} {
		v, _ := inSandbox(t, sandbox.UppzyVariants{CloseUnknown: status})
		if got, err := v.Close(t.Context(), client.Ref{ID: "never"}, ""); err != nil || (got.Warning != "") != (status != 200) {
			t.Errorf("with status %d: %+v, %v", status, got, err)
		}
	}
}

func TestOpen_lostAndListedLate(t *testing.T) {
	v, box := inSandbox(t, sandbox.UppzyVariants{ListLag: sandbox.Duration(time.Minute)})
	box.Inject(sandbox.Fault{Operation: "chatAsync", Kind: sandbox.FaultResetAfter})
	got, err := v.Open(t.Context(), client.OpenRequest{SessionID: "s1", OpeningMessage: "hello"})
	if err == nil || got == nil || got.Status != client.StatusUnknown {
		t.Fatalf("got %+v, %v", got, err)
	}
	if _, err := v.Close(t.Context(), client.Ref{ID: "s1"}, ""); err != nil {
		t.Fatal(err)
	}
	if s, _ := box.Session("uppzy", "s1"); s.Open {
		t.Error("the session is still open")
	}
}

func TestRead_tooLarge(t *testing.T) {
	v, box := inSandbox(t, sandbox.UppzyVariants{})
	box.Inject(sandbox.Fault{Operation: "listSessions", Kind: sandbox.FaultHuge, Size: 2 << 20})
	got, err := v.Read(t.Context(), client.Ref{ID: "s1"})
	if err != nil || got.Status != client.StatusUnknown {
		t.Errorf("got %+v, %v", got, err)
	}
}
