package client_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

func TestPlain(t *testing.T) {
	for want, err := range map[string]error{
		"the time for the operation was over":       context.DeadlineExceeded,
		"read: the time for the operation was over": fmt.Errorf("read: %w", context.DeadlineExceeded),
		"interrupted":                            context.Canceled,
		"the connection was cut":                 io.EOF,
		"read: the connection was cut":           errors.New("read: unexpected EOF"),
		"i/o timeout: context deadline exceeded": errors.New("i/o timeout: context deadline exceeded"),
		"no such EOF":                            errors.New("no such EOF"),
		"connection reset by peer":               errors.New("connection reset by peer"),
	} {
		if got := client.Plain(err); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}
