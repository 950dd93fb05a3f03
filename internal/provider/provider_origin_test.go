package provider

import (
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// SiteAssist refuses the publishable key without the Origin of an allowed website. The
// error names what to set, or the origin that is not allowed. With the right one a session
// is opened and closed, also where the origin comes from the environment.
func TestAccProvider_origin(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{SiteAssist: sandbox.SiteAssistVariants{InitWithoutOrigin: 403}})
	const session = "resource \"chat_session\" \"siteassist\" { vendor = \"siteassist\" }\n"
	block := box.config()[sandbox.SiteAssist].(values)
	w := startWorkspace(t, providerBlock(values{sandbox.SiteAssist: block})+session)
	w.apply().mustFail(t, []string{"the publishable key was refused", "origin (or SITEASSIST_ORIGIN)", "allowed websites"})

	const wrong = "https://elsewhere.example.com"
	w.configure(providerBlock(values{sandbox.SiteAssist: with(block, values{"origin": wrong})}) + session)
	w.apply().mustFail(t, []string{"the publishable key was refused for the origin", wrong, "allowed websites"})

	w.configure(providerBlock(values{sandbox.SiteAssist: with(block, values{"origin": sandbox.SiteAssistOrigin + "/"})}) + session)
	w.plan().mustFail(t, []string{"`origin`", "https://www.example.com"})

	w.configure(providerBlock(values{sandbox.SiteAssist: with(block, values{"origin": sandbox.SiteAssistOrigin})}) + session)
	w.apply().mustSucceed(t)
	if n := box.open(sandbox.SiteAssist); n != 1 {
		t.Errorf("%d sessions are open, want 1", n)
	}
	w.configure(providerBlock(values{sandbox.SiteAssist: block}) + session)
	w.set("SITEASSIST_ORIGIN", sandbox.SiteAssistOrigin)
	if plan := w.plan().mustSucceed(t); len(plan.planned) > 0 {
		t.Errorf("planned: %v", plan.planned)
	}
	w.destroy().mustSucceed(t)
	if n := box.open(sandbox.SiteAssist); n != 0 {
		t.Errorf("%d sessions are open, want 0", n)
	}
	for _, r := range box.Requests() {
		if got := strings.Join(r.Header.Values("Origin"), ", "); r.Status < 300 && got != sandbox.SiteAssistOrigin {
			t.Errorf("%s has Origin %q, want %q", r.Operation, got, sandbox.SiteAssistOrigin)
		}
	}
}
