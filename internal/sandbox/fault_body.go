package sandbox

import "strings"

// ErrorBody is an error body in the vendor's own shape, for the Body of a [Fault]: its
// words are the ones that the vendor's pages print for the status, where they print
// any. It panics for a name that is no vendor.
func ErrorBody(vendor string, status int) string {
	return strings.TrimSpace(string(mustFind(vendor).errorBody(status).chunks[0]))
}
