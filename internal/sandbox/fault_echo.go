package sandbox

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
)

// echoPlaceholder stands in the Body of a [FaultEcho] for the request's credential.
const echoPlaceholder = "{credential}"

// echoEncoding is a way to write a credential in an error.
type echoEncoding struct {
	name   string
	encode func(credential string) string
}

func echoEncodings() []echoEncoding {
	inBase64 := func(before, after string) func(string) string {
		return func(credential string) string {
			return base64.StdEncoding.EncodeToString([]byte(before + credential + after))
		}
	}
	return []echoEncoding{
		{"plain", func(credential string) string { return credential }},
		{"upper-case", strings.ToUpper},
		{"base64", inBase64("", "")},
		{"base64-bearer", inBase64("Bearer ", "")},
		{"base64-middle-1", inBase64("a", "z")},
		{"base64-middle-2", inBase64("ab", "yz")},
		{"base64-url", func(credential string) string { return base64.RawURLEncoding.EncodeToString([]byte("?>" + credential)) }},
		{"base64-lines", func(credential string) string { return inGroups(inBase64("", "")(credential), 8, "\r\n") }},
		{"hex", func(credential string) string { return hex.EncodeToString([]byte(credential)) }},
		{"percent", byByte("%%%02x")},
		{"unicode", byByte(`\u%04x`)},
		{"html-decimal", byByte("&#%d;")},
		{"html-hex", byByte("&#x%x;")},
		{"html-named", strings.NewReplacer("_", "&lowbar;", "-", "&dash;").Replace},
		{"spaces", func(credential string) string { return inGroups(credential, 4, " ") }},
	}
}

// EchoEncodings are the names of the ways in which a [FaultEcho] writes the credential.
func EchoEncodings() []string {
	var names []string
	for _, e := range echoEncodings() {
		names = append(names, e.name)
	}
	return names
}

// echoAs finds an encoding by name; the first one is the default.
func echoAs(name string) (echoEncoding, bool) {
	encodings := echoEncodings()
	if name == "" {
		return encodings[0], true
	}
	i := slices.IndexFunc(encodings, func(e echoEncoding) bool { return e.name == name })
	if i < 0 {
		return echoEncoding{}, false
	}
	return encodings[i], true
}

// echo is the response of a [FaultEcho] to a request.
func (f Fault) echo(r *http.Request) *held {
	encoding, _ := echoAs(f.Encoding) // Inject has refused an unknown one
	text := encoding.encode(requestCredential(r))
	f.Status = pick(f.Status, http.StatusBadRequest)
	f.Body = pick(f.Body, `{"error":"`+echoPlaceholder+`"}`)
	if strings.HasPrefix(f.Body, "{") {
		text = string(jsonAnswer(f.Status, text).chunks[0])
		text = text[1:strings.LastIndex(text, `"`)]
	}
	f.Body = strings.ReplaceAll(f.Body, echoPlaceholder, text)
	return f.substitute()
}

// requestCredential is the secret that a request was sent with: a token or a key, in a header
// or in the body.
func requestCredential(r *http.Request) string {
	if key := r.Header.Get("X-API-Key"); key != "" {
		return key
	}
	if _, token, found := strings.Cut(r.Header.Get("Authorization"), " "); found {
		return token
	}
	var body struct {
		APIKey string `json:"apiKey"`
	}
	if content, err := io.ReadAll(r.Body); err != nil || json.Unmarshal(content, &body) != nil {
		return ""
	}
	return body.APIKey
}

// byByte writes each byte by the format.
func byByte(format string) func(string) string {
	return func(text string) string {
		var encoded strings.Builder
		for _, b := range []byte(text) {
			fmt.Fprintf(&encoded, format, b)
		}
		return encoded.String()
	}
}

// inGroups separates groups of so many bytes.
func inGroups(text string, size int, separator string) string {
	var groups []string
	for group := range slices.Chunk([]byte(text), size) {
		groups = append(groups, string(group))
	}
	return strings.Join(groups, separator)
}
