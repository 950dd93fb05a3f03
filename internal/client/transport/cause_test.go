package transport_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"syscall"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// Of what net/http says only the words stay, and what callers ask for.
func TestCause(t *testing.T) {
	for _, c := range []struct {
		name   string
		err    error
		reason string
	}{
		{"words", errors.New("dial tcp: no\nroute \xff"), "dial tcp: no route \ufffd"},
		{"wrapped", &url.Error{Op: "Get", URL: "https://x/token", Err: &url.Error{Op: "Get", URL: "/token", Err: io.EOF}}, "the connection was cut"},
		{"reset", &url.Error{Op: "Get", URL: "https://x/token", Err: &net.OpError{
			Op: "read", Net: "tcp", Source: &net.TCPAddr{Port: 1}, Addr: &net.TCPAddr{Port: 2}, Err: os.NewSyscallError("read", syscall.ECONNRESET),
		}}, "the connection was cut: connection reset by peer"},
		{"closed", fmt.Errorf("body: %w", &net.OpError{Op: "write", Net: "tcp", Err: net.ErrClosed}), "body: the connection was cut"},
		{"silent", &net.OpError{
			Op: "read", Net: "tcp", Source: &net.TCPAddr{Port: 1}, Addr: &net.TCPAddr{Port: 2}, Err: os.ErrDeadlineExceeded,
		}, "the connection was silent for too long"},
		{"refused by TLS", &net.OpError{Op: "remote error", Err: errors.New("tls: handshake failure")}, "remote error: tls: handshake failure"},
		{"no proxy", &net.OpError{Op: "proxyconnect", Net: "tcp", Err: &net.OpError{
			Op: "dial", Net: "tcp", Addr: &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 3128}, Err: os.NewSyscallError("connect", syscall.ECONNREFUSED),
		}}, "proxyconnect tcp: dial tcp 192.0.2.1:3128: connect: connection refused"},
		{"nobody there", &net.OpError{
			Op: "dial", Net: "tcp", Addr: &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 443}, Err: os.NewSyscallError("connect", syscall.ECONNREFUSED),
		}, "dial tcp 192.0.2.1:443: connect: connection refused"},
		// net's dial timeout is a context.DeadlineExceeded by errors.Is, while
		// the operation has time left.
		{"dial timeout", fmt.Errorf("i/o timeout: %w", context.DeadlineExceeded), "i/o timeout: context deadline exceeded"},
	} {
		t.Run(c.name, func(t *testing.T) {
			tr := newTransport(t, transport.Options{NoRetry: true, RoundTripper: play(t, func(*http.Request) (*http.Response, error) {
				return nil, c.err
			})})
			_, err := tr.Do(t.Context(), get(transport.Once))
			e := failed(t, err)
			if e.Reason() != c.reason || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, io.EOF) {
				t.Errorf("got %v", err)
			}
			var inner *url.Error
			if errors.As(err, &inner) {
				t.Errorf("the chain holds a URL: %v", inner)
			}
		})
	}
}
