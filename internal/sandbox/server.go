package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// vendorAPI is one vendor's API in a sandbox.
type vendorAPI struct {
	vendor
	api    api
	routes []route
}

// handler is an operation. Operations run one at a time, under the sandbox's lock.
type handler func(*call) *response

// route is one operation of a contract. In the pattern a segment in braces matches
// any one segment.
type route struct {
	operation string
	method    string
	pattern   string
	handle    handler
}

// guarded puts a guard before every route.
func guarded(guard func(next handler) handler, routes ...route) []route {
	for i := range routes {
		routes[i].handle = guard(routes[i].handle)
	}
	return routes
}

// handler is the whole sandbox. The paths are not cleaned, as [http.ServeMux] would: a
// client that sends dots or double slashes gets the response to that path.
func (s *Sandbox) handler() http.Handler {
	control := http.NotFoundHandler()
	if s.options.Control != nil {
		control = refuseForeign(false, s.options.Control(s))
	}
	handlers := map[string]http.Handler{"/sandbox": control}
	for _, api := range s.vendors {
		handlers[api.prefix] = refuseForeign(api.acceptsOrigins, s.vendorHandler(api))
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path := r.URL.EscapedPath()
		for prefix, handler := range handlers {
			if path == prefix || strings.HasPrefix(path, prefix+"/") {
				handler.ServeHTTP(w, r)
				return
			}
		}
		http.NotFound(w, r)
	})
}

// foreign explains why a request may come from a web page of another site; it is empty
// for every other request. A host that is not loopback is a name that was made to resolve
// to loopback. The API of a vendor that accepts origins checks the Origin header itself:
// programs send it too, and browsers send Sec-Fetch-Site with it.
func foreign(r *http.Request, acceptsOrigins bool) string {
	host := r.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	origin := r.Header.Get("Origin")
	switch {
	case !isLoopback(host):
		return "the host is not a loopback address"
	case !acceptsOrigins && origin != "" && origin != "http://"+r.Host:
		return "the origin is another site"
	case slices.Contains([]string{"cross-site", "same-site"}, r.Header.Get("Sec-Fetch-Site")):
		return "the request comes from another site"
	}
	return ""
}

// refuseForeign refuses requests of other sites. They are not recorded.
func refuseForeign(acceptsOrigins bool, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if reason := foreign(r, acceptsOrigins); reason != "" {
			respond(http.StatusForbidden, map[string]string{"error": reason}).send(w)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// vendorHandler serves a vendor: each call is recorded, delayed, broken where a fault
// says so, and else carried out.
func (s *Sandbox) vendorHandler(api *vendorAPI) http.Handler {
	var inner http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.carryOut(api, w, r) })
	if s.options.Middleware != nil {
		inner = s.options.Middleware(api.name, inner)
	}
	return s.recorded(api, func(w http.ResponseWriter, r *http.Request, recorded *Request) {
		if !s.wait(r.Context(), s.options.Latency) {
			abort()
		}
		if fault, ok := s.faults.choose(recorded); ok {
			s.serveFault(fault, inner, w, r)
			return
		}
		inner.ServeHTTP(w, r)
	})
}

// carryOut is the vendor's own behaviour, free of faults. It holds the lock until the
// response is rendered, not until it is sent.
func (s *Sandbox) carryOut(api *vendorAPI, w http.ResponseWriter, r *http.Request) {
	route, params, otherMethod := api.match(r.Method, api.relative(r.URL))
	switch {
	case route != nil:
	case otherMethod:
		http.Error(w, "405 method not allowed", http.StatusMethodNotAllowed)
		return
	default:
		// Not the vendor's own 404: nothing of the API is at this address.
		http.NotFound(w, r)
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, "the request body could not be read", http.StatusBadRequest)
		return
	}
	func() *response {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.expire()
		return route.handle(&call{request: r, params: params, body: body, now: s.now()})
	}().send(w)
}

// relative is the escaped path below the vendor's base URL.
func (api *vendorAPI) relative(u *url.URL) string {
	return strings.TrimPrefix(u.EscapedPath(), api.prefix)
}

// match finds the route of a call. Segments are compared escaped, so that a slash
// inside an id stays inside. Without a route it reports whether another method has one.
func (api *vendorAPI) match(method, path string) (found *route, params map[string]string, otherMethod bool) {
	for i := range api.routes {
		candidate := &api.routes[i]
		params, ok := matchPattern(candidate.pattern, path)
		switch {
		case !ok:
		case candidate.method == method:
			return candidate, params, false
		default:
			otherMethod = true
		}
	}
	return nil, nil, otherMethod
}

func matchPattern(pattern, path string) (map[string]string, bool) {
	want, got := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return nil, false
	}
	params := map[string]string{}
	for i, segment := range want {
		value, err := url.PathUnescape(got[i])
		if err != nil {
			return nil, false
		}
		name, isParam := strings.CutPrefix(segment, "{")
		switch {
		case isParam && value != "":
			params[strings.TrimSuffix(name, "}")] = value
		case segment != value:
			return nil, false
		}
	}
	return params, true
}

// call is one request to an operation.
type call struct {
	request *http.Request
	params  map[string]string
	body    []byte
	now     time.Time
}

// param is a path parameter, unescaped.
func (c *call) param(name string) string { return c.params[name] }

func (c *call) query(name string) string { return c.request.URL.Query().Get(name) }

func (c *call) hasQuery(name string) bool { return c.request.URL.Query().Has(name) }

// bearer is the token of the Authorization header, empty without one.
func (c *call) bearer() string {
	kind, token, _ := strings.Cut(c.request.Header.Get("Authorization"), " ")
	if !strings.EqualFold(kind, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

// decode reads a JSON body strictly: the contracts allow no other fields.
func (c *call) decode(into any) error {
	media, _, err := mime.ParseMediaType(c.request.Header.Get("Content-Type"))
	if err != nil || media != mediaJSON {
		return errors.New("the content type is not application/json")
	}
	return decodeStrict(c.body, into)
}

func decodeStrict(body []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return errors.New("data after the JSON value")
	}
	return nil
}

// page reads limit and offset. It refuses what the contracts refuse.
func (c *call) page(defaultLimit, maxLimit int) (limit, offset int, ok bool) {
	number := func(name string, fallback, least, most int) int {
		if !c.hasQuery(name) {
			return fallback
		}
		n, err := strconv.Atoi(c.query(name))
		if err != nil || n < least || n > most {
			return -1
		}
		return n
	}
	limit = number("limit", defaultLimit, 1, maxLimit)
	offset = number("offset", 0, 0, 1<<31-1)
	return limit, offset, limit >= 0 && offset >= 0
}

// pageOf cuts a page out of a list.
func pageOf[T any](all []T, limit, offset int) []T {
	return all[min(offset, len(all)):min(offset+limit, len(all))]
}

// Media types.
const (
	mediaJSON    = "application/json"
	mediaProblem = "application/problem+json"
	mediaHTML    = "text/html; charset=utf-8"
	mediaText    = "text/plain; charset=utf-8"
	mediaEvents  = "text/event-stream"
)

// response is a response that has not been sent. As an [http.ResponseWriter] it holds
// back what is written to it.
type response struct {
	status int
	header http.Header
	body   bytes.Buffer
}

func (p *response) Header() http.Header { return p.header }

func (p *response) WriteHeader(status int) { p.status = pick(p.status, status) }

func (p *response) Write(b []byte) (int, error) {
	p.status = pick(p.status, http.StatusOK)
	return p.body.Write(b)
}

// respondText makes a response; without a body it has no content type.
func respondText(status int, contentType, body string) *response {
	p := &response{status: status, header: http.Header{}}
	if body != "" {
		p.header.Set("Content-Type", contentType)
		p.body.WriteString(body)
	}
	return p
}

// respond makes a response with JSON. Values come from decoded JSON or from this package:
// only a seed with something like a channel in its metadata can fail.
func respond(status int, value any) *response {
	text, err := jsonLine(value)
	if err != nil {
		return respondText(http.StatusInternalServerError, mediaText, err.Error())
	}
	return respondText(status, mediaJSON, text)
}

// respondClosed is the response of two vendors to a close.
func respondClosed(success bool, message string) *response {
	return respond(http.StatusOK, struct {
		Success bool   `json:"success"`
		Message string `json:"message"`
	}{success, message})
}

// jsonLine is a value as JSON with a line break.
func jsonLine(value any) (string, error) {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return body.String(), err
}

// sendHead sends status and header, with the length of the body unless that is negative.
func (p *response) sendHead(w http.ResponseWriter, length int64) {
	for name, values := range p.header {
		w.Header()[name] = values
	}
	w.Header().Del("Content-Length")
	if length >= 0 && p.status != http.StatusNoContent {
		w.Header().Set("Content-Length", strconv.FormatInt(length, 10))
	}
	w.WriteHeader(p.status)
}

// send sends the response, an event stream event by event. A client that has left is no
// error.
func (p *response) send(w http.ResponseWriter) {
	if p.header.Get("Content-Type") != mediaEvents {
		p.sendHead(w, int64(p.body.Len()))
		_, _ = w.Write(p.body.Bytes())
		return
	}
	p.sendHead(w, -1)
	controller := http.NewResponseController(w)
	for event := range bytes.SplitAfterSeq(p.body.Bytes(), []byte("\n\n")) {
		_, _ = w.Write(event)
		_ = controller.Flush() // where it cannot flush, nothing is streamed
	}
}

// eventStream is a response for server-sent events.
func eventStream() *response {
	return &response{status: http.StatusOK, header: http.Header{"Content-Type": {mediaEvents}}}
}

// event adds an event to a stream. An empty name leaves the event line out.
func (p *response) event(name string, data any) {
	if name != "" {
		fmt.Fprintf(&p.body, "event: %s\n", name)
	}
	text, ok := data.(string)
	if !ok {
		text, _ = jsonLine(data) // the events of this package can be encoded
	}
	fmt.Fprintf(&p.body, "data: %s\n\n", strings.TrimSuffix(text, "\n"))
}

// object keeps a map an object: a nil one would be printed as null.
func object(m map[string]any) map[string]any {
	if m == nil {
		return map[string]any{}
	}
	return m
}

// nullable is null for the empty text.
func nullable(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// seconds is a usual time format: UTC, whole seconds, Z.
func seconds(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }

// words is a token count.
func words(text string) int { return len(strings.Fields(text)) }
