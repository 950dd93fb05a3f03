package sandbox

import (
	"net"
	"net/http"
	"slices"
)

// foreign explains why a request may come from a web page of another site; it is empty
// for every other request. A host that is not loopback is a name that was made to point
// at loopback. The API of a vendor that accepts origins checks the Origin header itself:
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

// refuseForeign keeps the requests of other sites from next. They are not recorded.
func refuseForeign(acceptsOrigins bool, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if reason := foreign(r, acceptsOrigins); reason != "" {
			refuseControl(w, http.StatusForbidden, reason)
			return
		}
		next.ServeHTTP(w, r)
	})
}
