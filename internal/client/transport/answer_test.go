package transport_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

func TestAnswer(t *testing.T) {
	for _, c := range []struct {
		name, body, date string
		status           int
		noOut            bool
		id               string
		garbled          bool
	}{
		{name: "JSON", status: 200, body: `{"id":"x","more":[1]}`, id: "x"},
		{name: "created", status: 201, body: ` {"id":"x"}` + "\n", id: "x"},
		{name: "null", status: 200, body: `null`},
		{name: "empty, and nothing is asked of it", status: 204, noOut: true},
		{name: "a page, and nothing is asked of it", status: 200, body: "<html>", noOut: true},
		{name: "empty", status: 204, garbled: true},
		{name: "a page", status: 200, body: "<html>", garbled: true},
		{name: "another type", status: 200, body: `{"id":7}`, garbled: true},
		{name: "an array", status: 200, body: `[]`, garbled: true},
		{name: "two values", status: 200, body: `{"id":"x"}{"id":"y"}`, garbled: true},
		{name: "cut JSON", status: 200, body: `{"id":"x"`, garbled: true},
		{name: "deep", status: 200, body: strings.Repeat("[", 100_000), garbled: true},
		{name: "with a date", status: 200, body: `{}`, date: "Tue, 02 Jan 2024 03:04:05 GMT"},
		{name: "with a bad date", status: 200, body: `{}`, date: "yesterday"},
	} {
		t.Run(c.name, func(t *testing.T) {
			tr := newTransport(t, transport.Options{RoundTripper: play(t, answer(c.status, c.body, "Date", c.date))})
			var out struct{ ID string }
			call := get(transport.Safe)
			if !c.noOut {
				call.Out = &out
			}
			a, err := tr.Do(t.Context(), call)
			if a.Status != c.status || a.Date.IsZero() != !strings.Contains(c.date, "2024") {
				t.Errorf("got %+v", a)
			}
			if !c.garbled {
				if err != nil || out.ID != c.id {
					t.Errorf("got %q, %v", out.ID, err)
				}
				return
			}
			if e := failed(t, err); !e.InvalidResponse || e.Status != c.status || !client.MayHaveSucceeded(err) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestGarbled(t *testing.T) {
	tr := newTransport(t, transport.Options{RoundTripper: play(t), Secrets: []string{secret}})
	err := tr.InvalidResponse(get(transport.Once), transport.Answer{Status: 201}, "it has no id but "+secret)
	if e := failed(t, err); !e.InvalidResponse || e.Status != 201 || e.Message != withheld || !client.MayHaveSucceeded(err) {
		t.Errorf("got %v", err)
	}
}

// An answer that holds a secret which is not known yet is not quoted.
func TestSecretAnswer(t *testing.T) {
	tr := newTransport(t, transport.Options{RoundTripper: play(t, answer(200, `{"token":"fresh"`))})
	call := get(transport.Once)
	call.Out, call.SecretAnswer = &struct{}{}, true
	_, err := tr.Do(t.Context(), call)
	if !failed(t, err).InvalidResponse {
		t.Errorf("got %v", err)
	}
	shows(t, err, "fresh")
}

func TestCutAnswerIsALostAnswer(t *testing.T) {
	for name, wire := range map[string]string{
		"truncated":       "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\":",
		"truncated chunk": "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n{\"id\":",
		"cut header":      "HTTP/1.1 200 OK\r\nContent-Le",
		"not HTTP":        "SSH-2.0-OpenSSH_9.9\r\n",
		"cut gzip":        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\x00",
		"no gzip":         "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
		"reset":           "",
	} {
		for _, repeat := range []transport.Repeat{transport.Once, transport.Safe} {
			t.Run(name, func(t *testing.T) {
				s := serve(t, raw(t, wire))
				want := int32(1)
				if repeat == transport.Safe {
					want = 3
				}
				call := get(repeat)
				// net/http repeats a GET of its own accord where a kept connection breaks.
				call.Method = "POST"
				call.Out = &struct{}{}
				_, err := newTransport(t, over(s.URL)).Do(t.Context(), call)
				if e := failed(t, err); !e.Sent || e.Status != 0 || s.requests.Load() != want {
					t.Errorf("got %v after %d requests, want %d", err, s.requests.Load(), want)
				}
			})
		}
	}
}

// On the wire: a server that sends the headers, and then byte after byte.
func TestDripOnTheWire(t *testing.T) {
	stopped := make(chan struct{})
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		defer close(stopped)
		ticks := time.NewTicker(time.Millisecond)
		defer ticks.Stop()
		for {
			select {
			case <-r.Context().Done():
				return
			case <-ticks.C:
				_, _ = io.WriteString(w, " ")
				_ = http.NewResponseController(w).Flush()
			}
		}
	})
	o := over(s.URL)
	o.RequestTimeout = 30 * time.Millisecond
	_, err := newTransport(t, o).Do(t.Context(), get(transport.Once))
	if e := failed(t, err); e.Reason() != "no answer within 30ms" || !e.Sent {
		t.Errorf("got %v", err)
	}
	<-stopped
}

func TestRefusal(t *testing.T) {
	problem := func(_ int, body []byte) transport.Problem {
		code, message, own := strings.Cut(string(body), "|")
		if !own {
			return transport.Problem{}
		}
		return transport.Problem{VendorShape: true, Code: code, Message: message}
	}
	for _, c := range []struct {
		name, body, code, message string
		status                    int
		own                       bool
	}{
		{"own words", "GONE|it is\n\tgone\x00", "GONE", "it is gone", 404, true},
		{"a proxy's page", "<html>\r\n<h1>Bad\u00a0Gateway</h1>", "", "<html> <h1>Bad Gateway</h1>", 502, false},
		{"nothing", "", "", "", 403, false},
		{"long", strings.Repeat("é", 301), "", strings.Repeat("é", 300) + "…", 400, false},
		{"not so long", strings.Repeat("é", 300), "", strings.Repeat("é", 300), 400, false},
		{"not UTF-8", "\xff\xfe", "", "\ufffd\ufffd", 400, false},
		{"redirect", "moved", "", "it redirects to another address, which is not followed; is base_url right?", 307, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tr := newTransport(t, transport.Options{NoRetry: true, Problem: problem, RoundTripper: play(t, answer(c.status, c.body))})
				_, err := tr.Do(t.Context(), get(transport.Once))
				e := failed(t, err)
				if e.Status != c.status || e.VendorShape != c.own || e.Code != c.code || e.Message != c.message || !e.Sent {
					t.Errorf("got %#v", e)
				}
				if e.Vendor != "uponai" || e.Operation != "read the session" || e.SessionID != "abc" || e.Method != "GET" || e.Path != "/v1/chats/abc" {
					t.Errorf("got %#v", e)
				}
			})
		})
	}
}
