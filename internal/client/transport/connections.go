package transport

import (
	"net"
	"net/http"
	"time"
)

// newConnections is a pool that keeps a connection for each of the operations
// that Terraform runs side by side, and for more when its -parallelism is raised.
// http.DefaultTransport keeps two.
func newConnections() *http.Transport {
	// A host that does not answer is given up before a try's time is over, so
	// that there is time left to try again.
	dialer := &net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}
	return &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         dialer.DialContext,
		TLSHandshakeTimeout: 10 * time.Second,
		MaxIdleConnsPerHost: 64,
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
