package contract

import (
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// Reading validates every example of a document against its schema.
func TestExamplesMatchTheirSchemas(t *testing.T) {
	for _, vendor := range Vendors() {
		if _, err := read(vendor); err != nil {
			t.Errorf("%s: %v", vendor, err)
		}
	}
}

// The test above proves something only if a wrong example is noticed.
func TestWrongExampleIsNoticed(t *testing.T) {
	data, err := documents.ReadFile("testdata/uponai.openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	broken := strings.Replace(string(data), "workspaceId: 123\n", "workspaceId: one\n", 1)
	loader := openapi3.NewLoader()
	doc, err := loader.LoadFromData([]byte(broken))
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(loader.Context); err == nil {
		t.Error("an example with a text for a number passed")
	}
}

func TestEveryOperationHasItsOwnID(t *testing.T) {
	for _, vendor := range Vendors() {
		v, err := New(vendor, "")
		if err != nil {
			t.Fatal(err)
		}
		ids := map[string]bool{}
		for _, id := range v.OperationIDs() {
			if id == "" || ids[id] {
				t.Errorf("%s: operation id %q is empty or taken twice", vendor, id)
			}
			ids[id] = true
		}
		if len(ids) == 0 {
			t.Errorf("%s: no operations", vendor)
		}
	}
}

func TestUnknownVendor(t *testing.T) {
	if _, err := New("nobody", ""); err == nil {
		t.Error("a vendor without a contract was accepted")
	}
}

func TestFormats(t *testing.T) {
	for _, c := range []struct{ format, good, bad string }{
		{"uuid", "123e4567-e89b-12d3-a456-426614174000", "123e4567e89b12d3a456426614174000"},
		{"uuid", "123E4567-E89B-12D3-A456-426614174000", "{123e4567-e89b-12d3-a456-426614174000}"},
		{"date-time", "2024-01-15T10:30:00.000Z", "2024-01-15 10:30:00"},
		{"date-time", "2024-01-15T10:00:00+00:00", "2024-01-15"},
		{"email", "user@example.com", "User <user@example.com>"},
		{"email", "user+tag@example.com", "user"},
		{"uri", "https://example.com/contact", "/contact"},
		{"uri", "https://example.com/", "http://[::1"},
	} {
		check := formats()[c.format]
		if err := check.Validate(c.good); err != nil {
			t.Errorf("%s %q: %v", c.format, c.good, err)
		}
		if check.Validate(c.bad) == nil {
			t.Errorf("%s %q was accepted", c.format, c.bad)
		}
	}
}
