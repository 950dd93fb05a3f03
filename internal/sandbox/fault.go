package sandbox

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// FaultKind says how a call goes wrong. "Done" below means that the vendor carried the
// call out before its response was spoiled.
type FaultKind string

// The kinds of faults.
const (
	// FaultStatus responds with Status, Header and Body; nothing is done. Status 0 is 500.
	FaultStatus FaultKind = "status"
	// FaultStatusAfter sends the same response although the call was done.
	FaultStatusAfter FaultKind = "status_after"
	// FaultReset cuts the connection without a response; nothing is done. Note that
	// Go's client repeats a GET when a reused connection breaks like this.
	FaultReset FaultKind = "reset"
	// FaultResetAfter cuts it although the call was done.
	FaultResetAfter FaultKind = "reset_after"
	// FaultSlow waits for Delay before the call.
	FaultSlow FaultKind = "slow"
	// FaultHang does nothing and never responds; it ends when the client leaves.
	FaultHang FaultKind = "hang"
	// FaultHangAfter never responds although the call was done.
	FaultHangAfter FaultKind = "hang_after"
	// FaultDrip sends the right response byte by byte with Delay between. Done.
	FaultDrip FaultKind = "drip"
	// FaultTruncated announces the whole response, sends half of it and cuts. Done.
	FaultTruncated FaultKind = "truncated"
	// FaultNotJSON responds 200 (or Status) with an HTML page (or Body); nothing is done.
	FaultNotJSON FaultKind = "not_json"
	// FaultNotJSONAfter sends the same response although the call was done.
	FaultNotJSONAfter FaultKind = "not_json_after"
	// FaultHuge responds with well-formed JSON of Size bytes (64 MiB when 0). Done.
	FaultHuge FaultKind = "huge"
	// FaultEndless responds with JSON that never ends, until the client leaves. Done.
	FaultEndless FaultKind = "endless"
	// FaultRedirect responds with Status (307 when 0) and Location; nothing is done.
	FaultRedirect FaultKind = "redirect"
	// FaultForeign404 responds 404 with a web server's HTML page; nothing is done.
	FaultForeign404 FaultKind = "foreign_404"
	// FaultGateway responds as a gateway, a framework or another application would: with
	// the [GatewayShape] that Shape names. Nothing is done. Calls for which the vendor
	// documents a response of that shape are not affected.
	FaultGateway FaultKind = "gateway"
	// FaultEcho responds with Status (400 when 0) and Body, where {credential} stands for
	// the credential of the request, written in the one of [EchoEncodings] that Encoding
	// names. Nothing is done.
	FaultEcho FaultKind = "echo"
)

// FaultKinds lists every kind.
func FaultKinds() []FaultKind {
	return []FaultKind{
		FaultStatus, FaultStatusAfter, FaultReset, FaultResetAfter, FaultSlow, FaultHang,
		FaultHangAfter, FaultDrip, FaultTruncated, FaultNotJSON, FaultNotJSONAfter,
		FaultHuge, FaultEndless, FaultRedirect, FaultForeign404, FaultGateway, FaultEcho,
	}
}

// Fault makes calls go wrong.
type Fault struct {
	Vendor    string    `json:"vendor,omitempty"`    // empty: any
	Operation string    `json:"operation,omitempty"` // operationId; empty: any
	Contains  string    `json:"contains,omitempty"`  // only calls with this text in path, query or body
	Kind      FaultKind `json:"kind"`
	Skip      int       `json:"skip,omitempty"`  // let so many matching calls pass first
	Times     int       `json:"times,omitempty"` // then break so many; 0: until removed

	Status   int           `json:"status,omitempty"`
	Header   http.Header   `json:"header,omitempty"` // added to the response, such as Retry-After
	Body     string        `json:"body,omitempty"`   // as JSON unless Header says otherwise; see ErrorBody
	Delay    time.Duration `json:"-"`                // the control API has "delay" as text
	Location string        `json:"location,omitempty"`
	Size     int64         `json:"size,omitempty"`
	// Shape is the name of a [GatewayShape], the first of them when empty.
	Shape string `json:"shape,omitempty"`
	// Encoding is one of the [EchoEncodings], the first of them when empty.
	Encoding string `json:"encoding,omitempty"`
}

// Validate refuses a fault that could never happen.
func (f Fault) Validate() error {
	vendors := Vendors()
	if f.Vendor != "" {
		vendors = []string{f.Vendor}
	}
	var operations []string
	for _, vendor := range vendors {
		operations = append(operations, Operations(vendor)...)
	}
	shape, knownShape := f.shape()
	_, knownEncoding := byNameOrFirst(echoEncodings(), f.Encoding)
	switch {
	case !slices.Contains(FaultKinds(), f.Kind):
		return fmt.Errorf("unknown kind of fault %q; known are %q", f.Kind, FaultKinds())
	case len(operations) == 0:
		return fmt.Errorf("unknown vendor %q", f.Vendor)
	case f.Operation != "" && !slices.Contains(operations, f.Operation):
		return fmt.Errorf("unknown operation %q; known are %q", f.Operation, operations)
	case f.Status != 0 && (f.Status < 200 || f.Status > 599):
		return fmt.Errorf("status %d is not from 200 to 599", f.Status)
	case !knownEncoding:
		return fmt.Errorf("unknown encoding %q; known are %q", f.Encoding, EchoEncodings())
	case f.Kind != FaultEcho && f.Encoding != "":
		return fmt.Errorf("a fault of kind %q has no encoding", f.Kind)
	case !knownShape:
		return fmt.Errorf("unknown shape %q; known are %q", f.Shape, names(GatewayShapes()))
	case f.Kind != FaultGateway && f.Shape != "":
		return fmt.Errorf("a fault of kind %q has no shape", f.Kind)
	case f.Kind == FaultGateway && shape.Documented(f.Vendor, f.Operation):
		return fmt.Errorf("shape %q is a documented response to %s of %s", shape.Name, f.Operation, f.Vendor)
	case f.Skip < 0 || f.Times < 0 || f.Size < 0 || f.Delay < 0:
		return errors.New("a number of the fault is negative")
	}
	return nil
}

func (f Fault) shape() (GatewayShape, bool) { return byNameOrFirst(GatewayShapes(), f.Shape) }

// byNameOrFirst finds an item by name, the first one for the empty name.
func byNameOrFirst[T named](items []T, name string) (T, bool) {
	if name == "" {
		return items[0], true
	}
	return byName(items, name)
}

// faultPlan holds the faults that wait for their calls.
type faultPlan struct {
	mu      sync.Mutex
	planned []*plannedFault
}

// plannedFault is a fault with the number of calls that it let pass and broke.
type plannedFault struct {
	Fault
	skipped, broken int
}

// Inject adds a fault and returns a function that removes it. Of several that match a
// call the one injected first breaks it. Inject panics on a fault that
// [Fault.Validate] refuses.
func (s *Sandbox) Inject(f Fault) (remove func()) {
	if err := f.Validate(); err != nil {
		panic("sandbox: " + err.Error())
	}
	f.Header = f.Header.Clone()
	added := &plannedFault{Fault: f}
	p := &s.faults
	p.mu.Lock()
	defer p.mu.Unlock()
	p.planned = append(p.planned, added)
	return func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.planned = slices.DeleteFunc(p.planned, func(other *plannedFault) bool { return other == added })
	}
}

// ClearFaults removes every fault.
func (s *Sandbox) ClearFaults() {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.planned = nil
}

// choose finds the fault for a call and counts it.
func (p *faultPlan) choose(r *Request) (Fault, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, f := range p.planned {
		switch {
		case !f.matches(r):
		case f.skipped < f.Skip:
			f.skipped++
		case f.Times == 0 || f.broken < f.Times:
			f.broken++
			return f.Fault, true
		}
	}
	return Fault{}, false
}

func (f Fault) matches(r *Request) bool {
	if f.Kind == FaultGateway {
		if shape, _ := f.shape(); shape.Documented(r.Vendor, r.Operation) {
			return false
		}
	}
	return (f.Vendor == "" || f.Vendor == r.Vendor) &&
		(f.Operation == "" || f.Operation == r.Operation) &&
		(f.Contains == "" || strings.Contains(r.Path+"?"+r.Query.Encode()+"\n"+r.Body, f.Contains))
}
