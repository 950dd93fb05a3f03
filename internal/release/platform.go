package release

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
)

// Platform is one that Terraform runs on.
type Platform struct{ OS, Arch string }

// String is the platform as the names of files have it, such as linux_amd64.
func (p Platform) String() string { return p.OS + "_" + p.Arch }

// Platforms are those that a release has an archive for. They are named here once
// more, so that none is lost from the configuration of goreleaser unnoticed.
func Platforms() []Platform {
	return []Platform{
		{"darwin", "amd64"},
		{"darwin", "arm64"},
		{"freebsd", "386"},
		{"freebsd", "amd64"},
		{"freebsd", "arm"},
		{"freebsd", "arm64"},
		{"linux", "386"},
		{"linux", "amd64"},
		{"linux", "arm"},
		{"linux", "arm64"},
		{"windows", "386"},
		{"windows", "amd64"},
		{"windows", "arm64"},
	}
}

// checkFiles finds files of the project that the other checks do not know: they would be
// published unchecked.
func (r *Release) checkFiles() error {
	known := []string{r.manifest(), r.sums(), r.sums() + ".sig"}
	for _, p := range Platforms() {
		known = append(known, r.archive(p), r.sbom(p), r.sbom(p)+".sig")
	}
	found, err := filepath.Glob(r.path(r.Project + "_*"))
	errs := []error{err}
	for _, path := range found {
		if name := filepath.Base(path); !slices.Contains(known, name) {
			errs = append(errs, fmt.Errorf("%s: is not a file of this release", name))
		}
	}
	return errors.Join(errs...)
}
