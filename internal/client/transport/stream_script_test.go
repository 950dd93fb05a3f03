package transport_test

import (
	"context"
	"io"
	"net/http"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// part is a piece of a body and how long it lets wait; err ends the body.
type part struct {
	after time.Duration
	text  string
	err   error
}

// partly is a body that comes in parts. Without an error at their end it goes on
// repeating the last one.
type partly struct {
	ctx   context.Context
	parts []part
}

func (b *partly) Read(p []byte) (int, error) {
	next := b.parts[0]
	if len(b.parts) > 1 {
		b.parts = b.parts[1:]
	}
	select {
	case <-b.ctx.Done():
		return 0, b.ctx.Err()
	case <-time.After(next.after):
		return copy(p, next.text), next.err
	}
}

// streamed answers with an event stream.
func streamed(parts ...part) step {
	return func(r *http.Request) (*http.Response, error) {
		connected(r)
		response := reply(200, "", "Content-Type", "Text/Event-Stream; charset=utf-8", "Date", "Mon, 02 Jan 2006 15:04:05 GMT")
		response.Body = io.NopCloser(&partly{r.Context(), parts})
		return response, nil
	}
}

// whole is a stream that comes at once.
func whole(text string) step { return streamed(part{text: text}, part{err: io.EOF}) }

// listen is a call that puts together what it reads; a second try begins anew.
func listen(repeat transport.Repeat, into *string) transport.Call {
	call := get(repeat)
	call.Stream = func(body io.Reader) error {
		text, err := io.ReadAll(body)
		*into = string(text)
		return err
	}
	return call
}
