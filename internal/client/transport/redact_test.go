package transport_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// shows fails when any error in the chain can be made to print one of texts.
func shows(t *testing.T, err error, texts ...string) {
	t.Helper()
	for next := err; next != nil; next = errors.Unwrap(next) {
		for _, verb := range []string{"%v", "%+v", "%#v", "%q", "%s"} {
			printed := fmt.Sprintf(verb, next)
			for _, text := range texts {
				for _, form := range []string{text, strconv.Quote(text)[1 : len(strconv.Quote(text))-1]} {
					if strings.Contains(printed, form) {
						t.Errorf("%T shows %q by %s: %s", next, text, verb, printed)
					}
				}
			}
		}
	}
}

// escapes are the ways in which a vendor, or what stands before it, repeats a secret.
func escapes(t *testing.T, text string) map[string]string {
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
	slashes := strings.ReplaceAll(plain.String(), "/", `\/`)
	return map[string]string{
		"raw": text, "json": string(encoded), "json, < left": plain.String(), "json, slashes": slashes,
		"json, ASCII": strconv.QuoteToASCII(text), "query": url.QueryEscape(text), "path": url.PathEscape(text),
		"query, lower case": regexp.MustCompile("%..").ReplaceAllStringFunc(url.QueryEscape(text), strings.ToLower),
		"uri component":     strings.ReplaceAll(url.QueryEscape(text), "+", "%20"), "html": html.EscapeString(text), "go": strconv.Quote(text),
	}
}

func TestRedactor(t *testing.T) {
	for _, text := range []string{secret, `ends with "`, `"`, `back\slash`, "a b+c/d", "plain-token-1", "a!b*c'(d)"} {
		r := transport.NewRedactor("", text)
		for name, form := range escapes(t, text) {
			form = strings.TrimSpace(form)
			got := r.Redact("before " + form + " after " + form)
			inner := strings.Trim(form, `"`)
			if inner != "" && strings.Contains(got, inner) || !strings.HasPrefix(got, "before ") || !strings.Contains(got, " after ") {
				t.Errorf("%s of %q: %s", name, text, got)
			}
		}
	}
}

func TestRedactorTakesTheLongestFirst(t *testing.T) {
	r := transport.NewRedactor("abc", "abcdef", "a b", "a+b!")
	for text, want := range map[string]string{
		"abcdef abc": "(redacted) (redacted)", "nothing": "nothing", "": "",
		// a+b is how a query writes the first, and has writings of its own.
		"a+b a%2Bb%21 a%2bb%21": "(redacted) (redacted) (redacted)",
	} {
		if got := r.Redact(text); got != want {
			t.Errorf("%q becomes %q", text, got)
		}
	}
	// A secret that is how another one is written has writings of its own.
	r.Add("a+b")
	if got := r.Redact("x a%2Bb x"); got != "x (redacted) x" {
		t.Errorf("got %q", got)
	}
}

func TestRedactorSideBySide(t *testing.T) {
	r := transport.NewRedactor()
	var group sync.WaitGroup
	for i := range 20 {
		group.Go(func() {
			mine := fmt.Sprintf("secret-%d-", i)
			r.Add(mine)
			if got := r.Redact(mine); strings.Contains(got, mine) {
				t.Errorf("got %s", got)
			}
		})
	}
	group.Wait()
}

// Whatever repeats a secret, no error shows it, by whichever verb it is printed.
func TestErrorsShowNoSecret(t *testing.T) {
	own := func(_ int, body []byte) transport.Problem {
		return transport.Problem{VendorShape: true, Code: "E " + string(body), Message: "refused: " + string(body)}
	}
	const hidden = "issued-later/+x"
	for _, text := range []string{secret, hidden} {
		for name, form := range escapes(t, text) {
			for what, next := range map[string]step{
				"own words":   answer(400, form),
				"foreign":     answer(404, "<p>"+form+"</p>"),
				"wrapped":     answer(401, strings.Repeat(" ", 280)+form),
				"at the cut":  answer(401, strings.Repeat("x", 290)+form),
				"garbled":     answer(200, form+"<"),
				"redirect":    answer(302, "", "Location", "https://other.example/"+form),
				"status line": answer(599, form),
				"error":       func(*http.Request) (*http.Response, error) { return nil, errors.New("bad: " + form) },
				"url error": func(r *http.Request) (*http.Response, error) {
					return nil, &url.Error{Op: "Get", URL: r.URL.String() + form, Err: &url.Error{Op: "Get", URL: form, Err: errors.New(form)}}
				},
			} {
				for _, o := range []transport.Options{{}, {Problem: own}} {
					synctest.Test(t, func(t *testing.T) {
						o.Secrets, o.MaxRetries, o.RoundTripper = []string{secret}, -1, play(t, next)
						tr := newTransport(t, o)
						tr.Hide(hidden)
						call := get(transport.Once)
						call.Out = &struct{ A int }{}
						call.Path, call.SessionID = []string{"chats", text}, text
						call.Query = url.Values{"token": {text}}
						_, err := tr.Do(t.Context(), call)
						if err == nil {
							t.Fatalf("%s, %s: no error", name, what)
						}
						shows(t, err, text, form)
						if t.Failed() {
							t.Logf("%s, %s", name, what)
						}
					})
				}
			}
		}
	}
}

// The credential of a call is a secret from the first call on.
func TestCredentialIsHidden(t *testing.T) {
	for _, credential := range []transport.Credential{transport.Bearer(secret), {Header: "X-Api-Key", Value: secret}} {
		tr := newTransport(t, transport.Options{RoundTripper: play(t, answer(401, "no such token: "+secret))})
		call := get(transport.Once)
		call.Credential = credential
		_, err := tr.Do(t.Context(), call)
		shows(t, err, secret)
	}
}

// Evening out the spaces must not put a secret together again.
func TestSecretWithASpace(t *testing.T) {
	tr := newTransport(t, transport.Options{Secrets: []string{"two words"}, RoundTripper: play(t, answer(400, "it is two\n\t words."))})
	_, err := tr.Do(t.Context(), get(transport.Once))
	shows(t, err, "two words")
}
