package client_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/siteassist"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/uponai"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/uppzy"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

// A list is refused that has a credential where an id or the key of the next page is: it
// would be in errors, in the state and in the URLs of later requests.
func TestList_credentials(t *testing.T) {
	const credential = "credential-0123456789"
	for name, test := range map[string]struct {
		connect func(transport.Options) (client.Vendor, error)
		body    string
	}{
		"uppzy": {func(o transport.Options) (client.Vendor, error) {
			return uppzy.New(uppzy.Config{APIKey: credential, SiteID: "site", Transport: o})
		}, `{"sessions":[{"id":"ID","created_at":"2026-01-31T08:00:00Z"}]}`},
		"siteassist": {func(o transport.Options) (client.Vendor, error) {
			return siteassist.New(siteassist.Config{Token: credential, Transport: o})
		}, `{"object":"list","total":1,"limit":100,"offset":0,"data":[{"id":"ID","status":"open"}]}`},
		"uponai": {func(o transport.Options) (client.Vendor, error) {
			return uponai.New(uponai.Config{Token: credential, WorkspaceID: 1, Transport: o})
		}, `{"data":[{"chatId":"ID","status":"ongoing"}],"pagination_key":null}`},
		"the key of uponai's next page": {func(o transport.Options) (client.Vendor, error) {
			return uponai.New(uponai.Config{Token: credential, WorkspaceID: 1, Transport: o})
		}, `{"data":[{"chatId":"one","status":"ongoing"}],"pagination_key":"ID"}`},
	} {
		t.Run(name, func(t *testing.T) {
			for id, refused := range map[string]bool{"": false, "x-" + credential + "-y": true, "Y3JlZGVudGlhbC0wMTIzNDU2Nzg5": true} {
				v, err := test.connect(transport.Options{NoRetry: true, RoundTripper: vendortest.RoundTrip(func(r *http.Request) (*http.Response, error) {
					if strings.Contains(r.URL.String(), credential) {
						t.Errorf("requested %s", r.URL)
					}
					body := test.body
					if id != "" {
						body = strings.Replace(body, "ID", id, 1)
					} else if strings.Contains(body, `"pagination_key":"ID"`) {
						body = strings.Replace(body, `"ID"`, "null", 1)
					}
					return vendortest.Answer(http.StatusOK, body), nil
				})})
				if err != nil {
					t.Fatal(err)
				}
				found, err := client.List(t.Context(), v, client.Filter{}, 0)
				switch {
				case !refused && (err != nil || len(found.Sessions) != 1):
					t.Errorf("%q: got %v, %v", id, found, err)
				case refused && (err == nil || !strings.Contains(err.Error(), "contains a credential") || strings.Contains(err.Error(), id)):
					t.Errorf("%q: got %v, want an error without it", id, err)
				}
			}
		})
	}
}
