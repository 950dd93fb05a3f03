package transport_test

import (
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

func TestWords(t *testing.T) {
	tr := newTransport(t, transport.Options{Secrets: []string{secret}})
	if got := tr.Words(" The model\r\n\x00failed at " + secret); got != "The model failed at (redacted)" {
		t.Errorf("got %q", got)
	}
	if got := []rune(tr.Words(strings.Repeat("é", 1000))); len(got) != 301 {
		t.Errorf("%d characters are left", len(got))
	}
}
