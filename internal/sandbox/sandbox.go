package sandbox

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Options configures a sandbox. The zero value is ready for a test.
type Options struct {
	// Listen is the address to listen on; empty means a free port of 127.0.0.1. An
	// address that is not loopback is refused: the credentials are public.
	Listen string
	// Now is the base clock, time.Now when nil; Advance adds to it.
	Now func() time.Time
	// Variants chooses undocumented behaviour; see SetVariants.
	Variants Variants
	// Latency is added to every answer. It ends early when the client goes away.
	Latency time.Duration
	// Middleware wraps the vendor's handler. It sees each request with its whole
	// path, and the vendor's own answer before a fault can spoil it.
	Middleware func(vendor string, next http.Handler) http.Handler
}

// Sandbox is a running set of the vendors' APIs. Its methods are safe for concurrent use.
type Sandbox struct {
	options  Options
	listener net.Listener
	server   *http.Server
	done     chan struct{} // closed by Close, so that nothing keeps waiting
	served   chan struct{} // closed when the server has stopped accepting
	closing  sync.Once

	journal journal
	faults  faultPlan
	vendors map[string]*vendorAPI

	// mu guards what follows and everything that the vendors keep.
	mu       sync.Mutex
	offset   time.Duration
	variants Variants
	store    store
	issued   []string // tokens handed out, for Secrets
}

// Start runs a sandbox until Close.
func Start(o Options) (*Sandbox, error) {
	if o.Listen == "" {
		o.Listen = "127.0.0.1:0"
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if err := o.Variants.Validate(); err != nil {
		return nil, err
	}
	address, err := loopbackAddress(o.Listen)
	if err != nil {
		return nil, err
	}
	listener, err := net.ListenTCP("tcp", address)
	if err != nil {
		return nil, err
	}
	s := &Sandbox{
		options:  o,
		listener: listener,
		done:     make(chan struct{}),
		served:   make(chan struct{}),
		variants: o.Variants,
		store:    newStore(),
	}
	s.vendors = s.newVendors()
	s.server = &http.Server{
		Handler: s.handler(),
		// A client that never finishes its header must not hold a connection for ever.
		ReadHeaderTimeout: 30 * time.Second,
		IdleTimeout:       2 * time.Minute,
	}
	go func() {
		defer close(s.served)
		_ = s.server.Serve(listener) // always ends with the error that Close causes
	}()
	return s, nil
}

// loopbackAddress refuses an address that other machines could reach. Names other than
// localhost are refused before they are looked up, and localhost is believed only once
// it is.
func loopbackAddress(text string) (*net.TCPAddr, error) {
	host, _, err := net.SplitHostPort(text)
	if err != nil {
		return nil, fmt.Errorf("listen address: %w", err)
	}
	if !isLoopback(host) {
		return nil, fmt.Errorf("listen address %q is not a loopback address", text)
	}
	address, err := net.ResolveTCPAddr("tcp", text)
	if err != nil {
		return nil, fmt.Errorf("listen address: %w", err)
	}
	if !address.IP.IsLoopback() {
		return nil, fmt.Errorf("listen address %q is not a loopback address", text)
	}
	return address, nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return strings.ToLower(host) == "localhost" || ip != nil && ip.IsLoopback()
}

// Close stops the sandbox and cuts every connection. It may be called more than once.
func (s *Sandbox) Close() {
	s.closing.Do(func() {
		close(s.done)
		if err := s.server.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
			// The listener is gone either way; there is nobody to tell.
			_ = s.listener.Close()
		}
		<-s.served
	})
}

// URL is the address of the sandbox, such as "http://127.0.0.1:8090".
func (s *Sandbox) URL() string { return "http://" + s.listener.Addr().String() }

// Variants tells the behaviour that is in force.
func (s *Sandbox) Variants() Variants {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.variants
}

// SetVariants changes behaviour from the next call on. It panics on a value that
// [Variants.Validate] refuses.
func (s *Sandbox) SetVariants(v Variants) {
	if err := v.Validate(); err != nil {
		panic("sandbox: " + err.Error())
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.variants = v
}
