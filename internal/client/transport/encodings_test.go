package transport_test

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// eachByte writes every byte of text by the format.
func eachByte(format, text string) string {
	var encoded strings.Builder
	for _, b := range []byte(text) {
		fmt.Fprintf(&encoded, format, b)
	}
	return encoded.String()
}

// eachRune writes every character of text by the format.
func eachRune(format, text string) string {
	var encoded strings.Builder
	for _, r := range text {
		fmt.Fprintf(&encoded, format, r)
	}
	return encoded.String()
}

// split puts a separator after every n characters.
func split(text, separator string, n int) string {
	var parts strings.Builder
	for i, r := range []rune(text) {
		if i > 0 && i%n == 0 {
			parts.WriteString(separator)
		}
		parts.WriteRune(r)
	}
	return parts.String()
}

// fullWidth writes the ASCII letters and digits of text as wide ones.
func fullWidth(text string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return r + 0xfee0
		}
		return r
	}, text)
}

// namedEntities writes the punctuation of text as HTML's named entities.
var namedEntities = strings.NewReplacer("/", "&sol;", "+", "&plus;", "&", "&amp;", `"`, "&quot;", "<", "&lt;", ">", "&gt;",
	"=", "&equals;", "_", "&lowbar;", "-", "&dash;", ".", "&period;", "!", "&excl;", "*", "&ast;", "'", "&apos;", "(", "&lpar;", ")", "&rpar;", " ", "&nbsp;", "é", "&eacute;")

// escapes are the ways in which a vendor, or what stands before it, repeats a secret.
func escapes(t *testing.T, text string) map[string]string {
	t.Helper()
	encoded, err := json.Marshal(text)
	if err != nil {
		t.Fatal(err)
	}
	var plain strings.Builder
	encoder := json.NewEncoder(&plain)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(text); err != nil {
		t.Fatal(err)
	}
	twice, err := json.Marshal(string(encoded))
	if err != nil {
		t.Fatal(err)
	}
	base := base64.StdEncoding.EncodeToString
	return map[string]string{
		"raw": text, "upper case": strings.ToUpper(text), "lower case": strings.ToLower(text),
		"json": string(encoded), "json, < left": plain.String(), "json, slashes": strings.ReplaceAll(plain.String(), "/", `\/`),
		"json, ASCII": strconv.QuoteToASCII(text), "json, twice": string(twice), "go": strconv.Quote(text),
		"query": url.QueryEscape(text), "path": url.PathEscape(text), "query, lower case": lowerEscapes(url.QueryEscape(text)),
		"query, twice": url.QueryEscape(url.QueryEscape(text)), "uri component": strings.ReplaceAll(url.QueryEscape(text), "+", "%20"),
		"every byte of a URL": eachByte("%%%02X", text), "every byte of a URL, lower case": eachByte("%%%02x", text),
		`every \u`: eachRune(`\u%04x`, text), `every \u, upper case`: eachRune(`\u%04X`, text), `every \u{}`: eachRune(`\u{%x}`, text),
		`every %u`: eachRune(`%%u%04x`, text), `every \x`: eachByte(`\x%02x`, text), "every octal": eachByte(`\%03o`, text),
		"html": html.EscapeString(text), "html, decimal": eachRune("&#%d;", text), "html, hexadecimal": eachRune("&#x%X;", text),
		"html, padded": eachRune("&#%06d;", text), "html, no semicolons": eachRune("&#%d", text) + " ", "html, named": namedEntities.Replace(text),
		"base64": base([]byte(text)), "base64, URL": base64.URLEncoding.EncodeToString([]byte(text)),
		"base64, raw": base64.RawStdEncoding.EncodeToString([]byte(text)), "base64 of a header": base([]byte("Bearer " + text)),
		"base64 of Basic": base([]byte("a:" + text)), "base64, in the middle": base([]byte("x" + text + "y")),
		"base64, in the middle of JSON": base([]byte(`{"a":"` + text + `"}`)), "base64, broken lines": split(base([]byte(text+text)), "\r\n", 8),
		"base64 in a URL": url.QueryEscape(base([]byte(text))), "base64, every byte of a URL": eachByte("%%%02x", base([]byte(text))),
		"hex": hex.EncodeToString([]byte(text)), "hex, upper case": strings.ToUpper(hex.EncodeToString([]byte(text))),
		"hex, colons": eachByte("%02x:", text), "hex, spaces": eachByte("%02x ", text),
		"split by spaces": split(text, " ", 3), "split by lines": split(text, "\n\t", 5), "split in JSON": split(text, `\n`, 7),
		"base64, twice": base([]byte(base([]byte(text)))), "base64, three times": base([]byte(base([]byte(base([]byte(text)))))),
		"base64 of hex": base([]byte(hex.EncodeToString([]byte(text)))), "hex of base64": hex.EncodeToString([]byte(base([]byte(text)))),
		"base64 in JSON in base64": base([]byte(`{"a":"` + base([]byte(text)) + `"}`)), "a list of bytes": fmt.Sprintf("%d", []byte(text)),
		"a list of bytes in JSON": strings.ReplaceAll(fmt.Sprintf("%d", []byte(text)), " ", ", "), "split by tags": split(text, "<wbr>", 1),
		"split by colors": split(text, "\x1b[0m", 2), "full-width letters": fullWidth(text),
		"split by entities": split(text, "&#10;", 4), "split by a zero-width space": split(text, "\u200b", 4),
	}
}

// lowerEscapes writes the escapes of a URL with small letters.
func lowerEscapes(text string) string {
	parts := strings.Split(text, "%")
	for i := 1; i < len(parts); i++ {
		parts[i] = strings.ToLower(parts[i][:2]) + parts[i][2:]
	}
	return strings.Join(parts, "%")
}

// A text is withheld whichever way it writes a secret, wherever in it that stands.
func TestRedactor_encodings(t *testing.T) {
	for _, text := range []string{
		secret, "plain-token-1", "sk_live_0123456789abcdef", "a!b*c'(d)efgh", "hunter2 hunter2", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
		`back\nslash`, "per%41cent", "amp&#65;ersand", strings.Repeat("long-0123456789/", 30),
	} {
		r := transport.NewRedactor("", text)
		for name, form := range escapes(t, text) {
			for where, whole := range map[string]string{
				"alone": form, "in a sentence": "the token " + form + " is wrong", "in JSON": `{"error":"` + form + `"}`,
				"after letters": "abc" + form, "in a page": "<p>100% of " + form + "</p>", "far behind": strings.Repeat(". ", 140) + form,
			} {
				if shown := r.Words(whole); shown != withheld {
					t.Errorf("%s of %q, %s: %s", name, text, where, shown)
				}
			}
			if shown := r.Redact(form); shown != "(redacted)" {
				t.Errorf("%s of %q, as an id: %s", name, text, shown)
			}
		}
	}
}

// Of a secret that the end of what is searched cuts, less than eight characters are shown.
func TestRedactor_cut(t *testing.T) {
	text := strings.Repeat("Zq7-", 4000)
	r := transport.NewRedactor(text)
	for _, form := range []string{text, eachByte("%%%02x", text), base64.StdEncoding.EncodeToString([]byte(text)), hex.EncodeToString([]byte(text))} {
		for before := 0; before < 302; before += 4 {
			shown := r.Words(strings.Repeat("#", before) + form)
			if before < 290 && shown != withheld || len(strings.Trim(shown, "#…")) > 12 && shown != withheld {
				t.Errorf("%.10s after %d: %s", form, before, shown)
			}
		}
	}
}

// The same holds for a secret of which the searched text has all but a few letters.
func TestRedactor_cutShortSecret(t *testing.T) {
	for n := 12; n <= 44; n += 4 {
		text := strings.Repeat("Zq7xKw9", 7)[:n]
		r := transport.NewRedactor(text)
		for has := 8; has < n; has++ {
			for name, cut := range map[string]string{
				"characters": text[:has] + strings.Repeat("-", 2000) + text[has:], "white space": text[:has] + strings.Repeat(" ", 20<<10) + text[has:],
			} {
				if shown := r.Words(cut); shown != withheld {
					t.Errorf("%d of %d, cut by %s: %.60s", has, n, name, shown)
				}
			}
		}
	}
}

// What only looks like an encoding is shown.
func TestRedactor_showsTheRest(t *testing.T) {
	r := transport.NewRedactor(secret, "sk_live_0123456789abcdef", "chat_1_abcdefgh.0123456789")
	for _, text := range []string{
		"", "Invalid API key", "100% of the quota is used", "chat_1_abcdefgh", `C:\users\x`, "AT&T; &#65; &nosuch; %zz %", "sk_live_0123",
		"aGVsbG8gd29ybGQgaGVsbG8gd29ybGQ=", "deadbeefdeadbeefdeadbeef", "\\", "%", "&#", `\u12`, "日本語のエラー",
	} {
		if shown := r.Redact(text); shown != text {
			t.Errorf("Redact(%q) = %q", text, shown)
		}
		if shown := r.Words(text); shown != text {
			t.Errorf("Words(%q) = %q", text, shown)
		}
	}
}
