package client_test

import (
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

func TestFormats(t *testing.T) {
	for name, c := range map[string]struct {
		format   client.Format
		good, no []string
	}{
		"uuid": {
			format: client.FormatUUID,
			good:   []string{"5b710eca-ee67-4c3a-aeb6-8b541f451b40", "5B710ECA-EE67-4C3A-AEB6-8B541F451B40", "00000000-0000-0000-0000-000000000000"},
			no: []string{
				"", "5b710eca", "5b710ecaee674c3aaeb68b541f451b40", "{5b710eca-ee67-4c3a-aeb6-8b541f451b40}",
				"5b710eca-ee67-4c3a-aeb6-8b541f451b40\n", "5b710eca-ee67-4c3a-aeb6-8b541f451b4g", "urn:uuid:5b710eca-ee67-4c3a-aeb6-8b541f451b40",
			},
		},
		"email": {
			format: client.FormatEmail,
			good:   []string{"user@example.com", "a.b+c@sub.example.org"},
			no:     []string{"", "user", "user@", "@example.com", "User <user@example.com>", " user@example.com", "a@b, c@d", "user@example.com\n"},
		},
		"url": {
			format: client.FormatURL,
			good:   []string{"https://example.com/contact?a=1#b", "http://localhost:8080"},
			no:     []string{"", "example.com", "/contact", "ftp://example.com", "https://", "https:example.com", "javascript:alert(1)", "https://exa mple.com"},
		},
		"origin": {
			format: client.FormatOrigin,
			good: []string{
				"https://example.com", "http://localhost:8080", "https://www.example.com:8443", "https://192.0.2.1", "http://[::1]:3000",
				"https://xn--bcher-kva.example", "https://my_app.internal",
			},
			no: []string{
				"", "example.com", "www.example.com:443", "null", "*", "https://", "https://example.com/", "https://example.com/contact",
				"https://user@example.com", "https://user:word@example.com", "https://example.com?a=1", "https://example.com?",
				"https://example.com#b", "https://example.com:", "https://example.com:port", "ftp://example.com", "chrome-extension://abc",
				"https://*.example.com", "https:example.com", "//example.com", " https://example.com", "https://example.com ",
				"https://example.com\n", "https://exa mple.com", "https://b\u00fccher.example", "https://example.com,https://example.org",
			},
		},
		"language": {
			format: client.FormatLanguage,
			good:   []string{"en", "pt-BR"},
			no:     []string{"", "e"},
		},
		"length": {
			format: client.FormatMaxLength(4),
			good:   []string{"", "abcd", "äöüß", "😀😀"},
			no:     []string{"abcde", "😀😀a", "äöüßa"},
		},
		"runes": {
			format: client.FormatMaxRunes(4),
			good:   []string{"", "abcd", "äöüß", "😀😀😀😀"},
			no:     []string{"abcde", "😀😀😀😀a", "äöüßa"},
		},
		"id": {
			format: client.CheckID,
			good:   []string{"a", "a/b", "..a", "a b", "ä", "%2e%2e"},
			no:     []string{"", ".", "..", "a\nb", "a\x00", "\x7f", "a\xffb", "a\ufffdb"},
		},
	} {
		for _, value := range c.good {
			if err := c.format(value); err != nil {
				t.Errorf("%s: %q %v", name, value, err)
			}
		}
		for _, value := range c.no {
			if err := c.format(value); err == nil {
				t.Errorf("%s: %q passes", name, value)
			} else if !strings.HasPrefix(err.Error(), "must ") {
				t.Errorf("%s: %q gives %q, which does not go on after a name", name, value, err)
			}
		}
	}
}

func TestGeneratedNamesDiffer(t *testing.T) {
	for name, generate := range map[string]func() string{
		"session id":          func() string { return client.GenerateSessionID("") },
		"prefixed session id": func() string { return client.GenerateSessionID("pr-7-") },
		"marker":              client.GenerateMarker,
	} {
		a, b := generate(), generate()
		if a == b || client.CheckID(a) != nil {
			t.Errorf("%s: %q and %q", name, a, b)
		}
	}
	if id := client.GenerateSessionID(""); !strings.HasPrefix(id, client.DefaultSessionIDPrefix) {
		t.Errorf("id %q", id)
	}
	if id := client.GenerateSessionID("pr-7-"); !strings.HasPrefix(id, "pr-7-") || client.FormatUUID(strings.TrimPrefix(id, "pr-7-")) != nil {
		t.Errorf("id %q", id)
	}
}
