//go:build !race

package client_test

import (
	"net/http"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// A response of very many values takes little memory, whatever the values are.
// TestAccMemory_bodies does the same with the largest bodies.
func TestCrowd_hostileBodies(t *testing.T) {
	var body string
	o := transport.Options{RoundTripper: vendortest.RoundTrip(func(*http.Request) (*http.Response, error) {
		response := vendortest.Answer(200, body)
		response.ContentLength = int64(len(body))
		return response, nil
	})}
	ref := client.Ref{ID: sandbox.HostileID, Token: secret, Seen: true, AccountConfirmed: true}
	calls := map[string]func(v client.Vendor){
		"read":    func(v client.Vendor) { _, _ = v.Read(t.Context(), ref) },
		"list":    func(v client.Vendor) { _, _ = client.List(t.Context(), v, client.Filter{}, 0) },
		"history": func(v client.Vendor) { _, _ = client.History(t.Context(), v, ref) },
	}
	for vendor, connect := range map[string]func(transport.Options) (client.Vendor, error){
		"uppzy": newUppzy, "talkifai": newTalkifAI, "siteassist": newSiteAssist, "uponai": newUponAI,
	} {
		var name string
		for name, body = range sandbox.HostileBodies(vendor, 480_000) {
			for call, do := range calls {
				v, err := connect(o)
				if err != nil {
					t.Fatal(err)
				}
				if peak := vendortest.PeakMiB(func() { do(v) }); peak > 64 {
					t.Errorf("%s: to %s with %s of %d bytes takes %.0f MiB", vendor, call, name, len(body), peak)
				}
			}
		}
	}
}
