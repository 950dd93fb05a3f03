package contract

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// Validator checks the calls of one vendor. It is safe for concurrent use.
type Validator struct {
	vendor  string
	doc     *openapi3.T
	router  routers.Router
	options *openapi3filter.Options

	mu         sync.Mutex
	violations []Violation
	calls      map[string]int
}

// New makes a validator for the vendor's API mounted at baseURL. Only the path of
// baseURL counts: the same validator serves any host and port, and a bare path
// such as "/uppzy/api/v1" will do. A base URL without a path means that the
// contract's own paths start at the root.
func New(vendor, baseURL string) (*Validator, error) {
	base, err := url.Parse(baseURL)
	if err != nil {
		return nil, fmt.Errorf("base URL of %s: %w", vendor, err)
	}
	doc, err := load(vendor, "/"+strings.Trim(base.EscapedPath(), "/"))
	if err != nil {
		return nil, err
	}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		return nil, fmt.Errorf("routes of %s: %w", vendor, err)
	}
	return &Validator{
		vendor: vendor,
		doc:    doc,
		router: router,
		options: &openapi3filter.Options{
			IncludeResponseStatus: true,
			MultiError:            true,
			SkipSettingDefaults:   true,
			AuthenticationFunc:    checkCredential,
			SchemaValidationOptions: []openapi3.SchemaValidationOption{
				openapi3.WithStringFormatValidators(formats()),
				openapi3.DisableSchemaErrorDetails(),
			},
		},
		calls: map[string]int{},
	}, nil
}

// Violations lists what broke the contract so far, in the order it was noticed.
func (v *Validator) Violations() []Violation {
	v.mu.Lock()
	defer v.mu.Unlock()
	return slices.Clone(v.violations)
}

// Operations counts the calls that were checked so far by operationId, those that
// broke the contract included.
func (v *Validator) Operations() map[string]int {
	v.mu.Lock()
	defer v.mu.Unlock()
	return maps.Clone(v.calls)
}

// Unexercised names the operations of the contract that no call has reached yet.
func (v *Validator) Unexercised() []string {
	seen := v.Operations()
	var missing []string
	for _, id := range v.OperationIDs() {
		if seen[id] == 0 {
			missing = append(missing, id)
		}
	}
	return missing
}

// OperationIDs names every operation of the contract, sorted.
func (v *Validator) OperationIDs() []string {
	var ids []string
	for _, item := range v.doc.Paths.Map() {
		for _, operation := range item.Operations() {
			ids = append(ids, operation.OperationID)
		}
	}
	slices.Sort(ids)
	return ids
}

// Reset forgets violations and counts.
func (v *Validator) Reset() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.violations = nil
	v.calls = map[string]int{}
}

func (v *Validator) count(operation string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.calls[operation]++
}

func (v *Validator) report(violation Violation) {
	violation.Vendor = v.vendor
	v.mu.Lock()
	defer v.mu.Unlock()
	v.violations = append(v.violations, violation)
}
