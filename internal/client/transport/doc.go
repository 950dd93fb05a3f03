// Package transport is the one HTTP stack that all vendors share. A vendor
// package describes a request as a Call; Do sends it with the credential, the
// user agent, the rate limit, the pauses that the vendor asks for, retries where
// a repeat is safe, a time limit for each try and a cap on the answer, and
// returns a decoded answer or a *client.Error without secrets.
//
// Each concern is a file. From the outside in, a call passes detach.go (what
// outlives a cancelled context), request.go, retry.go (with backoff.go and
// retryafter.go), gate.go (rate limit and pauses), attempt.go (one try, with
// stream.go for an answer that is read while it comes), and connections.go. What goes
// wrong becomes an error in failure.go; cause.go, redact.go and decode.go keep secrets out
// of it. recent.go has the sessions that a vendor may not show yet.
package transport
