package release

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
)

// beside are the files that every archive has beside the binary.
var beside = []string{"LICENSE", "README.md", "CHANGELOG.md"}

// checkArchive makes sure of what is in an archive, and returns the checksum of the
// binary in it.
func (r *Release) checkArchive(p Platform) (string, error) {
	name := r.archive(p)
	content, err := os.ReadFile(r.path(name))
	if err != nil {
		return "", err
	}
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	sum := ""
	var names []string
	var errs []error
	for _, file := range archive.File {
		names = append(names, file.Name)
		errs = append(errs, r.checkFile(file, p))
		if file.Name == r.binary(p) {
			content, err := read(file)
			errs = append(errs, err)
			sum = sumOf(content)
		}
	}
	for _, needed := range append([]string{r.binary(p)}, beside...) {
		if !slices.Contains(names, needed) {
			errs = append(errs, fmt.Errorf("has no %s", needed))
		}
	}
	if err := errors.Join(errs...); err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	return sum, nil
}

// binary is the name by which Terraform finds the provider in the unpacked archive.
func (r *Release) binary(p Platform) string {
	name := r.Project + "_v" + r.Version
	if p.OS == "windows" {
		name += ".exe"
	}
	return name
}

// checkFile makes sure that a file is there on purpose, and that neither the checkout
// nor the time zone of whoever builds shows in it.
func (r *Release) checkFile(file *zip.File, p Platform) error {
	mode := "-rw-r--r--"
	if file.Name == r.binary(p) {
		mode = "-rwxr-xr-x"
	} else if !slices.Contains(beside, file.Name) {
		return fmt.Errorf("%s does not belong there", file.Name)
	}
	if got := file.Mode().String(); got != mode {
		return fmt.Errorf("%s has the mode %s, not %s", file.Name, got, mode)
	}
	if _, offset := file.Modified.Zone(); offset != 0 || !file.Modified.Equal(r.Committed) {
		return fmt.Errorf("%s is of %s, the commit of %s", file.Name, file.Modified, r.Committed.UTC())
	}
	return nil
}

func read(file *zip.File) ([]byte, error) {
	content, err := file.Open()
	if err != nil {
		return nil, err
	}
	defer content.Close()
	return io.ReadAll(content)
}
