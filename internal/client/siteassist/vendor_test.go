package siteassist_test

import (
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/siteassist"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

func TestNew(t *testing.T) {
	for name, c := range map[string]struct {
		config siteassist.Config
		want   string // part of the error
	}{
		"token":          {config: byToken},
		"key":            {config: byKey},
		"nothing":        {want: "publishable_key must not be empty"},
		"no visitor":     {config: siteassist.Config{PublishableKey: key}, want: "visitor_id must not be empty"},
		"long visitor":   {config: siteassist.Config{PublishableKey: key, VisitorID: strings.Repeat("x", 101)}, want: "visitor_id must be at most 100"},
		"both":           {config: siteassist.Config{Token: token, PublishableKey: key}, want: "either token"},
		"broken token":   {config: siteassist.Config{Token: token + "\n"}, want: "token must not contain"},
		"broken key":     {config: siteassist.Config{PublishableKey: key + "\r\n", VisitorID: device}, want: "publishable_key must not contain"},
		"origin":         {config: withOrigin(byKey, "https://www.example.com:8443")},
		"origin, path":   {config: withOrigin(byKey, "https://www.example.com/"), want: "origin must be"},
		"origin, space":  {config: withOrigin(byKey, " https://www.example.com"), want: "origin must be"},
		"origin, token":  {config: withOrigin(byToken, website), want: "either token"},
		"clear text":     {config: siteassist.Config{Token: token, Transport: transport.Options{BaseURL: "http://example.com"}}, want: "base_url must begin with https://"},
		"password":       {config: siteassist.Config{Token: token, Transport: transport.Options{BaseURL: "https://u:" + token + "@example.com"}}, want: "base_url must not hold a user name"},
		"other base URL": {config: siteassist.Config{Token: token, Transport: transport.Options{BaseURL: "https://example.com/x"}}},
	} {
		t.Run(name, func(t *testing.T) {
			v, err := siteassist.New(c.config)
			if c.want == "" {
				if err != nil || v.Name() != "siteassist" {
					t.Errorf("got %v, %v", v, err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), token) || strings.Contains(err.Error(), key) {
				t.Errorf("error %v, want %q", err, c.want)
			}
		})
	}
}
