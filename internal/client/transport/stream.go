package transport

import (
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
func stream(p *progress, response *http.Response, alive func()) error {
	p.streamed.Store(true)
	body := response.Body
	response.Body = http.NoBody
	defer body.Close()
	return p.call.Stream(&parts{from: body, left: maxAnswer, alive: alive})
}

// parts reads a body, and fails with ErrTooLarge when it is too long.
type parts struct {
	from  io.Reader
	left  int
	alive func()
}

// Read implements io.Reader.
func (r *parts) Read(p []byte) (int, error) {
	n, err := r.from.Read(p)
	if n > 0 {
		r.alive()
	}
	if r.left -= n; r.left < 0 {
		return 0, ErrTooLarge
	}
	return n, err
}
