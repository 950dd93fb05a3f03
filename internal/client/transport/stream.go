package transport

import (
	"errors"
	"io"
	"mime"
	"net/http"
)

// eventStream is the media type of an answer that comes in parts.
const eventStream = "text/event-stream"

// streams reports whether the answer is one that Call.Stream reads.
func (p *progress) streams(response *http.Response) bool {
	if p.call.Stream == nil || response.StatusCode < 200 || response.StatusCode > 299 {
		return false
	}
	kind, _, err := mime.ParseMediaType(response.Header.Get("Content-Type"))
	return err == nil && kind == eventStream
}

// stream has the body read while it comes; alive is called for each part of it. It
// is read up to the cap of any answer, and closed as soon as the reader has enough.
// The error is the failure of the body, whatever the reader has made of it: parsers
// tell of one as an end that came too early.
func stream(p *progress, response *http.Response, limit int, alive func()) error {
	body := &parts{from: response.Body, left: limit, alive: alive}
	defer response.Body.Close()
	response.Body = http.NoBody
	p.streamed.Store(true)
	p.unreadable = p.call.Stream(body)
	if p.unreadable != nil {
		return body.failed
	}
	return nil
}

// parts reads a body, and fails with ErrTooLarge when it is too long.
type parts struct {
	from  io.Reader
	left  int
	alive func()
	// failed is what has ended the body in place of its end.
	failed error
}

// Read implements io.Reader.
func (r *parts) Read(p []byte) (int, error) {
	n, err := r.from.Read(p)
	if n > 0 {
		r.alive()
	}
	if r.left -= n; r.left < 0 {
		n, err = 0, ErrTooLarge
	}
	if err != nil && !errors.Is(err, io.EOF) {
		r.failed = err
	}
	return n, err
}
