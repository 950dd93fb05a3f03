package sandbox

import (
	"net/http"
	"net/url"
	"strings"
	"time"
)

// vendorAPI is one vendor's routes and where they are mounted.
type vendorAPI struct {
	name   string
	prefix string
	routes []route
}

// route is one operation of a contract. In the pattern a segment in braces matches
// any one segment.
type route struct {
	operation string
	method    string
	pattern   string
	handle    func(*call) answer
}

// call is one request on its way through a vendor's handler. Handlers run one at a
// time, under the sandbox's lock: each call happens wholly before or after another.
type call struct {
	request *http.Request
	params  map[string]string
	body    []byte
	now     time.Time
}

// param is a path parameter, unescaped.
func (c *call) param(name string) string { return c.params[name] }

func (c *call) query(name string) string { return c.request.URL.Query().Get(name) }

// bearer is the token of the Authorization header, empty without one.
func (c *call) bearer() string {
	kind, token, _ := strings.Cut(c.request.Header.Get("Authorization"), " ")
	if !strings.EqualFold(kind, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

// newVendors puts the four APIs together.
func (s *Sandbox) newVendors() map[string]*vendorAPI {
	s.talkifai = newTalkifai(s)
	s.siteassist = newSiteassist(s)
	return map[string]*vendorAPI{
		Uppzy:      {name: Uppzy, prefix: Prefix(Uppzy), routes: newUppzy(s).routes()},
		TalkifAI:   {name: TalkifAI, prefix: Prefix(TalkifAI), routes: s.talkifai.routes()},
		SiteAssist: {name: SiteAssist, prefix: Prefix(SiteAssist), routes: s.siteassist.routes()},
		UponAI:     {name: UponAI, prefix: Prefix(UponAI), routes: newUponai(s).routes()},
	}
}

// Operations are the calls of a vendor's API by the operationId of its contract: what
// the operation of a [Fault] and of a [Request] may be.
func Operations(vendor string) []string {
	api := (&Sandbox{}).newVendors()[vendor]
	if api == nil {
		return nil
	}
	names := make([]string, 0, len(api.routes))
	for _, route := range api.routes {
		names = append(names, route.operation)
	}
	return names
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
