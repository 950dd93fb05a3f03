package transport_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
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

// withheld stands in place of a vendor's words with a secret in them.
const withheld = "(withheld because it contains a credential)"

// A short credential, or many that are alike, must not make a text longer.
func TestRedactor_doesNotMultiply(t *testing.T) {
	for _, secrets := range [][]string{{"e"}, {"a", "b", "c", "d", "e", "r"}, {"redacted", "(redacted)", "withheld", "tactedre"}, {"aaaaaaaa", "aaaaaaaaa", "aaaaaaaab"}} {
		r := transport.NewRedactor(secrets...)
		for _, text := range []string{strings.Repeat("e", 4096), strings.Repeat("redacted", 512), strings.Repeat("a", 100), "(redacted)"} {
			for name, shown := range map[string]string{"Redact": r.Redact(text), "Words": r.Words(text)} {
				if len(shown) > min(len(text), 301)+len(withheld) {
					t.Errorf("%s of %q: %d bytes from %d", name, secrets, len(shown), len(text))
				}
			}
		}
	}
}

// A secret of a few characters is compared as it is: by chance it is in any text that is
// decoded.
func TestRedactor_shortSecret(t *testing.T) {
	r := transport.NewRedactor("k1")
	for text, want := range map[string]string{
		"the key k1 is wrong": withheld, "the key K1": withheld, "the key %6b1": withheld,
		"the key azE= is wrong": "the key azE= is wrong", "the key 6b31": "the key 6b31",
	} {
		if shown := r.Words(text); shown != want {
			t.Errorf("%q: got %q, want %q", text, shown, want)
		}
	}
}

func TestWords(t *testing.T) {
	tr := newTransport(t, transport.Options{Secrets: []string{secret}})
	if got := tr.Words(" The model\r\n\x00failed at " + secret); got != withheld {
		t.Errorf("got %q", got)
	}
	if got := tr.Words(" The model\r\n\x00failed "); got != "The model failed" {
		t.Errorf("got %q", got)
	}
	if got := []rune(tr.Words(strings.Repeat("é", 1000))); len(got) != 301 {
		t.Errorf("%d characters are left", len(got))
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
						if strings.Count(err.Error(), withheld) > 1 {
							t.Errorf("%s, %s: the sentence stands twice: %v", name, what, err)
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

// The code and the message of an error are shown one after the other.
func TestErrorsShowNoSecretInTwoParts(t *testing.T) {
	tr := newTransport(t, transport.Options{
		Secrets: []string{"sk-live-0123456789abcdef"}, NoRetry: true, RoundTripper: play(t, answer(400, "{}")),
		Problem: func(int, []byte) transport.Problem {
			return transport.Problem{Code: "sk-live-0123456", Message: "789abcdef"}
		},
	})
	_, err := tr.Do(t.Context(), get(transport.Once))
	if err == nil || !strings.Contains(err.Error(), withheld) || strings.Contains(err.Error(), "789abcdef") {
		t.Errorf("got %v", err)
	}
}
