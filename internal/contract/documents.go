package contract

import (
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
)

//go:embed testdata/*.openapi.yaml
var documents embed.FS

// A contract is named after its vendor.
const (
	directory = "testdata/"
	extension = ".openapi.yaml"
)

// Vendors names the vendors that have a contract, in alphabetical order.
func Vendors() []string { return slices.Sorted(maps.Keys(loaded)) }

// registerEventStream teaches the decoder about event streams, once for the
// process: its registry is global, and registering again for each validator
// would only repeat the same entry.
var registerEventStream = sync.OnceFunc(func() {
	openapi3filter.RegisterBodyDecoder("text/event-stream", openapi3filter.PlainBodyDecoder)
})

// loaded keeps each contract once it is read: that takes far longer than any check.
var loaded = func() map[string]func() (*openapi3.T, error) {
	byVendor := map[string]func() (*openapi3.T, error){}
	paths, _ := fs.Glob(documents, directory+"*"+extension) // fails for a pattern that is none
	for _, path := range paths {
		vendor := strings.TrimSuffix(strings.TrimPrefix(path, directory), extension)
		byVendor[vendor] = sync.OnceValues(func() (*openapi3.T, error) { return read(vendor) })
	}
	return byVendor
}()

// load gives a contract to mount at a path. The copy is the caller's, what it points to
// is shared and only read.
func load(vendor, path string) (*openapi3.T, error) {
	once, known := loaded[vendor]
	if !known {
		return nil, fmt.Errorf("no contract for vendor %q", vendor)
	}
	shared, err := once()
	if err != nil {
		return nil, fmt.Errorf("contract of %s: %w", vendor, err)
	}
	doc := *shared
	doc.Servers = openapi3.Servers{{URL: path}}
	return &doc, nil
}

// read parses a contract and checks every example in it against its schema.
func read(vendor string) (*openapi3.T, error) {
	registerEventStream()
	data, err := documents.ReadFile(directory + vendor + extension)
	if err != nil {
		return nil, err
	}
	loader := openapi3.NewLoader()
	doc, err := loader.LoadFromData(data)
	if err != nil {
		return nil, err
	}
	return doc, doc.Validate(loader.Context)
}
