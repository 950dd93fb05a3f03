package transport

import (
	"encoding/json"
	"html"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// percentEscape is one escaped byte of a URL.
var percentEscape = regexp.MustCompile(`%[0-9A-F]{2}`)

// uriComponent turns url.QueryEscape into JavaScript's encodeURIComponent.
var uriComponent = strings.NewReplacer("+", "%20", "%21", "!", "%27", "'", "%28", "(", "%29", ")", "%2A", "*")

// writings are the ways in which servers, proxies and libraries write a secret
// that they repeat.
func writings(secret string) []string {
	query := url.QueryEscape(secret)
	forms := []string{secret, query, url.PathEscape(secret), uriComponent.Replace(query), html.EscapeString(secret)}
	for _, form := range forms[1:4] {
		forms = append(forms, percentEscape.ReplaceAllStringFunc(form, strings.ToLower))
	}
	// Go's JSON escapes <, > and & as well, PHP's the slash, Python's all that
	// is not ASCII; Go's %q is close to the latter.
	quoted := []string{strconv.Quote(secret), strconv.QuoteToASCII(secret)}
	if encoded, err := json.Marshal(secret); err == nil {
		quoted = append(quoted, string(encoded))
	}
	for _, form := range quoted {
		inner := form[1 : len(form)-1]
		forms = append(forms, inner, strings.ReplaceAll(inner, "/", `\/`))
	}
	return forms
}
