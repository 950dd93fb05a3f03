package client_test

import (
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

func TestParseBaseURL(t *testing.T) {
	for raw, want := range map[string]string{
		"https://api.example.com":          "https://api.example.com",
		"https://api.example.com/":         "https://api.example.com",
		"https://api.example.com/v2//":     "https://api.example.com/v2",
		"https://api.example.com:8443/a/b": "https://api.example.com:8443/a/b",
		"https://api.example.com/a%2Fb/":   "https://api.example.com/a%2Fb",
		"HTTPS://api.example.com/v1":       "https://api.example.com/v1",
		"http://localhost:8090/uppzy":      "http://localhost:8090/uppzy",
		"https://API.Example.com/V1":       "https://api.example.com/V1",
		"http://LOCALHOST":                 "http://localhost",
		"http://LocalHost:8090/Uppzy":      "http://localhost:8090/Uppzy",
		"http://127.0.0.1":                 "http://127.0.0.1",
		"http://127.0.0.2:80":              "http://127.0.0.2:80",
		"http://[::1]:8090":                "http://[::1]:8090",
		"http://[::ffff:127.0.0.1]":        "http://[::ffff:127.0.0.1]",
		"http://[::1%25Lo]:8090":           "http://[::1%25Lo]:8090",
	} {
		u, err := client.ParseBaseURL(raw, false)
		if err != nil || u.String() != want {
			t.Errorf("%s: got %v, %v, want %s", raw, u, err, want)
		}
	}
}

func TestParseBaseURLRefuses(t *testing.T) {
	for raw, want := range map[string]string{
		"":                                 "must begin with https://",
		"api.example.com":                  "must begin with https://",
		"//api.example.com":                "must begin with https://",
		"ftp://api.example.com":            "must begin with https://",
		"https://":                         "must name a host",
		"https:api.example.com":            "must name a host",
		"https:///v1":                      "must name a host",
		"https://:443":                     "must name a host",
		"https://user:hunter2@example.com": "must not hold a user name",
		"https://hunter2@example.com":      "must not hold a user name",
		"http://user:hunter2@localhost":    "must not hold a user name",
		"https://example.com?key=hunter2":  "must not have a query",
		"https://example.com/?":            "must not have a query",
		"https://example.com/#hunter2":     "must not have a query or a fragment",
		"https://example.com/a/../b":       "must not have relative parts",
		"https://example.com/./b":          "must not have relative parts",
		"https://example.com/a%2F..%2Fb":   "must not have relative parts",
		"https://example.com/%2e%2e/b":     "must not have relative parts",
		"https://exa mple.com/hunter2":     "must be a URL",
		"https://example.com:port":         "must be a URL",
		"https://example.com/%zz":          "must be a URL",
		"https://exam\nple.com":            "must be a URL",
		"http://example.com":               "must begin with https://",
		"http://localhost.example.com":     "must begin with https://",
		"http://127.0.0.1.example.com":     "must begin with https://",
		"http://localhost.":                "must begin with https://",
		"http://localhost.localdomain":     "must begin with https://",
		"http://api.localhost":             "must begin with https://",
		"http://localho\u017ft":            "must begin with https://",
		"http://127.1":                     "must begin with https://",
		"http://0.0.0.0":                   "must begin with https://",
		"http://[::]":                      "must begin with https://",
		"http://10.0.0.1":                  "must begin with https://",
		"http://169.254.169.254":           "must begin with https://",
		"http://2130706433":                "must begin with https://",
	} {
		u, err := client.ParseBaseURL(raw, false)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, %v, want %q", raw, u, err, want)
		} else if strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q: the error shows a secret: %v", raw, err)
		}
	}
}

func TestParseBaseURLInsecure(t *testing.T) {
	if _, err := client.ParseBaseURL("http://example.com", true); err != nil {
		t.Error(err)
	}
	for _, raw := range []string{"ftp://example.com", "http://u:p@example.com", "http://example.com/..", "example.com"} {
		if _, err := client.ParseBaseURL(raw, true); err == nil {
			t.Errorf("%s passes", raw)
		}
	}
}

func FuzzParseBaseURL(f *testing.F) {
	for _, raw := range []string{"https://api.example.com/v2", "http://[::1]:1/a%2Fb/", "https://u:p@h/?q#f", "http://localhost%2eexample.com"} {
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		u, err := client.ParseBaseURL(raw, false)
		if err != nil {
			return
		}
		again, err := client.ParseBaseURL(u.String(), false)
		if err != nil || again.Hostname() != u.Hostname() || u.User != nil || u.RawQuery != "" || strings.HasSuffix(u.Path, "/") {
			t.Errorf("%q: got %v, then %v, %v", raw, u, again, err)
		}
	})
}
