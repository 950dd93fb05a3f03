package sandbox

import (
	"net/http"
	"net/url"
	"strings"
)

// vendorAPI is one vendor's API in a sandbox.
type vendorAPI struct {
	vendor
	api    api
	routes []route
}

// newVendors puts every vendor's API together.
func (s *Sandbox) newVendors() map[string]*vendorAPI {
	mounted := map[string]*vendorAPI{}
	for _, v := range vendors() {
		own := v.start(s)
		mounted[v.name] = &vendorAPI{vendor: v, api: own, routes: own.routes()}
	}
	return mounted
}

// route is one operation of a contract. In the pattern a segment in braces matches
// any one segment.
type route struct {
	operation string
	method    string
	pattern   string
	handle    func(*call) answer
}

// relative is the escaped path below the vendor's base URL.
func (api *vendorAPI) relative(u *url.URL) string {
	return strings.TrimPrefix(u.EscapedPath(), api.prefix)
}

// match finds the route of a call. Segments are compared escaped, so that a slash
// inside an id stays inside. Without a route it tells whether another method would
// have had one.
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

// handler is the vendor's own behaviour, free of faults.
func (s *Sandbox) vendorHandler(api *vendorAPI) http.Handler {
	var handler http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := readAll(r)
		if err != nil {
			http.Error(w, "the request body could not be read", http.StatusBadRequest)
			return
		}
		route, params, otherMethod := api.match(r.Method, api.relative(r.URL))
		switch {
		case route != nil:
			s.handle(route, &call{request: r, params: params, body: body}).write(w)
		case otherMethod:
			http.Error(w, "405 method not allowed", http.StatusMethodNotAllowed)
		default:
			// Not the vendor's own 404: nothing of the API is at this address.
			http.NotFound(w, r)
		}
	})
	if s.options.Middleware != nil {
		handler = s.options.Middleware(api.name, handler)
	}
	return handler
}

// handle runs a call under the lock. The answer is rendered by then: writing it to a
// slow client holds nobody up.
func (s *Sandbox) handle(route *route, c *call) answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.expire()
	c.now = s.now()
	return route.handle(c)
}
