package vendortest

import (
	"errors"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// Is tells whether err is, or wraps, an error of type T.
func Is[T error](err error) bool {
	_, ok := errors.AsType[T](err)
	return ok
}

// StatusOf is the status that err reports, 0 for no answer, -1 for no such error.
func StatusOf(err error) int {
	e, ok := errors.AsType[*client.Error](err)
	if !ok {
		return -1
	}
	return e.Status
}

// CheckSecret fails the test when err tells a secret, one that has this word in it.
func CheckSecret(t testing.TB, err error) {
	t.Helper()
	if err != nil && strings.Contains(err.Error(), "secret") {
		t.Errorf("the error tells a secret: %v", err)
	}
}
