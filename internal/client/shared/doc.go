// Package shared lets the calls of many objects of one run share requests: a value
// that all of them need (Value), and reads of sessions that one walk of the vendor's
// list answers (Reads).
//
// What is shared is never older than the last write of this process. Writes are
// counted (transport.Transport.Writes): what was asked for when fewer were counted
// than a caller wants to see is not given to it.
package shared
