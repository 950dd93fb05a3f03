package sandbox

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// FaultKind says how a call goes wrong. "Done" below means that the vendor carried the
// call out before its answer was spoiled.
type FaultKind string

// The kinds of faults.
const (
	// FaultStatus answers Status, Header and Body; nothing is done. Status 0 is 500.
	FaultStatus FaultKind = "status"
	// FaultStatusAfter answers the same although the call was done.
	FaultStatusAfter FaultKind = "status_after"
	// FaultReset cuts the connection without an answer; nothing is done. Note that
	// Go's client repeats a GET by itself when a reused connection breaks like this.
	FaultReset FaultKind = "reset"
	// FaultResetAfter cuts it although the call was done.
	FaultResetAfter FaultKind = "reset_after"
	// FaultSlow waits for Delay, then all goes its normal way.
	FaultSlow FaultKind = "slow"
	// FaultHang does nothing and never answers; it ends when the client leaves.
	FaultHang FaultKind = "hang"
	// FaultHangAfter never answers although the call was done.
	FaultHangAfter FaultKind = "hang_after"
	// FaultDrip sends the right answer byte by byte with Delay between. Done.
	FaultDrip FaultKind = "drip"
	// FaultTruncated announces the whole answer, sends half of it and cuts. Done.
	FaultTruncated FaultKind = "truncated"
	// FaultNotJSON answers 200 (or Status) with an HTML page (or Body); nothing is done.
	FaultNotJSON FaultKind = "not_json"
	// FaultNotJSONAfter answers the same although the call was done.
	FaultNotJSONAfter FaultKind = "not_json_after"
	// FaultHuge answers well-formed JSON of Size bytes (64 MiB when 0). Done.
	FaultHuge FaultKind = "huge"
	// FaultEndless answers JSON that never ends, until the client leaves. Done.
	FaultEndless FaultKind = "endless"
	// FaultRedirect answers Status (307 when 0) with Location; nothing is done.
	FaultRedirect FaultKind = "redirect"
	// FaultForeign404 answers 404 with a web server's HTML page; nothing is done.
	FaultForeign404 FaultKind = "foreign_404"
	// FaultGateway answers as a gateway, a framework or another application would: with
	// the [GatewayShape] that Shape names. Nothing is done. Calls for which the vendor
	// documents a response of that shape are not affected.
	FaultGateway FaultKind = "gateway"
	// FaultEcho answers Status (400 when 0) with Body, where {credential} stands for the
	// credential of the request, written in the one of [EchoEncodings] that Encoding names.
	// Nothing is done.
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
	Header   http.Header   `json:"header,omitempty"` // added to the answer, such as Retry-After
	Body     string        `json:"body,omitempty"`   // as JSON unless Header says otherwise; see ErrorBody
	Delay    time.Duration `json:"-"`                // the control API takes "delay" as text
	Location string        `json:"location,omitempty"`
	Size     int64         `json:"size,omitempty"`
	// Shape is the name of a [GatewayShape], the first of them when empty.
	Shape string `json:"shape,omitempty"`
	// Encoding is one of the [EchoEncodings], the first of them when empty.
	Encoding string `json:"encoding,omitempty"`
}

// Validate refuses a fault that could never happen.
func (f Fault) Validate() error {
	if !slices.Contains(FaultKinds(), f.Kind) {
		return fmt.Errorf("unknown kind of fault %q; known are %q", f.Kind, FaultKinds())
	}
	if f.Vendor != "" && !slices.Contains(Vendors(), f.Vendor) {
		return fmt.Errorf("unknown vendor %q", f.Vendor)
	}
	if known := f.operations(); f.Operation != "" && !slices.Contains(known, f.Operation) {
		return fmt.Errorf("unknown operation %q; known are %q", f.Operation, known)
	}
	if f.Status != 0 && (f.Status < 200 || f.Status > 599) {
		return fmt.Errorf("status %d cannot be answered", f.Status)
	}
	if _, known := echoAs(f.Encoding); !known {
		return fmt.Errorf("unknown encoding %q; known are %q", f.Encoding, EchoEncodings())
	}
	if f.Kind != FaultEcho && f.Encoding != "" {
		return fmt.Errorf("a fault of kind %q has no encoding", f.Kind)
	}
	shape, known := gatewayShape(f.Shape)
	switch {
	case !known:
		return fmt.Errorf("unknown shape %q; known are %q", f.Shape, gatewayShapeNames())
	case f.Kind != FaultGateway && f.Shape != "":
		return fmt.Errorf("a fault of kind %q has no shape", f.Kind)
	case f.Kind == FaultGateway && shape.Documented(f.Vendor, f.Operation):
		return fmt.Errorf("shape %q is a documented response to %s of %s", shape.Name, f.Operation, f.Vendor)
	}
	if f.Skip < 0 || f.Times < 0 || f.Size < 0 || f.Delay < 0 {
		return fmt.Errorf("a fault counts from 0 up")
	}
	return nil
}

// operations are those of the vendor, or of all of them.
func (f Fault) operations() []string {
	if f.Vendor != "" {
		return Operations(f.Vendor)
	}
	var all []string
	for _, vendor := range Vendors() {
		all = append(all, Operations(vendor)...)
	}
	return all
}

// Inject adds a fault and returns what takes it away again. Of several that match a
// call the one injected first breaks it. Inject panics on a fault that
// [Fault.Validate] refuses.
func (s *Sandbox) Inject(f Fault) (remove func()) {
	if err := f.Validate(); err != nil {
		panic("sandbox: " + err.Error())
	}
	f.Header = f.Header.Clone()
	return s.faults.add(&plannedFault{Fault: f})
}

// ClearFaults takes every fault away.
func (s *Sandbox) ClearFaults() { s.faults.clear() }

// faultPlan holds the faults that wait for their calls.
type faultPlan struct {
	mu      sync.Mutex
	planned []*plannedFault
}

// plannedFault is a fault and how far it has come.
type plannedFault struct {
	Fault
	skipped, struck int
}

func (p *faultPlan) add(f *plannedFault) (remove func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.planned = append(p.planned, f)
	return func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.planned = slices.DeleteFunc(p.planned, func(other *plannedFault) bool { return other == f })
	}
}

func (p *faultPlan) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.planned = nil
}

// strike chooses the fault for a call and counts it.
func (p *faultPlan) strike(r *Request) (Fault, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, f := range p.planned {
		switch {
		case !f.matches(r):
		case f.skipped < f.Skip:
			f.skipped++
		case f.Times == 0 || f.struck < f.Times:
			f.struck++
			return f.Fault, true
		}
	}
	return Fault{}, false
}

func (f Fault) matches(r *Request) bool {
	if shape, _ := gatewayShape(f.Shape); f.Kind == FaultGateway && shape.Documented(r.Vendor, r.Operation) {
		return false
	}
	return (f.Vendor == "" || f.Vendor == r.Vendor) &&
		(f.Operation == "" || f.Operation == r.Operation) &&
		(f.Contains == "" || strings.Contains(r.Path+"?"+r.Query.Encode()+"\n"+r.Body, f.Contains))
}
