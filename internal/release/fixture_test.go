package release

import (
	"archive/zip"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"time"
)

const registryManifest = `{"version": 1, "metadata": {"protocol_versions": ["6.0"]}}`

// fixture is a release in which everything is as it should be, but for its signatures;
// the binaries are words. Tests break it.
type fixture struct {
	*Release
	t *testing.T
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	dist := t.TempDir()
	f := &fixture{t: t, Release: &Release{
		Dist: dist, Project: "terraform-provider-chat", Version: "1.2.3",
		Committed: time.Date(2026, time.November, 21, 17, 48, 37, 0, time.UTC),
	}}
	f.write(f.manifest(), registryManifest)
	for _, p := range Platforms() {
		f.zip(p, f.entries(p)...)
		f.write(f.sbom(p), f.bill(p))
	}
	f.sum()
	return f
}

func (f *fixture) write(name, content string) {
	f.t.Helper()
	if err := os.WriteFile(f.path(name), []byte(content), 0o600); err != nil {
		f.t.Fatal(err)
	}
}

func (f *fixture) read(path string) string {
	f.t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		f.t.Fatal(err)
	}
	return string(content)
}

func (f *fixture) remove(name string) {
	f.t.Helper()
	if err := os.Remove(f.path(name)); err != nil {
		f.t.Fatal(err)
	}
}

// replace changes a part of a file, which has to have it.
func (f *fixture) replace(name, from, to string) {
	f.t.Helper()
	content := f.read(f.path(name))
	if !strings.Contains(content, from) {
		f.t.Fatalf("%s does not have %q:\n%s", name, from, content)
	}
	f.write(name, strings.Replace(content, from, to, 1))
}

// entry is a file in an archive.
type entry struct {
	name, content string
	mode          fs.FileMode
	at            time.Time
}

func (f *fixture) entries(p Platform) []entry {
	return []entry{
		{"LICENSE", "the license", 0o644, f.Committed},
		{"README.md", "the readme", 0o644, f.Committed},
		{"CHANGELOG.md", "the changelog", 0o644, f.Committed},
		{f.binary(p), "the binary of " + p.String(), 0o755, f.Committed},
	}
}

func (f *fixture) zip(p Platform, entries ...entry) {
	f.t.Helper()
	file, err := os.Create(f.path(f.archive(p)))
	if err != nil {
		f.t.Fatal(err)
	}
	archive := zip.NewWriter(file)
	for _, e := range entries {
		header := &zip.FileHeader{Name: e.name, Method: zip.Deflate, Modified: e.at}
		header.SetMode(e.mode)
		writer, err := archive.CreateHeader(header)
		if err == nil {
			_, err = writer.Write([]byte(e.content))
		}
		if err != nil {
			f.t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		f.t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		f.t.Fatal(err)
	}
}

func (f *fixture) bill(p Platform) string {
	return fmt.Sprintf(`{
		"bomFormat": "CycloneDX",
		"metadata": {
			"component": {"version": "v%s"},
			"properties": [
				{"name": "cdx:gomod:binary:hash:SHA-256", "value": %q},
				{"name": "cdx:gomod:build:env:CGO_ENABLED", "value": "0"},
				{"name": "cdx:gomod:build:env:GOARCH", "value": %q},
				{"name": "cdx:gomod:build:env:GOOS", "value": %q}
			]
		},
		"components": [{"name": "std"}]
	}`, f.Version, sumOf([]byte("the binary of "+p.String())), p.Arch, p.OS)
}

// sum writes the checksums of the archives and of the manifest as they are now.
func (f *fixture) sum() {
	f.t.Helper()
	var sums strings.Builder
	fmt.Fprintf(&sums, "%s  %s\n", sumOf([]byte(f.read(f.path(f.manifest())))), f.manifest())
	for _, p := range Platforms() {
		fmt.Fprintf(&sums, "%s  %s\n", sumOf([]byte(f.read(f.path(f.archive(p))))), f.archive(p))
	}
	f.write(f.sums(), sums.String())
}

// expectError wants an error with these words in it, or none without any words.
func expectError(t *testing.T, title string, err error, want string) {
	t.Helper()
	switch {
	case want == "" && err != nil:
		t.Errorf("%s: %v", title, err)
	case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
		t.Errorf("%s: got the error %v, want %q", title, err, want)
	}
}
