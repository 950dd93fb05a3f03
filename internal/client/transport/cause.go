package transport

import (
	"context"
	"errors"
	"net"
	"net/url"
	"strings"
	"syscall"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// cause is a network error in words without secrets. Of the error itself it
// keeps only what callers ask for: an error in its chain may hold the URL, a
// header or the vendor's bytes, and would show them to whoever prints it.
type cause struct {
	text string
	kind error
}

func (c *cause) Error() string { return c.text }

// Unwrap gives context.Canceled, context.DeadlineExceeded, ErrTooLarge,
// client.ErrBadID or nil.
func (c *cause) Unwrap() error { return c.kind }

func (t *Transport) cause(ctx context.Context, err error) *cause {
	c := &cause{text: t.Words(plainCause(err))}
	switch {
	case errors.Is(err, ErrTooLarge):
		c.kind = ErrTooLarge
	case errors.Is(err, client.ErrBadID):
		c.kind = client.ErrBadID
	case ctx.Err() != nil:
		// Not by errors.Is: a dial that took too long calls itself a
		// context.DeadlineExceeded as well.
		c.kind = ctx.Err()
	case errors.Is(err, context.Canceled):
		c.kind = context.Canceled
	}
	return c
}

// plainCause drops the method and the URL that net/http puts before a cause, and the
// addresses and ports of a connection that broke: they say nothing to a user, and make
// two texts of one cause.
func plainCause(err error) string {
	var wrapped *url.Error
	for errors.As(err, &wrapped) && wrapped.Err != nil {
		err = wrapped.Err
	}
	var broken *net.OpError
	if !errors.As(err, &broken) || broken.Op != "read" && broken.Op != "write" {
		return err.Error()
	}
	words := "the connection was cut"
	if broken.Timeout() {
		words = "the connection was silent for too long"
	}
	var number syscall.Errno
	if errors.As(broken, &number) {
		words += ": " + number.Error()
	}
	return strings.Replace(err.Error(), broken.Error(), words, 1)
}
