package uppzy_test

import (
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/uppzy"
)

func TestNew_invalid(t *testing.T) {
	tests := map[string]struct {
		config uppzy.Config
		want   string
	}{
		"no key":          {uppzy.Config{SiteID: site}, "api_key of Uppzy must not be empty"},
		"key with a line": {uppzy.Config{APIKey: apiKey + "\n", SiteID: site}, "api_key of Uppzy must not contain"},
		"no site":         {uppzy.Config{APIKey: apiKey}, "site_id of Uppzy must not be empty"},
		"climbing site":   {uppzy.Config{APIKey: apiKey, SiteID: ".."}, "site_id of Uppzy must not be a relative path"},
		"plain http": {
			uppzy.Config{APIKey: apiKey, SiteID: site, Transport: transport.Options{BaseURL: "http://example.com"}},
			"base_url of Uppzy must begin with https://",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := uppzy.New(test.config)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("got %v, want %q", err, test.want)
			}
			if strings.Contains(err.Error(), apiKey) {
				t.Errorf("the error has the key: %v", err)
			}
		})
	}
}

func TestAccount_isTheSite(t *testing.T) {
	v, err := uppzy.New(uppzy.Config{APIKey: apiKey, SiteID: site})
	if err != nil {
		t.Fatal(err)
	}
	account, err := v.Account(t.Context())
	if account != site || err != nil || v.Name() != "uppzy" {
		t.Errorf("got %q, %v, %q", account, err, v.Name())
	}
}
