package siteassist_test

import (
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/siteassist"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

var (
	boxToken = siteassist.Config{Token: sandbox.SiteAssistToken}
	boxKey   = siteassist.Config{PublishableKey: sandbox.SiteAssistPublishableKey, VisitorID: sandbox.SiteAssistVisitorID}
)

// inBox starts a sandbox behind the contract and a vendor for it.
func inBox(t *testing.T, c siteassist.Config, variants sandbox.SiteAssistVariants) (*siteassist.Vendor, *sandbox.Sandbox) {
	t.Helper()
	box := vendortest.Sandbox(t, sandbox.SiteAssist, sandbox.Variants{SiteAssist: variants}, false)
	return connect(t, box, c, 0), box
}

// connect makes a vendor whose attempts have the timeout, or the default when it is 0.
func connect(t *testing.T, box *sandbox.Sandbox, c siteassist.Config, timeout time.Duration) *siteassist.Vendor {
	t.Helper()
	c.Transport = vendortest.Options(box.BaseURL(sandbox.SiteAssist))
	c.Transport.RequestTimeout = timeout
	v, err := siteassist.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestLifecycle(t *testing.T) {
	for name, config := range map[string]siteassist.Config{"token": boxToken, "key": boxKey} {
		t.Run(name, func(t *testing.T) {
			v, box := inBox(t, config, sandbox.SiteAssistVariants{Interaction: sandbox.InterationAt, StartStatus: 200})
			opened, err := v.Open(t.Context(), client.OpenRequest{PageURL: "https://example.com/contact"})
			if err != nil {
				t.Fatal(err)
			}
			ref := client.Ref{ID: opened.ID, Seen: true, AccountConfirmed: true}
			kept, _ := box.Session(sandbox.SiteAssist, opened.ID)
			if kept.PageURL != "https://example.com/contact" || kept.Account != opened.Account {
				t.Errorf("opened %+v, kept %+v", opened, kept)
			}
			if s, err := v.Open(t.Context(), client.OpenRequest{SessionID: opened.ID}); err != nil || s.ID != opened.ID {
				t.Errorf("adopt: %+v, %v", s, err)
			}
			for range 2 {
				if _, err := v.Close(t.Context(), ref, "done"); err != nil {
					t.Fatal(err)
				}
			}
			if kept, _ = box.Session(sandbox.SiteAssist, opened.ID); kept.Open || kept.CloseReason != "done" {
				t.Errorf("closed %+v", kept)
			}
			if s, err := v.Read(t.Context(), ref); err != nil || s.Status != client.StatusClosed || s.ClosedAt.IsZero() || s.Account != opened.Account {
				t.Errorf("read: %+v, %v", s, err)
			}
			if _, err := v.Open(t.Context(), client.OpenRequest{SessionID: opened.ID}); !vendortest.Is[*client.ClosedError](err) {
				t.Errorf("adopt a closed conversation: %v", err)
			}
			box.RemoveSession(sandbox.SiteAssist, opened.ID)
			if _, err := v.Read(t.Context(), ref); !vendortest.Is[*client.NotFoundError](err) {
				t.Errorf("read a removed conversation: %v", err)
			}
			if result, err := v.Close(t.Context(), ref, ""); err != nil || !result.Already {
				t.Errorf("close a removed conversation: %+v, %v", result, err)
			}
		})
	}
}

func TestTokenExpiresInTheMiddle(t *testing.T) {
	v, box := inBox(t, boxKey, sandbox.SiteAssistVariants{TokenLifetime: sandbox.Duration(time.Minute)})
	opened, err := v.Open(t.Context(), client.OpenRequest{})
	if err != nil {
		t.Fatal(err)
	}
	box.Advance(time.Hour)
	if _, err := v.Close(t.Context(), client.Ref{ID: opened.ID, Seen: true, SameCredential: true}, ""); err != nil {
		t.Fatal(err)
	}
	box.ExpireTokens(sandbox.SiteAssist)
	again, err := v.Open(t.Context(), client.OpenRequest{})
	if err != nil || again.Account != opened.Account {
		t.Errorf("got %+v, %v", again, err)
	}
}

func TestSandboxVariantsOfClose(t *testing.T) {
	for name, c := range map[string]struct {
		variants sandbox.SiteAssistVariants
		before   func(box *sandbox.Sandbox, id string)
		open     bool // afterwards, so that the close is an error
	}{
		"second close is a conflict": {
			variants: sandbox.SiteAssistVariants{SecondClose: 409},
			before:   func(box *sandbox.Sandbox, id string) { box.CloseSession(sandbox.SiteAssist, id) },
		},
		"not confirmed, closed": {variants: sandbox.SiteAssistVariants{CloseSuccess: sandbox.CloseFalseDone}},
		"not confirmed, open":   {variants: sandbox.SiteAssistVariants{CloseSuccess: sandbox.CloseFalseOpen}, open: true},
	} {
		t.Run(name, func(t *testing.T) {
			v, box := inBox(t, boxToken, c.variants)
			seeded := box.Seed(sandbox.SiteAssist, sandbox.Seed{})
			if c.before != nil {
				c.before(box, seeded.ID)
			}
			_, err := v.Close(t.Context(), client.Ref{ID: seeded.ID, Seen: true, AccountConfirmed: true}, "")
			if kept, _ := box.Session(sandbox.SiteAssist, seeded.ID); kept.Open != c.open || (err != nil) != c.open {
				t.Errorf("open %t, error %v", kept.Open, err)
			}
		})
	}
}

// Whichever call fails, and however: a conversation that is open is returned or is a
// *client.LostError, and none is reported as closed that is open.
func TestFaults(t *testing.T) {
	operations := []string{"startConversation", "getConversation", "closeConversation", "listConversations", "getMe", "initIdentity"}
	vendortest.EachKind(t, operations, func(t *testing.T, fault sandbox.Fault, timeout time.Duration) {
		config := boxKey
		if fault.Operation == "getMe" {
			config = boxToken
		}
		well, box := inBox(t, config, sandbox.SiteAssistVariants{})
		seeded := client.Ref{ID: box.Seed(sandbox.SiteAssist, sandbox.Seed{}).ID, Seen: true, AccountConfirmed: true}
		box.Inject(fault)
		checkFault(t, fault.Operation, connect(t, box, config, timeout), box, seeded)
		box.ClearFaults()
		vendortest.CheckCloseAgain(t, fault.Operation, well, box, seeded)
	})
}

func checkFault(t *testing.T, operation string, v *siteassist.Vendor, box *sandbox.Sandbox, seeded client.Ref) {
	t.Helper()
	vendortest.CheckRead(t, operation, v, seeded)
	s, err := v.Open(t.Context(), client.OpenRequest{})
	if (s == nil) != (err != nil) {
		t.Errorf("%s: opened %+v, %v", operation, s, err)
	}
	for _, kept := range box.Sessions(sandbox.SiteAssist) {
		if kept.ID != seeded.ID && (s == nil || kept.ID != s.ID) && !vendortest.Is[*client.LostError](err) {
			t.Errorf("%s: %s is open and in no result: %+v, %v", operation, kept.ID, s, err)
		}
	}
	vendortest.CheckClose(t, operation, v, box, seeded)
}
