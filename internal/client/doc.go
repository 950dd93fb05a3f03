// Package client says what a chat session is, whichever vendor keeps it.
//
// It holds the words that all vendors share (Session, Status, Vendor), the
// table of what each vendor takes and tells, and the typed errors. How a vendor
// is spoken to is decided in its own package below this one; what all of them
// need of HTTP is in package transport.
package client
