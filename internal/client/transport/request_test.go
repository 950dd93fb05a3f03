package transport_test

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

func TestHeaders(t *testing.T) {
	for _, c := range []struct {
		name string
		call transport.Call
		want map[string]string
		body string
	}{
		{"no body", transport.Call{Method: "GET"}, map[string]string{"Content-Type": "", "Authorization": ""}, ""},
		{"post without a body", transport.Call{Method: "POST"}, map[string]string{"Content-Type": "", "Content-Length": "0"}, ""},
		{
			"body",
			transport.Call{Method: "POST", Body: map[string]string{"text": "<a & b>"}},
			map[string]string{"Content-Type": "application/json", "Content-Length": "18"},
			`{"text":"<a & b>"}`,
		},
		{
			"bearer",
			transport.Call{Method: "DELETE", Credential: transport.Bearer(secret)},
			map[string]string{"Authorization": "Bearer " + secret},
			"",
		},
		{
			"key",
			transport.Call{Method: "GET", Credential: transport.Credential{Header: "x-api-key", Value: "k"}},
			map[string]string{"X-Api-Key": "k", "Authorization": ""},
			"",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := serve(t, func(_ http.ResponseWriter, r *http.Request) {
				for name, want := range c.want {
					if got := r.Header.Get(name); got != want {
						t.Errorf("%s is %q, want %q", name, got, want)
					}
				}
				for name, want := range map[string]string{"User-Agent": "test/1", "Accept": "application/json"} {
					if got := r.Header.Get(name); got != want {
						t.Errorf("%s is %q, want %q", name, got, want)
					}
				}
				if body, _ := io.ReadAll(r.Body); string(body) != c.body || r.Method != c.call.Method {
					t.Errorf("%s with body %q", r.Method, body)
				}
			})
			o := over(s.URL)
			o.UserAgent = "test/1"
			if _, err := newTransport(t, o).Do(t.Context(), c.call); err != nil {
				t.Error(err)
			}
		})
	}
}

// A configured header is sent with each request, also with repeats.
func TestConfiguredHeader(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if got := r.Header.Values("Origin"); len(got) != 1 || got[0] != "https://example.com" {
			t.Errorf("Origin is %q", got)
		}
		if got := r.Header.Get("Accept"); got != "application/json" {
			t.Errorf("Accept is %q", got)
		}
		w.WriteHeader(http.StatusBadGateway)
	})
	o := over(s.URL)
	o.Header = http.Header{"Origin": {"https://example.com"}, "Accept": {"text/html"}}
	tr := newTransport(t, o)
	for _, method := range []string{"GET", "POST"} {
		_, _ = tr.Do(t.Context(), transport.Call{Method: method, Repeat: transport.Safe})
	}
	if n := s.requests.Load(); n != 6 {
		t.Errorf("%d requests, want 6", n)
	}
}

// The body is sent whole with each repeat.
func TestBodyIsRepeated(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if body, _ := io.ReadAll(r.Body); string(body) != `{"a":1}` {
			t.Errorf("body is %q", body)
		}
		w.WriteHeader(http.StatusBadGateway)
	})
	_, err := newTransport(t, over(s.URL)).Do(t.Context(), transport.Call{Method: "PUT", Body: map[string]int{"a": 1}, Repeat: transport.Safe})
	if e := failed(t, err); e.Status != 502 || s.requests.Load() != 3 {
		t.Errorf("got %v after %d requests", err, s.requests.Load())
	}
}

func TestHostileIDsStayInTheirSegment(t *testing.T) {
	for id, wire := range map[string]string{
		"plain":            "plain",
		"a/b":              "a%2Fb",
		"../../admin":      "..%2F..%2Fadmin",
		"...":              "...",
		"a?b=c#d":          "a%3Fb=c%23d",
		"100%":             "100%25",
		"%2e%2e":           "%252e%252e",
		"%2F":              "%252F",
		`..\..`:            `..%5C..`,
		"//evil.example/":  "%2F%2Fevil.example%2F",
		"@evil.example:80": "@evil.example:80",
		"http://evil/":     "http:%2F%2Fevil%2F",
		"é ü\u202e":        "%C3%A9%20%C3%BC%E2%80%AE",
		"a;b,c+d e":        "a%3Bb%2Cc+d%20e",
		"<script>\"'":      "%3Cscript%3E%22%27",
		"session~1_-.":     "session~1_-.",
		" ":                "%20",
	} {
		for base, prefix := range map[string]string{"": "/", "/api/v1": "/api/v1/", "/a%2Fb": "/a%2Fb/"} {
			s := serve(t, func(_ http.ResponseWriter, r *http.Request) {
				if want := prefix + "chats/" + wire + "/end?q=1%262"; r.RequestURI != want {
					t.Errorf("%q: asked for %s, want %s", id, r.RequestURI, want)
				}
			})
			call := transport.Call{Method: "GET", Path: []string{"chats", id, "end"}, Query: url.Values{"q": {"1&2"}}}
			if _, err := newTransport(t, over(s.URL+base)).Do(t.Context(), call); err != nil {
				t.Errorf("%q: %v", id, err)
			}
			s.Close()
		}
	}
}

// What client.CheckID refuses is not sent.
func TestIDsThatAreNotSent(t *testing.T) {
	for _, id := range []string{"", ".", "..", "a\nHost: evil", "a\r\n\r\nGET / ", "a\x00b", "tab \t", "\x7f", "\xff\xfe", "a\ufffdb"} {
		if client.CheckID(id) == nil {
			t.Errorf("%q: CheckID accepts it", id)
		}
		tr := newTransport(t, transport.Options{RoundTripper: play(t)})
		_, err := tr.Do(t.Context(), transport.Call{Operation: "close the session", Method: "POST", Path: []string{"chats", id}})
		if e := failed(t, err); e.Sent || e.Status != 0 || !errors.Is(err, client.ErrBadID) || e.Method != "" || e.Path != "" {
			t.Errorf("%q: got %#v", id, e)
		}
	}
}

// A credential that no header can carry is refused by net/http, without it.
func TestCredentialWithLineBreak(t *testing.T) {
	s := serve(t, func(http.ResponseWriter, *http.Request) {})
	tr := newTransport(t, over(s.URL))
	_, err := tr.Do(t.Context(), transport.Call{Method: "GET", Credential: transport.Bearer("abcdef\nghi"), Repeat: transport.Safe})
	if e := failed(t, err); e.Sent || s.requests.Load() != 0 {
		t.Errorf("got %v", err)
	}
	shows(t, err, "abcdef", "ghi")
}

func TestBodyThatIsNoJSON(t *testing.T) {
	tr := newTransport(t, transport.Options{RoundTripper: play(t)})
	_, err := tr.Do(t.Context(), transport.Call{Method: "POST", Body: func() {}})
	if e := failed(t, err); e.Sent {
		t.Errorf("got %v", err)
	}
}

// An id of a response that cannot be sent, or that has a credential in it, is an invalid
// response that shows no more of the id than is allowed.
func TestCheckID(t *testing.T) {
	o := over("https://example.com")
	o.Secrets = []string{secret}
	tr := newTransport(t, o)
	tr.Hide("issued-token")
	call, answer := transport.Call{Operation: "open a session", Method: "POST", Path: []string{"chats"}}, transport.Answer{Status: 201}
	for _, id := range []string{"chat_1", "a/b", "%2e%2e", "é"} {
		if err := tr.CheckID(call, answer, id); err != nil {
			t.Errorf("%q: %v", id, err)
		}
	}
	for id, want := range map[string]string{
		"":                            "it has no id",
		"..":                          `its id ".." must not be a relative path`,
		"a\nb":                        `its id "a\nb" must not contain control characters`,
		"a\ufffd":                     `must not contain`,
		secret:                        `its id "(redacted)" must not contain a credential`,
		"x-issued-token-1":            `its id "(redacted)" must not contain a credential`,
		"x" + url.QueryEscape(secret): `its id "(redacted)" must not contain a credential`,
	} {
		err := tr.CheckID(call, answer, id)
		e := failed(t, err)
		if !e.InvalidResponse || !e.Sent || e.Status != 201 || !strings.Contains(e.Message, want) {
			t.Errorf("%q: got %#v, want %q", id, e, want)
		}
		shows(t, err, secret, "issued-token")
	}
}
