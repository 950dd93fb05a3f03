package provider

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// net/http logs what follows a response on its connection, as from a proxy that counts the
// length of a body wrongly. The provider's process discards that log: it could repeat the
// credential.
func TestAccSecrets_bytesAfterAResponse(t *testing.T) {
	t.Parallel()
	box := startBox(t, sandbox.Variants{})
	config := strings.Replace(box.provider(), box.BaseURL(sandbox.UponAI), "http://"+serveSurplus(t, sandbox.UponAIToken), 1)
	w := newWorkspace(t, config+`
data "chat_session" "test" {
  vendor     = "uponai"
  session_id = "chat_1"
}
`)
	w.override(buildProvider(t))
	log := filepath.Join(w.dir, "terraform.log")
	w.env = append(w.env, "TF_LOG=TRACE", "TF_LOG_PATH="+log)
	w.apply()
	text, err := os.ReadFile(log)
	if err != nil || !strings.Contains(string(text), "request to uponai") {
		t.Fatalf("no request is logged: %v", err)
	}
	for line := range strings.Lines(string(text)) {
		if strings.Contains(line, "surplus") {
			t.Errorf("logged: %s", line)
		}
	}
}

// serveSurplus starts a server that sends more bytes than the length of its response, and
// returns its address.
func serveSurplus(t *testing.T, credential string) string {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			if _, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
				_, _ = fmt.Fprintf(conn, "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}surplus %s\r\n", credential)
			}
		}
	}()
	return listener.Addr().String()
}
