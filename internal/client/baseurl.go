package client

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strings"
)

// ParseBaseURL checks the address of a vendor's API and returns it with its host in
// lower case. http:// is allowed for loopback, and elsewhere only with allowInsecure.
// The error says what is wrong without repeating the value, which may hold a password.
func ParseBaseURL(raw string, allowInsecure bool) (*url.URL, error) {
	u, err := url.Parse(raw)
	switch {
	case err != nil:
		return nil, errors.New("must be a URL such as https://api.example.com/v1")
	case u.Scheme != "https" && u.Scheme != "http":
		return nil, errors.New("must begin with https://")
	case u.Hostname() == "":
		return nil, errors.New("must name a host")
	case u.User != nil:
		return nil, errors.New("must not hold a user name or password; credentials have attributes of their own")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return nil, errors.New("must not have a query or a fragment")
	}
	for segment := range strings.SplitSeq(u.Path, "/") {
		if segment == "." || segment == ".." {
			return nil, errors.New("must not have relative parts in its path")
		}
	}
	if u.Scheme == "http" && !allowInsecure && !IsLoopback(u.Hostname()) {
		return nil, fmt.Errorf("must begin with https://, since credentials would cross the network to %s in the clear; "+
			"http:// is for loopback, or with allow_insecure_http = true", u.Hostname())
	}
	// A host name is case-insensitive; the zone of an IPv6 address is not.
	if _, err := netip.ParseAddr(u.Hostname()); err != nil {
		u.Host = strings.ToLower(u.Host)
	}
	u.Path = strings.TrimRight(u.Path, "/")
	u.RawPath = strings.TrimRight(u.RawPath, "/")
	return u, nil
}

// IsLoopback reports whether a host without its port is a loopback address or localhost.
// It does not resolve localhost, so that validation never waits for a name server. The
// transport refuses to connect when localhost is not a loopback address.
func IsLoopback(host string) bool {
	// Not strings.EqualFold, which also accepts localho\u017ft.
	if strings.ToLower(host) == "localhost" {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.IsLoopback()
}
