package transport_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// What is shown is never longer than the text, but for the words in its place, and never
// has a secret.
func FuzzRedactor(f *testing.F) {
	f.Add("e", "rr", "an error")
	f.Add("redacted", "withheld", "(redacted)")
	f.Add("sk_live_0123456789", "x", "token %73k_live_0123456789 &#x73;k \\u0073")
	f.Add("aaaaaaaa", "aaaaaaaab", strings.Repeat("a", 2000))
	f.Add("s3cr3t/with+signs", "", "czNjcjN0L3dpdGgrc2lnbnM=")
	f.Fuzz(func(t *testing.T, one, other, text string) {
		r := transport.NewRedactor(one, other)
		for name, shown := range map[string]string{"Redact": r.Redact(text), "Words": r.Words(text)} {
			if n := utf8.RuneCountInString(shown); n > min(utf8.RuneCountInString(text), 301)+len(withheld) {
				t.Errorf("%s shows %d characters of %q", name, n, text)
			}
			if shown == withheld || shown == "(redacted)" {
				continue
			}
			for _, secret := range []string{one, other} {
				if strings.ContainsFunc(secret, isLetterOrDigit) && strings.Contains(shown, secret) {
					t.Errorf("%s shows %q in %q", name, secret, shown)
				}
			}
		}
	})
}

func isLetterOrDigit(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
