package sandbox

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
)

// defaultHuge is above any limit that a client could reasonably set for a response.
const defaultHuge = 64 << 20

// serveFault makes one call go wrong.
func (s *Sandbox) serveFault(f Fault, inner http.Handler, w http.ResponseWriter, r *http.Request) {
	if f.Kind != FaultDrip && !s.wait(r.Context(), f.Delay) {
		abort()
	}
	var right *response
	switch f.Kind {
	case FaultSlow:
		inner.ServeHTTP(w, r)
		return
	case FaultStatusAfter, FaultNotJSONAfter, FaultResetAfter, FaultHangAfter, FaultDrip, FaultTruncated, FaultHuge, FaultEndless:
		right = &response{header: w.Header().Clone()}
		inner.ServeHTTP(right, r)
		right.status = pick(right.status, http.StatusOK)
	default: // nothing is done
	}
	switch f.Kind {
	case FaultReset, FaultResetAfter:
		cut(w)
	case FaultHang, FaultHangAfter:
		select {
		case <-r.Context().Done():
		case <-s.done:
		}
		abort()
	case FaultGateway:
		shape, _ := f.shape() // Inject has refused an unknown one
		shape.respond(r).send(w)
	case FaultEcho:
		f.echo(r).send(w)
	case FaultDrip:
		s.drip(right, f, w, r)
	case FaultTruncated:
		right.needBody()
		right.sendHead(w, int64(right.body.Len()))
		_, _ = w.Write(right.body.Bytes()[:right.body.Len()/2]) // cut short in any case
		_ = http.NewResponseController(w).Flush()               // or the cut would swallow the half as well
		abort()
	case FaultHuge:
		s.pad(right, w, r, pick(f.Size, defaultHuge))
	case FaultEndless:
		s.pad(right, w, r, -1)
	default:
		f.substitute().send(w)
	}
}

// abort ends a call without a response. Returning instead would let the server send an
// empty 200.
func abort() { panic(http.ErrAbortHandler) }

// cut breaks the connection with a reset where the system allows it, so that the
// client sees an error and not an early end.
func cut(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		abort()
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // without it the connection is closed in order
	}
	_ = conn.Close() // broken is what it is meant to be
}

// substitute is the response of the fault in the vendor's place.
func (f Fault) substitute() *response {
	page := func(title string) string {
		return "<!DOCTYPE html>\n<html><head><title>" + title + "</title></head><body><h1>" + title + "</h1><hr>nginx</body></html>\n"
	}
	status, contentType, body := http.StatusInternalServerError, mediaJSON, f.Body
	switch f.Kind {
	case FaultNotJSON, FaultNotJSONAfter:
		status, contentType, body = http.StatusOK, mediaHTML, pick(body, page("Welcome"))
	case FaultForeign404:
		status, contentType, body = http.StatusNotFound, mediaHTML, pick(body, page("404 Not Found"))
	case FaultRedirect:
		status = http.StatusTemporaryRedirect
	default:
	}
	p := respondText(pick(f.Status, status), contentType, body)
	if f.Kind == FaultRedirect {
		p.header.Set("Location", pick(f.Location, "http://redirect.invalid/"))
	}
	for name, values := range f.Header {
		p.header[http.CanonicalHeaderKey(name)] = values
	}
	return p
}

// drip sends a response byte by byte.
func (s *Sandbox) drip(p *response, f Fault, w http.ResponseWriter, r *http.Request) {
	controller := http.NewResponseController(w)
	p.sendHead(w, int64(p.body.Len()))
	for _, b := range p.body.Bytes() {
		if _, err := w.Write([]byte{b}); err != nil {
			return // the client has left
		}
		_ = controller.Flush() // always possible on the server's own writer
		if !s.wait(r.Context(), f.Delay) {
			abort()
		}
	}
}

// needBody turns a response without a body into one that can have one.
func (p *response) needBody() {
	if p.status == http.StatusNoContent || p.body.Len() == 0 {
		*p = *respondText(http.StatusOK, mediaJSON, `{"status":"ok"}`)
	}
}

// pad sends, in the place of the body, one JSON object of size bytes with a very long
// text in it, or one that does not end for a negative size.
func (s *Sandbox) pad(p *response, w http.ResponseWriter, r *http.Request, size int64) {
	p.needBody()
	p.sendHead(w, size)
	const opening, closing = `{"padding":"`, `"}`
	_, err := w.Write([]byte(opening))
	block := bytes.Repeat([]byte("a"), 64<<10)
	left := size - int64(len(opening)+len(closing))
	for err == nil && (size < 0 || left > 0) {
		// A client that reads on has not left; the sandbox may be closing all the same.
		if !s.wait(r.Context(), 0) {
			abort()
		}
		if size >= 0 {
			block = block[:min(left, int64(len(block)))]
		}
		_, err = w.Write(block)
		left -= int64(len(block))
	}
	if err == nil {
		_, _ = w.Write([]byte(closing))
	}
}

// echoPlaceholder stands in the Body of a [FaultEcho] for the request's credential.
const echoPlaceholder = "{credential}"

// echoEncoding is a way to write a credential in an error.
type echoEncoding struct {
	name   string
	encode func(credential string) string
}

func (e echoEncoding) itemName() string { return e.name }

func echoEncodings() []echoEncoding {
	inBase64 := func(before, after string) func(string) string {
		return func(credential string) string {
			return base64.StdEncoding.EncodeToString([]byte(before + credential + after))
		}
	}
	return []echoEncoding{
		{"plain", func(credential string) string { return credential }},
		{"upper-case", strings.ToUpper},
		{"base64", inBase64("", "")},
		{"base64-bearer", inBase64("Bearer ", "")},
		{"base64-middle-1", inBase64("a", "z")},
		{"base64-middle-2", inBase64("ab", "yz")},
		{"base64-url", func(credential string) string { return base64.RawURLEncoding.EncodeToString([]byte("?>" + credential)) }},
		{"base64-lines", func(credential string) string { return inGroups(inBase64("", "")(credential), 8, "\r\n") }},
		{"hex", func(credential string) string { return hex.EncodeToString([]byte(credential)) }},
		{"percent", byByte("%%%02x")},
		{"unicode", byByte(`\u%04x`)},
		{"html-decimal", byByte("&#%d;")},
		{"html-hex", byByte("&#x%x;")},
		{"html-named", strings.NewReplacer("_", "&lowbar;", "-", "&dash;").Replace},
		{"spaces", func(credential string) string { return inGroups(credential, 4, " ") }},
	}
}

// EchoEncodings are the names of the ways in which a [FaultEcho] writes the credential.
func EchoEncodings() []string { return names(echoEncodings()) }

// echo is the response of a [FaultEcho] to a request.
func (f Fault) echo(r *http.Request) *response {
	encoding, _ := byNameOrFirst(echoEncodings(), f.Encoding) // Inject has refused an unknown one
	text := encoding.encode(requestCredential(r))
	f.Status = pick(f.Status, http.StatusBadRequest)
	f.Body = pick(f.Body, `{"error":"`+echoPlaceholder+`"}`)
	if strings.HasPrefix(f.Body, "{") {
		quoted, _ := jsonLine(text) // a text can be encoded
		text = quoted[1:strings.LastIndex(quoted, `"`)]
	}
	f.Body = strings.ReplaceAll(f.Body, echoPlaceholder, text)
	return f.substitute()
}

// requestCredential is the secret that a request was sent with: a token or a key, in a header
// or in the body.
func requestCredential(r *http.Request) string {
	if key := r.Header.Get("X-API-Key"); key != "" {
		return key
	}
	if _, token, found := strings.Cut(r.Header.Get("Authorization"), " "); found {
		return token
	}
	var body struct {
		APIKey string `json:"apiKey"`
	}
	if content, err := io.ReadAll(r.Body); err != nil || json.Unmarshal(content, &body) != nil {
		return ""
	}
	return body.APIKey
}

// byByte writes each byte by the format.
func byByte(format string) func(string) string {
	return func(text string) string {
		var encoded strings.Builder
		for _, b := range []byte(text) {
			fmt.Fprintf(&encoded, format, b)
		}
		return encoded.String()
	}
}

// inGroups separates groups of so many bytes.
func inGroups(text string, size int, separator string) string {
	return string(bytes.Join(slices.Collect(slices.Chunk([]byte(text), size)), []byte(separator)))
}
