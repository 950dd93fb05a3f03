package sandbox

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"
)

// maxRequestBody bounds what is read of a request; no call of the contracts comes near.
const maxRequestBody = 8 << 20

// maxRecordedBody bounds what is kept of a response's body.
const maxRecordedBody = 64 << 10

// Request is a call that came in, and what was answered. Headers and bodies hold the
// secrets that client and vendor sent: this is a tool for tests.
type Request struct {
	Vendor    string      `json:"vendor"`
	Operation string      `json:"operation"` // operationId of the contract; empty for an unknown route
	Method    string      `json:"method"`
	Path      string      `json:"path"` // below the vendor's base URL, still escaped
	Query     url.Values  `json:"query,omitempty"`
	Header    http.Header `json:"header"`
	Body      string      `json:"body,omitempty"`
	// Status is what was answered; 0 while the call runs and when it was cut off.
	Status int `json:"status"`
	// ResponseHeader and ResponseBody are what was sent with Status, the body up to
	// 64 KiB.
	ResponseHeader http.Header `json:"response_header,omitempty"`
	ResponseBody   string      `json:"response_body,omitempty"`
	At             time.Time   `json:"at"`
}

// Requests lists the calls to the vendors that pass every filter, in the order of
// their arrival. Calls to the control API are not among them.
func (s *Sandbox) Requests(filters ...func(Request) bool) []Request {
	s.journal.mu.Lock()
	defer s.journal.mu.Unlock()
	found := []Request{}
	for _, entry := range s.journal.entries {
		if !slices.ContainsFunc(filters, func(keep func(Request) bool) bool { return !keep(*entry) }) {
			found = append(found, *entry)
		}
	}
	return found
}

// ResetRequests forgets the calls so far.
func (s *Sandbox) ResetRequests() {
	s.journal.mu.Lock()
	defer s.journal.mu.Unlock()
	s.journal.entries = nil
}

// ByVendor keeps the calls to one vendor.
func ByVendor(vendor string) func(Request) bool {
	return func(r Request) bool { return r.Vendor == vendor }
}

// ByOperation keeps the calls of any of the operations.
func ByOperation(operations ...string) func(Request) bool {
	return func(r Request) bool { return slices.Contains(operations, r.Operation) }
}

// journal holds the recorded calls under a lock of its own, so that looking at them
// never waits for a vendor.
type journal struct {
	mu      sync.Mutex
	entries []*Request
}

func (j *journal) add(entry *Request) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.entries = append(j.entries, entry)
}

func (j *journal) answered(entry *Request, w *statusWriter) {
	header, body := w.Header().Clone(), w.body.String()
	j.mu.Lock()
	defer j.mu.Unlock()
	entry.Status, entry.ResponseHeader, entry.ResponseBody = w.status, header, body
}

// recorded wraps everything that happens to a call, faults included. Reading the body
// to its end here also makes the server notice when the client leaves.
func (s *Sandbox) recorded(api *vendorAPI, next func(http.ResponseWriter, *http.Request, *Request)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		entry := &Request{
			Vendor: api.name,
			Method: r.Method,
			Path:   api.relative(r.URL),
			Query:  r.URL.Query(),
			Header: r.Header.Clone(),
			At:     s.Now(),
		}
		if route, _, _ := api.match(r.Method, entry.Path); route != nil {
			entry.Operation = route.operation
		}
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxRequestBody))
		entry.Body = string(body)
		s.journal.add(entry)

		writer := &statusWriter{ResponseWriter: w}
		defer func() { s.journal.answered(entry, writer) }()
		// Clients may take the vendor's time from this header; the server's own would
		// ignore Advance.
		w.Header().Set("Date", entry.At.Format(http.TimeFormat))
		if err != nil {
			http.Error(writer, "the request body could not be read", http.StatusBadRequest)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		next(writer, r, entry)
	})
}

// statusWriter notes the status and the beginning of the body that go out.
type statusWriter struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

func (w *statusWriter) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *statusWriter) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	w.body.Write(p[:min(len(p), maxRecordedBody-w.body.Len())])
	return w.ResponseWriter.Write(p)
}

// Unwrap lets http.ResponseController flush and hijack.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
