package release

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
)

// checkSums compares the checksums with the files. The Terraform Registry refuses a
// release whose checksums lack the manifest or name anything beside it and the
// archives.
func (r *Release) checkSums() error {
	text, err := os.ReadFile(r.path(r.sums()))
	if err != nil {
		return err
	}
	sums, err := parseSums(string(text))
	if err != nil {
		return fmt.Errorf("%s: %w", r.sums(), err)
	}
	names := []string{r.manifest()}
	for _, p := range Platforms() {
		names = append(names, r.archive(p))
	}
	var errs []error
	for _, name := range slices.Sorted(slices.Values(names)) {
		sum, ok := sums[name]
		delete(sums, name)
		if !ok {
			errs = append(errs, fmt.Errorf("%s: has no checksum of %s", r.sums(), name))
			continue
		}
		// That a file is missing is told by the check of the file itself.
		if content, err := os.ReadFile(r.path(name)); err == nil && sumOf(content) != sum {
			errs = append(errs, fmt.Errorf("%s: the checksum of %s is another", r.sums(), name))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(sums)) {
		errs = append(errs, fmt.Errorf("%s: names %s, for which the registry would refuse the release", r.sums(), name))
	}
	return errors.Join(errs...)
}

// parseSums reads lines of a checksum, two spaces and a name.
func parseSums(text string) (map[string]string, error) {
	sums := map[string]string{}
	for line := range strings.Lines(text) {
		sum, name, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		if _, twice := sums[name]; !ok || twice {
			return nil, fmt.Errorf("unexpected line %q", line)
		}
		sums[name] = sum
	}
	return sums, nil
}

func sumOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
