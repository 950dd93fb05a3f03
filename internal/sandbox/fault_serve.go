package sandbox

import (
	"bytes"
	"maps"
	"net"
	"net/http"
	"strconv"
	"strings"
)

// defaultHuge is above any cap that a client could reasonably set for an answer.
const defaultHuge = 64 << 20

const htmlPage = `<!DOCTYPE html>
<html><head><title>%TITLE%</title></head><body><h1>%TITLE%</h1><hr>nginx</body></html>
`

// handler is the whole sandbox: the control API and every vendor, each call to a
// vendor recorded, delayed, broken where a fault says so, and else carried out.
func (s *Sandbox) handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/sandbox/", refuseForeign(false, s.controlHandler()))
	vendors := map[string]http.Handler{}
	for name, api := range s.vendors {
		inner := s.vendorHandler(api)
		vendors[name] = refuseForeign(api.acceptsOrigins, s.recorded(api, func(w http.ResponseWriter, r *http.Request, entry *Request) {
			if !s.wait(r.Context(), s.options.Latency) {
				abort()
			}
			if fault, ok := s.faults.strike(entry); ok {
				s.serveFault(fault, inner, w, r)
				return
			}
			inner.ServeHTTP(w, r)
		}))
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// By hand and not by the mux, which would clean paths and redirect: a client
		// that sends a path with dots or double slashes should see what comes of it.
		path := r.URL.EscapedPath()
		for name, api := range s.vendors {
			if path == api.prefix || strings.HasPrefix(path, api.prefix+"/") {
				vendors[name].ServeHTTP(w, r)
				return
			}
		}
		mux.ServeHTTP(w, r)
	})
}

// serveFault lets one call go wrong.
func (s *Sandbox) serveFault(f Fault, inner http.Handler, w http.ResponseWriter, r *http.Request) {
	if f.Kind != FaultDrip && !s.wait(r.Context(), f.Delay) {
		abort()
	}
	switch f.Kind {
	case FaultStatus, FaultNotJSON, FaultRedirect, FaultForeign404:
		f.substitute().send(w)
	case FaultStatusAfter, FaultNotJSONAfter:
		f.runAndDiscard(inner, w, r)
		f.substitute().send(w)
	case FaultGateway:
		shape, _ := gatewayShape(f.Shape) // Inject has refused an unknown one
		shape.respond(r).send(w)
	case FaultEcho:
		f.echo(r).send(w)
	case FaultReset:
		cut(w)
	case FaultResetAfter:
		f.runAndDiscard(inner, w, r)
		cut(w)
	case FaultSlow:
		inner.ServeHTTP(w, r)
	case FaultHang:
		s.hang(r)
	case FaultHangAfter:
		f.runAndDiscard(inner, w, r)
		s.hang(r)
	default:
		s.serveSpoiled(f, run(inner, w, r), w, r)
	}
}

// runAndDiscard carries the call out; nobody hears of its answer.
func (Fault) runAndDiscard(inner http.Handler, w http.ResponseWriter, r *http.Request) {
	_ = run(inner, w, r)
}

// hang keeps the client waiting until it leaves or the sandbox closes.
func (s *Sandbox) hang(r *http.Request) {
	select {
	case <-r.Context().Done():
	case <-s.done:
	}
	abort()
}

// abort gives a call up without an answer. Returning instead would let the server send
// an empty 200.
func abort() { panic(http.ErrAbortHandler) }

// substitute is what the fault answers in the vendor's place.
func (f Fault) substitute() *held {
	h := &held{header: http.Header{}, status: f.Status}
	contentType, body := "application/json", f.Body
	switch f.Kind {
	case FaultNotJSON, FaultNotJSONAfter:
		h.status = pick(h.status, http.StatusOK)
		contentType = "text/html; charset=utf-8"
		body = pick(body, strings.ReplaceAll(htmlPage, "%TITLE%", "Welcome"))
	case FaultForeign404:
		h.status = pick(h.status, http.StatusNotFound)
		contentType = "text/html; charset=utf-8"
		body = pick(body, strings.ReplaceAll(htmlPage, "%TITLE%", "404 Not Found"))
	case FaultRedirect:
		h.status = pick(h.status, http.StatusTemporaryRedirect)
		h.header.Set("Location", pick(f.Location, "http://redirect.invalid/"))
	default:
		h.status = pick(h.status, http.StatusInternalServerError)
	}
	if body != "" {
		h.header.Set("Content-Type", contentType)
		h.body.WriteString(body)
	}
	for name, values := range f.Header {
		h.header[http.CanonicalHeaderKey(name)] = values
	}
	return h
}

// run carries the call out and holds its answer back.
func run(inner http.Handler, w http.ResponseWriter, r *http.Request) *held {
	h := &held{header: w.Header().Clone()}
	inner.ServeHTTP(h, r)
	h.status = pick(h.status, http.StatusOK)
	return h
}

// held is an answer that has not been sent.
type held struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (h *held) Header() http.Header { return h.header }

func (h *held) WriteHeader(status int) { h.status = pick(h.status, status) }

func (h *held) Write(p []byte) (int, error) {
	h.status = pick(h.status, http.StatusOK)
	return h.body.Write(p)
}

// head sends status and header, with the length of what is to follow when it is known.
func (h *held) head(w http.ResponseWriter, length int64) {
	maps.Copy(w.Header(), h.header)
	if length >= 0 && h.status != http.StatusNoContent {
		w.Header().Set("Content-Length", strconv.FormatInt(length, 10))
	}
	w.WriteHeader(h.status)
}

func (h *held) send(w http.ResponseWriter) {
	h.head(w, int64(h.body.Len()))
	_, _ = w.Write(h.body.Bytes()) // a client that left needs no answer
}

// cut breaks the connection with a reset where the system allows it, so that the
// client sees an error and not an early end.
func cut(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		abort()
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // without it the close below is merely polite
	}
	_ = conn.Close() // broken is what it is meant to be
}
