package transport_test

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

func TestConnectionsAreReused(t *testing.T) {
	const side, each = 10, 20
	var gather sync.WaitGroup
	gather.Add(side)
	first := make(chan struct{}, side)
	s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		select {
		case first <- struct{}{}:
			gather.Done()
			gather.Wait() // all of them are under way at once
		default:
		}
		// More than one read, and an answer that is not a success.
		w.WriteHeader(http.StatusNotFound)
		_, _ = w.Write([]byte(strings.Repeat("x", 20_000)))
	})
	tr := newTransport(t, over(s.URL))
	var group sync.WaitGroup
	for range side {
		group.Go(func() {
			for range each {
				if _, err := tr.Do(t.Context(), get(transport.Once)); failed(t, err).Status != 404 {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	if n := s.connections.Load(); n != side || s.requests.Load() != side*each {
		t.Errorf("%d connections for %d requests", n, s.requests.Load())
	}
}

// Go's own retry does not know which calls may be repeated: a POST that is lost
// on a kept connection is sent once.
func TestLostOnAKeptConnection(t *testing.T) {
	var s *server
	s = serve(t, func(w http.ResponseWriter, r *http.Request) {
		if s.requests.Load() > 1 {
			raw(t, "")(w, r)
		}
	})
	tr := newTransport(t, over(s.URL))
	call := get(transport.Once)
	call.Method, call.Body = "POST", struct{}{}
	if _, err := tr.Do(t.Context(), call); err != nil {
		t.Fatal(err)
	}
	_, err := tr.Do(t.Context(), call)
	if !client.MayHaveSucceeded(err) || s.requests.Load() != 2 || s.connections.Load() != 1 {
		t.Errorf("got %v after %d requests over %d connections", err, s.requests.Load(), s.connections.Load())
	}
}

// A host that refuses connections got nothing: also a creation is tried again.
func TestConnectionRefusedIsRepeated(t *testing.T) {
	for _, repeat := range []transport.Repeat{transport.Once, transport.OnceUnlessUnavailable, transport.Safe} {
		listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		address := listener.Addr().String()
		_ = listener.Close()

		tries := 0
		o := over("http://" + address)
		o.Log = func(context.Context, string, map[string]any) { tries++ }
		_, err = newTransport(t, o).Do(t.Context(), get(repeat))
		if client.MayHaveSucceeded(err) || tries != 3 || !strings.Contains(err.Error(), "connection refused") {
			t.Errorf("got %v after %d tries", err, tries)
		}
	}
}

func TestUntrustedCertificateIsNotRepeated(t *testing.T) {
	s := httptest.NewUnstartedServer(http.NotFoundHandler())
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	defer s.Close()
	tries := 0
	o := over(s.URL)
	o.Log = func(context.Context, string, map[string]any) { tries++ }
	_, err := newTransport(t, o).Do(t.Context(), get(transport.Safe))
	if client.MayHaveSucceeded(err) || tries != 1 || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("got %v after %d tries", err, tries)
	}
}

func TestRedirectIsNotFollowed(t *testing.T) {
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, method := range []string{"GET", "POST"} {
			other := serve(t, func(_ http.ResponseWriter, r *http.Request) {
				t.Errorf("%d: the other host got %s with %v", status, r.Method, r.Header)
			})
			for _, location := range []string{other.URL + "/?" + secret, "::%zz" + secret, ""} {
				s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
					w.Header()["Location"] = []string{location}
					w.WriteHeader(status)
				})
				call := get(transport.Safe)
				call.Method, call.Credential = method, transport.Bearer(secret)
				_, err := newTransport(t, over(s.URL)).Do(t.Context(), call)
				if e := failed(t, err); e.Status != status || e.Refused() != (status != http.StatusSeeOther) || s.requests.Load() != 1 {
					t.Errorf("%s to %q: got %v after %d requests", method, location, err, s.requests.Load())
				}
				shows(t, err, secret)
			}
		}
	}
}

// Over HTTP/2, where all calls share a connection, Sent is known as well.
func TestHTTP2(t *testing.T) {
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor != 2 {
			t.Errorf("speaks %s", r.Proto)
		}
		if r.Method == "POST" {
			panic(http.ErrAbortHandler)
		}
	}))
	s.EnableHTTP2 = true
	s.StartTLS()
	defer s.Close()
	o := over(s.URL)
	o.RoundTripper = s.Client().Transport
	tr := newTransport(t, o)
	for range 2 {
		if _, err := tr.Do(t.Context(), get(transport.Once)); err != nil {
			t.Error(err)
		}
		call := get(transport.Once)
		call.Method = "POST"
		if _, err := tr.Do(t.Context(), call); !client.MayHaveSucceeded(err) {
			t.Errorf("got %v", err)
		}
	}
}

func TestCancelledOnTheWire(t *testing.T) {
	arrived := make(chan struct{})
	s := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		arrived <- struct{}{}
		<-r.Context().Done()
	})
	ctx, cancel := context.WithCancelCause(t.Context())
	done := do(ctx, newTransport(t, over(s.URL)), get(transport.Safe))
	<-arrived
	cancel(errors.New("because of " + secret))
	if err := <-done; !errors.Is(err, context.Canceled) || !client.MayHaveSucceeded(err) {
		t.Errorf("got %v", err)
	}
}
