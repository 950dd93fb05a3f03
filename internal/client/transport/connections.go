package transport

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// errNotLoopback refuses a connection to localhost where a name server, or the file of
// hosts, gives it the address of another machine.
var errNotLoopback = errors.New("localhost does not resolve to a loopback address")

// newConnections is a pool that keeps a connection for each of the operations
// that Terraform runs side by side, and for more when its -parallelism is raised.
// http.DefaultTransport keeps two.
func newConnections() *http.Transport {
	return &http.Transport{
		Proxy: http.ProxyFromEnvironment,
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			return dialerTo(address).DialContext(ctx, network, address)
		},
		TLSHandshakeTimeout: 10 * time.Second,
		MaxIdleConnsPerHost: 64,
		// Ten responses of Go's default, 10 MB in short headers, would take 500 MiB.
		MaxResponseHeaderBytes: 64 << 10,
		// Common load balancers close an idle connection after 60 s; a creation
		// that is sent into one just then is lost, and not repeated.
		IdleConnTimeout:       45 * time.Second,
		ExpectContinueTimeout: time.Second,
		ForceAttemptHTTP2:     true,
		// All calls share one HTTP/2 connection. Without a ping, one that a
		// router has forgotten would swallow the repeats of a try as well.
		HTTP2: &http.HTTP2Config{SendPingTimeout: 15 * time.Second, PingTimeout: 10 * time.Second},
	}
}

// dialerTo is the dialer for an address with its port. For localhost it connects to
// loopback only. The check is here and not where the base URL is parsed: it sees the
// address that is connected to, and the dialer bounds the time of the name server.
func dialerTo(address string) *net.Dialer {
	// A host that does not answer is given up before a try's time is over, so
	// that there is time left to try again.
	dialer := &net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}
	if host, _, err := net.SplitHostPort(address); err == nil && client.IsLoopback(host) {
		dialer.Control = loopbackOnly
	}
	return dialer
}

// loopbackOnly is a net.Dialer's Control: it sees each address that a name resolves to.
func loopbackOnly(_, address string, _ syscall.RawConn) error {
	if resolved, err := netip.ParseAddrPort(address); err != nil || !resolved.Addr().IsLoopback() {
		return errNotLoopback
	}
	return nil
}
