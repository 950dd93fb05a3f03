package transport

import (
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
)

// A proxy would get the credentials of a plain http:// request, and could not reach this
// machine's loopback in any case.
func TestLoopbackIsNotProxied(t *testing.T) {
	t.Parallel()
	proxied := exceptLoopback(http.ProxyURL(&url.URL{Scheme: "http", Host: "192.0.2.1:3128"}))
	for host, want := range map[string]bool{
		"localhost":                  false,
		"LOCALHOST":                  false,
		"LocalHost:8090":             false,
		"127.0.0.1":                  false,
		"127.0.0.2:8090":             false,
		"[::1]":                      false,
		"[::1]:8090":                 false,
		"[::ffff:127.0.0.1]":         false,
		"[::ffff:7f00:1]":            false,
		"[::1%25lo]":                 false,
		"localhost.":                 true,
		"localhost.localdomain":      true,
		"localhost.example.com":      true,
		"api.localhost":              true,
		"127.1":                      true,
		"0.0.0.0":                    true,
		"[::]":                       true,
		"[::ffff:192.0.2.2]":         true,
		"api.example.com":            true,
		"127.0.0.1.example.com:8090": true,
	} {
		for _, scheme := range []string{"http", "https"} {
			proxy, err := proxied(httptest.NewRequestWithContext(t.Context(), http.MethodGet, scheme+"://"+host+"/v1", http.NoBody))
			if err != nil || (proxy != nil) != want {
				t.Errorf("%s://%s: got proxy %v, %v, want one: %t", scheme, host, proxy, err, want)
			}
		}
	}
}

// A name server that answers for localhost with the address of another machine gets no
// connection.
func TestLoopbackIsNotDialedElsewhere(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"localhost:8090", "LOCALHOST:80", "127.0.0.1:8090", "[::1]:8090"} {
		check := dialerTo(name).Control
		if check == nil {
			t.Errorf("%s: the address is not checked", name)
			continue
		}
		for _, address := range []string{"127.0.0.1:8090", "127.0.0.2:80", "[::1]:8090", "[::ffff:127.0.0.1]:80"} {
			if err := check("tcp", address, nil); err != nil {
				t.Errorf("%s is refused for %s: %v", address, name, err)
			}
		}
		for _, address := range []string{"192.0.2.1:80", "0.0.0.0:80", "[::]:80", "[2001:db8::1]:80", "[fe80::1%lo]:80", ""} {
			if err := check("tcp", address, nil); !errors.Is(err, errNotLoopback) {
				t.Errorf("%s is dialed for %s: %v", address, name, err)
			}
		}
	}
	for _, name := range []string{"api.example.com:443", "192.0.2.1:443", "localhost.example.com:443"} {
		if dialerTo(name).Control != nil {
			t.Errorf("%s: only loopback is dialed", name)
		}
	}
}

// The name server would say the same again.
func TestLoopbackElsewhereIsNotRepeated(t *testing.T) {
	t.Parallel()
	p := &progress{call: &Call{Repeat: Safe}}
	err := &net.OpError{Op: "dial", Net: "tcp", Err: dialerTo("localhost:80").Control("tcp", "192.0.2.1:80", nil)}
	if p.mayRepeatAfter(t.Context(), err) {
		t.Errorf("%v is repeated", err)
	}
}
