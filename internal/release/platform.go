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

// checkFiles finds archives and bills of materials of anything else: they would be
// published unchecked.
func (r *Release) checkFiles() error {
	var errs []error
	for _, kind := range []struct {
		pattern string
		name    func(Platform) string
	}{{"*.zip", r.archive}, {"*.cdx.json", r.sbom}} {
		found, err := filepath.Glob(r.path(kind.pattern))
		errs = append(errs, err)
		for _, path := range found {
			if !slices.ContainsFunc(Platforms(), func(p Platform) bool { return kind.name(p) == filepath.Base(path) }) {
				errs = append(errs, fmt.Errorf("%s: of no platform that is known", filepath.Base(path)))
			}
		}
	}
	return errors.Join(errs...)
}
