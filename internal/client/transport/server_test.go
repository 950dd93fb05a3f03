package transport_test

import (
	"bufio"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// server is a vendor on loopback that counts requests and connections.
type server struct {
	*httptest.Server
	requests, connections atomic.Int32
}

func serve(t *testing.T, handler http.HandlerFunc) *server {
	t.Helper()
	s := &server{}
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.requests.Add(1)
		handler(w, r)
	}))
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			s.connections.Add(1)
		}
	}
	s.Start()
	t.Cleanup(s.Close)
	return s
}

// over gives options for quick calls to an address.
func over(address string) transport.Options {
	return transport.Options{BaseURL: address, MaxRetries: 2, BackoffMin: time.Millisecond, BackoffMax: 2 * time.Millisecond}
}

// raw reads a request and writes bytes instead of an answer, then closes the
// connection; by a reset where nothing is written.
func raw(t *testing.T, bytes string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		connection, buffered, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer connection.Close()
		if bytes == "" {
			if tcp, ok := connection.(*net.TCPConn); ok {
				_ = tcp.SetLinger(0)
			}
			return
		}
		writeAll(buffered.Writer, bytes)
	}
}

func writeAll(w *bufio.Writer, text string) {
	_, _ = w.WriteString(text)
	_ = w.Flush()
}
