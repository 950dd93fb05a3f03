package transport_test

import (
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

func TestCheckCredential(t *testing.T) {
	for _, value := range []string{"key", "a b", "ümlaut", "eyJ.x-_="} {
		if err := transport.CheckCredential(value); err != nil {
			t.Errorf("%q: %v", value, err)
		}
	}
	for _, value := range []string{"", "hunter2\n", "hunter2\r\nX: y", "hun\tter2", "hunter2\x00", "hunter2\x7f", " hunter2", "hunter2 "} {
		if err := transport.CheckCredential(value); err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q: %v", value, err)
		}
	}
}
