package client_test

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
)

// A list is refused that has a credential where an id or the key of the next page is: it
// would be in errors, in the state and in the URLs of later requests.
func TestList_credentials(t *testing.T) {
	for name, test := range map[string]struct {
		connect func(transport.Options) (client.Vendor, error)
		body    string
	}{
		"uppzy":                         {newUppzy, `{"sessions":[{"id":"ID","created_at":"2026-01-31T08:00:00Z"}]}`},
		"siteassist":                    {newSiteAssist, `{"object":"list","total":1,"limit":100,"offset":0,"data":[{"id":"ID","status":"open"}]}`},
		"uponai":                        {newUponAI, `{"data":[{"chatId":"ID","status":"ongoing"}],"pagination_key":null}`},
		"the key of uponai's next page": {newUponAI, `{"data":[{"chatId":"one","status":"ongoing"}],"pagination_key":"ID"}`},
	} {
		t.Run(name, func(t *testing.T) {
			for id, refused := range map[string]bool{"": false, "x-" + secret + "-y": true, base64.StdEncoding.EncodeToString([]byte(secret)): true} {
				v, err := test.connect(transport.Options{NoRetry: true, RoundTripper: vendortest.RoundTrip(func(r *http.Request) (*http.Response, error) {
					if strings.Contains(r.URL.String(), secret) {
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
