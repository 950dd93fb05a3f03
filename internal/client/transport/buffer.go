package transport

import (
	"bytes"
	"context"
	"io"
	"net/http"

	"golang.org/x/sync/semaphore"
)

// smallAnswer is what an answer may take in memory beside any number of others.
const smallAnswer = 1 << 20

// largeAnswers lets one larger answer at a time into the memory of the process, until
// it is decoded: Terraform has ten operations under way, and more if it is told so.
var largeAnswers = semaphore.NewWeighted(1)

// buffer reads the body into memory, so that a cut answer is the failure of this try
// and not of whoever decodes it. paused runs a wait that does not count.
func (a *attempts) buffer(ctx context.Context, p *progress, response *http.Response, paused func(wait func() error) error) error {
	limit := a.options.MaxAnswer
	body := response.Body
	response.Body = http.NoBody
	defer body.Close()
	whole := io.LimitReader(body, int64(limit)+1)
	read, err := io.ReadAll(io.LimitReader(whole, smallAnswer))
	if err == nil && len(read) == smallAnswer {
		if err := paused(func() error { return largeAnswers.Acquire(ctx, 1) }); err != nil {
			return err
		}
		p.large = true
		read, err = readOn(read, whole, response.ContentLength, limit)
	}
	switch {
	case err != nil:
		return err
	case len(read) > limit:
		return ErrTooLarge
	}
	p.body = read
	return nil
}

// readOn reads the rest of a body that has begun so; length is what the vendor says
// of the whole, -1 where it says nothing. It has room for all of it from the start:
// to grow by and by would leave three times as much behind.
func readOn(begun []byte, rest io.Reader, length int64, limit int) ([]byte, error) {
	if length < 0 || length > int64(limit) {
		length = int64(limit) + 1
	}
	// Room for one more read, or the buffer would grow to find the end.
	whole := bytes.NewBuffer(make([]byte, 0, length+bytes.MinRead))
	whole.Write(begun)
	_, err := whole.ReadFrom(rest)
	return whole.Bytes(), err
}

// forget lets go of the answer to a try.
func (p *progress) forget() {
	p.body = nil
	if p.large {
		p.large = false
		largeAnswers.Release(1)
	}
}
