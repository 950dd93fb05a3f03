package transport_test

import (
	"bufio"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

const eventStream = "text/event-stream"

func TestStreamIsReadWhileItComes(t *testing.T) {
	read := make(chan string)
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if accept := r.Header.Values("Accept"); len(accept) != 1 || accept[0] != eventStream {
			t.Errorf("accepts %q", accept)
		}
		w.Header().Set("Content-Type", eventStream)
		w.Header().Set("Date", "Mon, 02 Jan 2006 15:04:05 GMT")
		for _, line := range []string{"one\n", "two\n"} {
			_, _ = io.WriteString(w, line)
			_ = http.NewResponseController(w).Flush()
			// The next line is written only when this one has been read.
			if got := <-read; got != line {
				t.Errorf("read %q, want %q", got, line)
			}
		}
	})
	call := get(transport.Once)
	call.Stream = func(body io.Reader) error {
		defer close(read)
		lines := bufio.NewScanner(body)
		for lines.Scan() {
			read <- lines.Text() + "\n"
		}
		return lines.Err()
	}
	got, err := newTransport(t, over(s.URL)).Do(t.Context(), call)
	if err != nil {
		t.Fatal(err)
	}
	want := transport.Answer{Status: 200, Date: time.Date(2006, 1, 2, 15, 4, 5, 0, time.UTC)}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// A reader that has enough need not wait for an end, which may never come.
func TestStreamIsClosedEarly(t *testing.T) {
	for name, rest := range map[string]io.Reader{"silent": strings.NewReader(""), "endless": endless{}} {
		t.Run(name, func(t *testing.T) {
			left := make(chan struct{})
			s := serve(t, func(w http.ResponseWriter, r *http.Request) {
				defer close(left)
				w.Header().Set("Content-Type", eventStream)
				_, _ = io.WriteString(w, "enough")
				_ = http.NewResponseController(w).Flush()
				_, _ = io.Copy(w, rest)
				<-r.Context().Done()
			})
			call := get(transport.Once)
			call.Stream = func(body io.Reader) error {
				_, err := io.ReadFull(body, make([]byte, 6))
				return err
			}
			if _, err := newTransport(t, over(s.URL)).Do(t.Context(), call); err != nil {
				t.Error(err)
			}
			<-left
		})
	}
}

func TestEndlessStreamIsRefused(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", eventStream)
		_, _ = io.Copy(w, endless{})
	})
	var text string
	_, err := newTransport(t, over(s.URL)).Do(t.Context(), listen(transport.Safe, &text))
	if e := failed(t, err); !errors.Is(err, transport.ErrTooLarge) || !e.Sent || s.requests.Load() != 1 {
		t.Errorf("got %v after %d requests", err, s.requests.Load())
	}
}

// What a parser makes of a cut body hides the cut; the error is that of the body.
func TestStreamThatIsCut(t *testing.T) {
	for name, answer := range map[string]string{
		"chunked": "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
		"length":  "Content-Length: 9\r\n\r\nhalf",
	} {
		s := serve(t, raw(t, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"+answer))
		call := get(transport.Once)
		call.Stream = func(body io.Reader) error {
			if text, err := io.ReadAll(body); string(text) != "half" || err == nil {
				t.Errorf("%s: read %q, %v", name, text, err)
			}
			return errors.New("a word of the parser's")
		}
		_, err := newTransport(t, over(s.URL)).Do(t.Context(), call)
		e := failed(t, err)
		if !e.Sent || e.InvalidResponse || e.Reason() != "the connection was cut" || s.requests.Load() != 1 {
			t.Errorf("%s: got %+v after %d requests", name, e, s.requests.Load())
		}
	}
}

// A reader that has what it wants is not told of a cut behind it.
func TestStreamThatIsCutBehindItsEnd(t *testing.T) {
	call := get(transport.Once)
	call.Stream = func(body io.Reader) error {
		_, _ = io.ReadAll(body)
		return nil
	}
	tr := newTransport(t, transport.Options{RoundTripper: play(t, streamed(part{text: "all", err: io.ErrUnexpectedEOF}))})
	if _, err := tr.Do(t.Context(), call); err != nil {
		t.Error(err)
	}
}

func TestStreamThatCannotBeRead(t *testing.T) {
	call := get(transport.Safe)
	call.Stream = func(io.Reader) error { return errors.New("an event is\nno " + secret) }
	tr := newTransport(t, transport.Options{Secrets: []string{secret}, RoundTripper: play(t, whole("x"))})
	_, err := tr.Do(t.Context(), call)
	e := failed(t, err)
	if !e.InvalidResponse || !e.Sent || e.Status != 200 || e.Message != withheld {
		t.Errorf("got %+v", e)
	}
}

func TestAnswerThatIsNoStream(t *testing.T) {
	for name, c := range map[string]struct {
		step    step
		message string
	}{
		"JSON":    {answer(200, `{"a":1}`, "Content-Type", "application/json"), `{"a":1}`},
		"page":    {answer(201, "<html>\n", "Content-Type", "text/html"), "<html>"},
		"no type": {answer(200, "data: x"), "data: x"},
		"a list":  {answer(200, "x", "Content-Type", "text/event-stream, text/html"), "x"},
		"nothing": {answer(204, ""), "it is empty"},
	} {
		call := get(transport.Once)
		call.Stream = func(io.Reader) error {
			t.Errorf("%s: it was read as a stream", name)
			return nil
		}
		_, err := newTransport(t, transport.Options{RoundTripper: play(t, c.step)}).Do(t.Context(), call)
		if e := failed(t, err); !e.InvalidResponse || !e.Sent || e.Message != c.message {
			t.Errorf("%s: got %+v", name, e)
		}
	}
}

// An error is one as for any other call, also where it calls itself a stream.
func TestErrorsBeforeAStream(t *testing.T) {
	for name, c := range map[string]struct {
		repeat transport.Repeat
		steps  []step
		status int // of the error; 0 is the stream
	}{
		"404":                  {transport.Once, []step{answer(404, "no", "Content-Type", eventStream)}, 404},
		"302":                  {transport.Once, []step{answer(302, "")}, 302},
		"429, then a stream":   {transport.Once, []step{answer(429, "", "Retry-After", "7"), whole("text")}, 0},
		"503":                  {transport.Once, []step{answer(503, "no", "Content-Type", eventStream)}, 503},
		"503, then a stream":   {transport.OnceUnlessUnavailable, []step{answer(503, ""), whole("text")}, 0},
		"no connection, first": {transport.Once, []step{unreachable, whole("text")}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var text string
				tr := newTransport(t, transport.Options{RoundTripper: play(t, c.steps...)})
				_, err := tr.Do(t.Context(), listen(c.repeat, &text))
				switch {
				case c.status == 0 && (err != nil || text != "text"):
					t.Errorf("read %q, %v", text, err)
				case c.status != 0 && (failed(t, err).Status != c.status || text != ""):
					t.Errorf("read %q, %v", text, err)
				}
			})
		})
	}
}

// Each try of a call that may be repeated stands for itself.
func TestStreamOfAnotherTry(t *testing.T) {
	cut := streamed(part{text: "half"}, part{err: io.ErrUnexpectedEOF})
	synctest.Test(t, func(t *testing.T) {
		var text string
		tr := newTransport(t, transport.Options{RoundTripper: play(t, cut, whole("whole"), cut, answer(200, "{}"))})
		if _, err := tr.Do(t.Context(), listen(transport.Safe, &text)); err != nil || text != "whole" {
			t.Errorf("read %q, %v", text, err)
		}
		if _, err := tr.Do(t.Context(), listen(transport.Safe, &text)); !failed(t, err).InvalidResponse {
			t.Errorf("got %v for no stream", err)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		var text string
		tr := newTransport(t, transport.Options{MaxRetries: 1, RoundTripper: play(t, cut, silent)})
		if _, err := tr.Do(t.Context(), listen(transport.Safe, &text)); failed(t, err).Reason() != "no answer within 30s" {
			t.Errorf("got %v for silence", err)
		}
	})
}
