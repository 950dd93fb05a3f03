package transport_test

import (
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// An answer without a body is a success where the call says so, and leaves Out as
// it is; elsewhere it is garbled.
func TestEmptyAnswer(t *testing.T) {
	for _, c := range []struct {
		name, body string
		status     int
		empty      bool
	}{
		{"204", "", 204, true},
		{"204 with a body", "{}", 204, true},
		{"200", "", 200, true},
		{"202, spaces", " \r\n", 202, true},
		{"null", "null", 200, false},
		{"an object", "{}", 200, false},
	} {
		for _, mayBe := range []bool{false, true} {
			out := "untouched"
			call := get(transport.Once)
			call.MayBeEmpty = mayBe
			call.Out = &out
			if !c.empty {
				call.Out = &struct{}{}
			}
			a, err := newTransport(t, transport.Options{RoundTripper: play(t, answer(c.status, c.body))}).Do(t.Context(), call)
			if a.Empty != c.empty || out != "untouched" || (err != nil) != (c.empty && !mayBe) {
				t.Errorf("%s: got %+v, %q, %v", c.name, a, out, err)
			}
			if err != nil && (!failed(t, err).InvalidResponse || failed(t, err).Message != "it is empty") {
				t.Errorf("%s: got %v", c.name, err)
			}
		}
	}
}
