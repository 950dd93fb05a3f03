package sandbox

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"
)

// maxRequestBody bounds the body of a request. No call of the contracts comes near.
const maxRequestBody = 1 << 20

// Bounds of the journal. A test that counts calls stays far below all of them.
const (
	maxRecordedBody     = 64 << 10 // of each body; the rest is not recorded
	maxRecordedRequests = 20_000
	maxRecordedBytes    = 64 << 20 // of all paths, headers and bodies together
)

// Limits lists what the sandbox refuses, and what it does not record.
const Limits = `Foreign requests:    refused with status 403 when they come from a browser page of another site, or
                     name a host that is not a loopback address
Request bodies:      at most 1 MiB
Recorded requests:   the latest 20,000, at most 64 MiB together; 64 KiB of each body
Clock:               moves forward by at most 292 years
`

// Request is a recorded call with its response. Headers and bodies contain the secrets
// that client and vendor sent: this is a tool for tests. Bodies are recorded up to 64 KiB.
type Request struct {
	Vendor    string      `json:"vendor"`
	Operation string      `json:"operation"` // operationId of the contract; empty for an unknown route
	Method    string      `json:"method"`
	Path      string      `json:"path"` // below the vendor's base URL, still escaped
	Query     url.Values  `json:"query,omitempty"`
	Header    http.Header `json:"header"`
	Body      string      `json:"body,omitempty"`
	// Status is the status of the response; 0 while the call runs and when it was cut off.
	Status int `json:"status"`
	// ResponseHeader and ResponseBody are what was sent with Status.
	ResponseHeader http.Header `json:"response_header,omitempty"`
	ResponseBody   string      `json:"response_body,omitempty"`
	At             time.Time   `json:"at"`
}

// Requests lists the calls to the vendors that pass every filter, in the order of
// their arrival. Calls to the control API are not among them. Only the latest calls are
// recorded: 20,000, or fewer when they exceed 64 MiB together.
func (s *Sandbox) Requests(filters ...func(Request) bool) []Request {
	s.journal.mu.Lock()
	defer s.journal.mu.Unlock()
	found := []Request{}
	for _, entry := range s.journal.entries {
		if !slices.ContainsFunc(filters, func(keep func(Request) bool) bool { return !keep(entry.Request) }) {
			found = append(found, entry.Request)
		}
	}
	return found
}

// ResetRequests drops the calls recorded so far.
func (s *Sandbox) ResetRequests() { s.journal.reset() }

// ByVendor keeps the calls to one vendor.
func ByVendor(vendor string) func(Request) bool {
	return func(r Request) bool { return r.Vendor == vendor }
}

// ByOperation keeps the calls of any of the operations.
func ByOperation(operations ...string) func(Request) bool {
	return func(r Request) bool { return slices.Contains(operations, r.Operation) }
}

// journal holds the latest calls under a lock of its own, so that reading them never
// waits for a vendor.
type journal struct {
	mu      sync.Mutex
	entries []*journalEntry
	bytes   int
}

// journalEntry is a recorded call. Its request is complete before it is added.
type journalEntry struct {
	Request
	bytes   int
	dropped bool
}

func (j *journal) add(entry *journalEntry) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.entries = append(j.entries, entry)
	j.count(entry, len(entry.Path)+len(entry.Body)+headerBytes(http.Header(entry.Query))+headerBytes(entry.Header))
}

func (j *journal) complete(entry *journalEntry, w *statusWriter) {
	header, body := w.Header().Clone(), w.body.String()
	j.mu.Lock()
	defer j.mu.Unlock()
	entry.Status, entry.ResponseHeader, entry.ResponseBody = w.status, header, body
	if !entry.dropped {
		j.count(entry, len(body)+headerBytes(header))
	}
}

func (j *journal) reset() {
	j.mu.Lock()
	defer j.mu.Unlock()
	for len(j.entries) > 0 {
		j.dropOldest()
	}
}

// count adds to the size of an entry, and drops the oldest entries over the bounds.
func (j *journal) count(entry *journalEntry, bytes int) {
	entry.bytes += bytes
	j.bytes += bytes
	for len(j.entries) > maxRecordedRequests || j.bytes > maxRecordedBytes {
		j.dropOldest()
	}
}

func (j *journal) dropOldest() {
	oldest := j.entries[0]
	oldest.dropped = true
	j.bytes -= oldest.bytes
	j.entries[0] = nil // append reuses the array, which would keep the entry alive
	j.entries = j.entries[1:]
}

func headerBytes(header http.Header) int {
	n := 0
	for name, values := range header {
		n += len(name)
		for _, value := range values {
			n += len(value)
		}
	}
	return n
}

// recorded wraps everything that happens to a call, faults included. Reading the body
// to its end here also makes the server notice when the client leaves.
func (s *Sandbox) recorded(api *vendorAPI, next func(http.ResponseWriter, *http.Request, *Request)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		entry := &journalEntry{Request: Request{
			Vendor: api.name,
			Method: r.Method,
			Path:   api.relative(r.URL),
			Query:  r.URL.Query(),
			Header: r.Header.Clone(),
			At:     s.Now(),
		}}
		if route, _, _ := api.match(r.Method, entry.Path); route != nil {
			entry.Operation = route.operation
		}
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxRequestBody))
		entry.Body = string(body[:min(len(body), maxRecordedBody)])
		s.journal.add(entry)

		writer := &statusWriter{ResponseWriter: w}
		defer func() { s.journal.complete(entry, writer) }()
		// Clients may read the vendor's time from this header; the server's own would
		// ignore Advance.
		w.Header().Set("Date", entry.At.Format(http.TimeFormat))
		if _, large := errors.AsType[*http.MaxBytesError](err); large {
			http.Error(writer, "the request body is larger than the sandbox accepts", http.StatusRequestEntityTooLarge)
			return
		}
		if err != nil {
			http.Error(writer, "the request body could not be read", http.StatusBadRequest)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		next(writer, r, &entry.Request)
	})
}

// statusWriter notes the status and the beginning of the body of a response.
type statusWriter struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = pick(w.status, status)
	w.ResponseWriter.WriteHeader(status)
}

func (w *statusWriter) Write(p []byte) (int, error) {
	w.status = pick(w.status, http.StatusOK)
	w.body.Write(p[:min(len(p), maxRecordedBody-w.body.Len())])
	return w.ResponseWriter.Write(p)
}

// Unwrap lets http.ResponseController flush and hijack.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
