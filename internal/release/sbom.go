package release

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
)

// bill is what is read of a bill of materials in the format of CycloneDX.
type bill struct {
	Format   string `json:"bomFormat"`
	Serial   string `json:"serialNumber"`
	Metadata struct {
		Timestamp string `json:"timestamp"`
		Component struct {
			Version string `json:"version"`
		} `json:"component"`
		Properties []struct {
			Name  string `json:"name"`
			Value string `json:"value"`
		} `json:"properties"`
	} `json:"metadata"`
	Components []struct {
		Name string `json:"name"`
	} `json:"components"`
}

// checkSBOM makes sure that the bill of materials is that of the binary with this
// checksum, and that it will be the same when it is made again.
func (r *Release) checkSBOM(p Platform, sum string) error {
	name := r.sbom(p)
	text, err := os.ReadFile(r.path(name))
	if err != nil {
		return err
	}
	var b bill
	if err := json.Unmarshal(text, &b); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	properties := map[string]string{}
	for _, property := range b.Metadata.Properties {
		properties[property.Name] = property.Value
	}
	var errs []error
	for _, field := range []struct{ name, got, want string }{
		{"format", b.Format, "CycloneDX"},
		{"serial number", b.Serial, ""},
		{"timestamp", b.Metadata.Timestamp, ""},
		{"version", b.Metadata.Component.Version, "v" + r.Version},
		{"binary", properties["cdx:gomod:binary:hash:SHA-256"], sum},
		{"operating system", properties["cdx:gomod:build:env:GOOS"], p.OS},
		{"architecture", properties["cdx:gomod:build:env:GOARCH"], p.Arch},
		{"cgo", properties["cdx:gomod:build:env:CGO_ENABLED"], "0"},
	} {
		if field.got != field.want {
			errs = append(errs, fmt.Errorf("%s: the %s is %q, not %q", name, field.name, field.got, field.want))
		}
	}
	if len(b.Components) == 0 {
		errs = append(errs, fmt.Errorf("%s: has no components", name))
	}
	return errors.Join(errs...)
}
