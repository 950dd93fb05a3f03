package transport

import (
	"errors"
	"net"
	"testing"
)

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
