// Package sandbox runs the chat APIs of all vendors in memory, on one loopback listener.
//
// It follows the vendors' public pages, not any client. Where a page is silent, [Variants]
// names the open point and lets a test choose the behaviour, and [Readings] lists the
// behaviours by the marks of the contracts. [Fault] breaks calls on purpose, also as a
// gateway in between would ([GatewayShapes]). [Sandbox.Advance] moves the clock, and
// [Sandbox.Requests] shows the requests with their responses.
//
//	box, err := sandbox.Start(sandbox.Options{})
//	defer box.Close()
//	baseURL := box.BaseURL("uppzy") // with sandbox.UppzyAPIKey and sandbox.UppzySiteID
//
// The files that begin with a vendor's name are all that belongs to it: NAME.go has its
// declaration, the keys by which comments cite its pages, and its API; NAME_wire.go its
// bodies and errors; NAME_variants.go its variants and readings.
package sandbox

import (
	"context"
	"errors"
	"fmt"
	"math"
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
	// Latency is added to every response. It ends early when the client leaves.
	Latency time.Duration
	// Middleware wraps the vendor's handler. It sees each request with its whole
	// path, and the vendor's own response before a fault can spoil it.
	Middleware func(vendor string, next http.Handler) http.Handler
	// Control makes the handler of the paths below /sandbox/; without it there is none.
	Control func(*Sandbox) http.Handler
}

// Sandbox is a running set of the vendors' APIs. Its methods are safe for concurrent use.
type Sandbox struct {
	options  Options
	listener net.Listener
	server   *http.Server
	done     chan struct{} // closed by Close, so that nothing keeps waiting
	served   chan struct{} // closed when the server accepts no more connections
	closing  sync.Once

	journal journal
	faults  faultPlan
	vendors map[string]*vendorAPI

	// mu guards what follows and everything that the vendors keep.
	mu       sync.Mutex
	offset   time.Duration
	variants Variants
	store    store
	issued   []string // tokens for Secrets
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
		return nil, fmt.Errorf("listen address %q: %w", o.Listen, err)
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
		store:    store{byKey: map[sessionKey]*session{}},
		vendors:  map[string]*vendorAPI{},
	}
	for _, v := range vendors() {
		own := v.start(s)
		s.vendors[v.name] = &vendorAPI{vendor: v, api: own, routes: own.routes()}
	}
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
// localhost are refused before they are looked up.
func loopbackAddress(text string) (*net.TCPAddr, error) {
	host, _, err := net.SplitHostPort(text)
	if err != nil {
		return nil, err
	}
	if isLoopback(host) {
		address, err := net.ResolveTCPAddr("tcp", text)
		if err != nil || address.IP.IsLoopback() {
			return address, err
		}
	}
	return nil, errors.New("not a loopback address")
}

func isLoopback(host string) bool {
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return strings.ToLower(host) == "localhost" || ip != nil && ip.IsLoopback()
}

// Close stops the sandbox and cuts every connection. It may be called more than once.
func (s *Sandbox) Close() {
	s.closing.Do(func() {
		close(s.done)
		_ = s.server.Close() // the listener is closed whatever it returns
		<-s.served
	})
}

// URL is the address of the sandbox, such as "http://127.0.0.1:8090".
func (s *Sandbox) URL() string { return "http://" + s.listener.Addr().String() }

// Variants returns the behaviour that is in force.
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

// Now is the time on the sandbox's clock.
func (s *Sandbox) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now()
}

// now reads the clock without its monotonic part, as a vendor's database would hold it.
func (s *Sandbox) now() time.Time {
	return s.options.Now().Add(s.offset).UTC().Round(0)
}

// Advance moves the clock forward. Sessions that were idle for too long end, and tokens
// expire. It reports whether that is possible: the clock does not move back, and all calls
// together move it by at most 292 years.
func (s *Sandbox) Advance(d time.Duration) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if d < 0 || d > math.MaxInt64-s.offset {
		return false
	}
	s.offset += d
	s.expire()
	return true
}

// expire ends the sessions whose idle time is over, at the moment it was over.
func (s *Sandbox) expire() {
	now := s.now()
	limits := map[string]time.Duration{}
	for name, v := range s.vendors {
		limits[name] = v.api.idle()
	}
	for _, r := range s.store.ordered {
		limit := limits[r.Vendor]
		if !r.Open || limit <= 0 {
			continue
		}
		if end := r.lastActive.Add(limit); !now.Before(end) {
			r.close(end, "idle")
		}
	}
}

// ExpireTokens voids every token that the vendor has issued: SiteAssist's visitor
// tokens, the fixed [SiteAssistToken] among them, and TalkifAI's session tokens. A client
// gets new SiteAssist tokens from identity/init; a TalkifAI session cannot be reached
// without its token. Other vendors have no tokens to void.
func (s *Sandbox) ExpireTokens(vendor string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if v, known := s.vendors[vendor]; known {
		v.api.expireTokens()
	}
}

// wait lets d pass on the real clock. It reports whether it did: false when the client
// left or the sandbox closed before.
func (s *Sandbox) wait(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	case <-s.done:
		return false
	}
}

// pick returns the chosen value, the fallback when it is the zero value.
func pick[T comparable](chosen, fallback T) T {
	var zero T
	if chosen == zero {
		return fallback
	}
	return chosen
}
