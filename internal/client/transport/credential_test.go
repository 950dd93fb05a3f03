package transport_test

import (
	"net/http"
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
	for _, value := range []string{"", "...", "hunter2\n", "hunter2\r\nX: y", "hun\tter2", "hunter2\x00", "hunter2\x7f", " hunter2", "hunter2 "} {
		if err := transport.CheckCredential(value); err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q: %v", value, err)
		}
	}
}

// A token that a vendor issues is hidden, and refused where it cannot be used or could not
// be kept out of a text.
func TestCheckIssuedToken(t *testing.T) {
	call, resp := transport.Call{Operation: "open a session", Method: "POST", Path: []string{"chats"}}, transport.Answer{Status: http.StatusCreated}
	for token, want := range map[string]string{
		"issued-token": "", "12345678": "",
		"": "it has no session_token", "issued-token\n": "its session_token must not contain a line break",
		"%61%20%20%20": "its session_token has fewer than 8", strings.Repeat("a", 16<<10+1): "its session_token is longer than 16384",
		"e": "its session_token has fewer than 8", "1234567": "its session_token has fewer than 8", "--------a": "its session_token has fewer than 8",
		"x-configured-key": "its session_token contains the configured credential", "Y29uZmlndXJlZC1rZXk=": "its session_token contains the configured credential",
	} {
		tr := newTransport(t, transport.Options{Secrets: []string{"configured-key"}})
		err := tr.CheckIssuedToken(call, resp, "session_token", token)
		if want == "" {
			if err != nil {
				t.Errorf("%q: %v", token, err)
			}
		} else if e := failed(t, err); !e.InvalidResponse || e.Status != http.StatusCreated || !strings.HasPrefix(e.Message, want) {
			t.Errorf("%q: got %q, want %q", token, e.Message, want)
		}
		// One of a few characters would hide half of what is shown from then on.
		text := "the token issued-token, 12345678 or e"
		if got := tr.Words(text); (got == withheld) != (token == "issued-token" || token == "12345678" || token == "issued-token\n") {
			t.Errorf("%q: the text is shown as %q", token, got)
		}
	}
}
