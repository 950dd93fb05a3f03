package client

import (
	"context"
	"errors"
	"io"
	"strings"
)

// Plain is the text of err with the words that Go has for the end of a call put
// into words for the user of a call.
func Plain(err error) string {
	text := err.Error()
	for _, end := range []struct {
		cause error
		holds bool
		words string
	}{
		// A dial that took too long has this text as well, while the operation has time left.
		{context.DeadlineExceeded, errors.Is(err, context.DeadlineExceeded), "the time for the operation was over"},
		{context.Canceled, errors.Is(err, context.Canceled), "interrupted"},
		{io.ErrUnexpectedEOF, true, "the connection was cut"},
		{io.EOF, true, "the connection was cut"},
	} {
		before, found := strings.CutSuffix(text, end.cause.Error())
		if found && end.holds && (before == "" || strings.HasSuffix(before, ": ")) {
			return before + end.words
		}
	}
	return text
}
