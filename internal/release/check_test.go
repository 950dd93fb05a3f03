package release

import (
	"archive/zip"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

var platforms = strings.Fields(`darwin_amd64 darwin_arm64 freebsd_386 freebsd_amd64 freebsd_arm freebsd_arm64
	linux_386 linux_amd64 linux_arm linux_arm64 windows_386 windows_amd64 windows_arm64`)

const (
	prefix   = "terraform-provider-chat_1.2.3_"
	manifest = prefix + "manifest.json"
	sums     = prefix + "SHA256SUMS"

	linux   = prefix + "linux_amd64.zip"
	windows = prefix + "windows_amd64.zip"
	sbom    = prefix + "linux_amd64.cdx.json"
)

var committed = time.Date(2026, time.November, 21, 17, 48, 37, 0, time.UTC)

// repository is a directory with the script and with a release in dist/ that is complete,
// but not signed. The binaries are words.
type repository struct {
	*testing.T
	directory string
}

func newRepository(t *testing.T) repository {
	t.Helper()
	for _, tool := range []string{"bash", "git", "gpg", "jq", "sha256sum", "unzip", "zipinfo"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip("needs " + tool)
		}
	}
	r := repository{t, t.TempDir()}
	for _, directory := range []string{".ci", "dist"} {
		r.must(os.Mkdir(filepath.Join(r.directory, directory), 0o700))
	}
	script, err := os.ReadFile("../../.ci/release-check")
	r.must(err)
	r.must(os.WriteFile(filepath.Join(r.directory, ".ci/release-check"), script, 0o700))
	r.run("git", "init", "--quiet")
	r.commit()

	r.write("metadata.json", `{"version": "1.2.3", "commit": "`+strings.TrimSpace(r.run("git", "rev-parse", "HEAD"))+`"}`)
	r.write(manifest, `{"version": 1, "metadata": {"protocol_versions": ["6.0"]}}`)
	for _, platform := range platforms {
		r.zip(prefix+platform+".zip", entries(platform))
		r.write(prefix+platform+".cdx.json", newSBOM(platform))
	}
	r.sum()
	return r
}

// clone returns a copy for another test.
func (r repository) clone(t *testing.T) repository {
	t.Helper()
	clone := repository{t, t.TempDir()}
	clone.must(os.CopyFS(clone.directory, os.DirFS(r.directory)))
	return clone
}

func (r repository) must(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

func (r repository) command(name string, arguments ...string) *exec.Cmd {
	command := exec.CommandContext(r.Context(), name, arguments...)
	command.Dir = r.directory
	// Without the settings of the user. Times must not depend on the time zone.
	command.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1", "TZ=Asia/Tokyo",
		"GIT_COMMITTER_DATE="+committed.Format(time.RFC3339))
	return command
}

func (r repository) run(name string, arguments ...string) string {
	r.Helper()
	output, err := r.command(name, arguments...).CombinedOutput()
	if err != nil {
		r.Fatalf("%s: %v\n%s", name, err, output)
	}
	return string(output)
}

func (r repository) commit() {
	r.Helper()
	r.run("git", "-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "--quiet", "--allow-empty", "--message=A")
}

// expect runs the check, which has to fail with these words, or to succeed without any.
func (r repository) expect(want string, arguments ...string) {
	r.Helper()
	output, err := r.command(".ci/release-check", arguments...).CombinedOutput()
	switch {
	case want == "" && err != nil:
		r.Errorf("got %v, want no error\n%s", err, output)
	case want != "" && (err == nil || !strings.Contains(string(output), want)):
		r.Errorf("got %v, want an error with %q\n%s", err, want, output)
	}
}

func (r repository) path(name string) string { return filepath.Join(r.directory, "dist", name) }

func (r repository) write(name, content string) {
	r.Helper()
	r.must(os.WriteFile(r.path(name), []byte(content), 0o600))
}

func (r repository) read(name string) string {
	r.Helper()
	content, err := os.ReadFile(r.path(name))
	r.must(err)
	return string(content)
}

func (r repository) remove(name string) {
	r.Helper()
	r.must(os.Remove(r.path(name)))
}

func (r repository) replace(name, from, to string) {
	r.Helper()
	content := r.read(name)
	if !strings.Contains(content, from) {
		r.Fatalf("%s does not contain %q:\n%s", name, from, content)
	}
	r.write(name, strings.Replace(content, from, to, 1))
}

// sum writes the checksums of the archives and of the manifest as they are now.
func (r repository) sum() {
	r.Helper()
	names, err := filepath.Glob(r.path("*.zip"))
	r.must(err)
	var text strings.Builder
	for _, path := range append(names, r.path(manifest)) {
		name := filepath.Base(path)
		fmt.Fprintf(&text, "%x  %s\n", sha256.Sum256([]byte(r.read(name))), name)
	}
	r.write(sums, text.String())
}

type entry struct {
	name, content string
	mode          fs.FileMode
	modified      time.Time
}

func entries(platform string) []entry {
	name := "terraform-provider-chat_v1.2.3"
	if strings.HasPrefix(platform, "windows_") {
		name += ".exe"
	}
	return []entry{
		{"LICENSE", "the license", 0o644, committed},
		{"README.md", "the readme", 0o644, committed},
		{"CHANGELOG.md", "the changelog", 0o644, committed},
		{name, binary(platform), 0o755, committed},
	}
}

func binary(platform string) string { return "version 1.2.3 for " + platform }

func (r repository) zip(name string, entries []entry) {
	r.Helper()
	file, err := os.Create(r.path(name))
	r.must(err)
	archive := zip.NewWriter(file)
	for _, e := range entries {
		header := &zip.FileHeader{Name: e.name, Method: zip.Deflate, Modified: e.modified}
		header.SetMode(e.mode)
		writer, err := archive.CreateHeader(header)
		r.must(err)
		_, err = writer.Write([]byte(e.content))
		r.must(err)
	}
	r.must(archive.Close())
	r.must(file.Close())
}

func newSBOM(platform string) string {
	system, architecture, _ := strings.Cut(platform, "_")
	return fmt.Sprintf(`{
		"bomFormat": "CycloneDX",
		"metadata": {
			"component": {"version": "v1.2.3"},
			"properties": [
				{"name": "cdx:gomod:binary:hash:SHA-256", "value": "%x"},
				{"name": "cdx:gomod:build:compiler", "value": "gc"},
				{"name": "cdx:gomod:build:env:CGO_ENABLED", "value": "0"},
				{"name": "cdx:gomod:build:env:GOARCH", "value": %q},
				{"name": "cdx:gomod:build:env:GOOS", "value": %q}
			]
		},
		"components": [{"name": "std"}]
	}`, sha256.Sum256([]byte(binary(platform))), architecture, system)
}

func TestReleaseCheck(t *testing.T) {
	t.Parallel()
	complete := newRepository(t)
	// rezip replaces the archive of Linux.
	rezip := func(edit func([]entry) []entry) func(repository) {
		return func(r repository) {
			r.zip(linux, edit(entries("linux_amd64")))
			r.sum()
		}
	}
	inSBOM := func(from, to string) func(repository) {
		return func(r repository) { r.replace(sbom, from, to) }
	}
	license := linux + " -rw-r--r-- 20261121.174837 LICENSE\n"
	program := linux + " -rwxr-xr-x 20261121.174837 terraform-provider-chat_v1.2.3\n"
	bill := fmt.Sprintf("%s CycloneDX v1.2.3 %x linux amd64 0 true true\n", sbom, sha256.Sum256([]byte(binary("linux_amd64"))))
	tests := map[string]struct {
		change func(repository)
		want   string // in the output; empty for success
	}{
		"complete":                   {func(repository) {}, ""},
		"signatures of another run":  {func(r repository) { r.write(sums+".sig", ""); r.write(sbom+".sig", "") }, ""},
		"another commit":             {repository.commit, "metadata.json is of the commit "},
		"no metadata":                {func(r repository) { r.remove("metadata.json") }, "metadata.json"},
		"no archive of a platform":   {func(r repository) { r.remove(windows); r.sum() }, "-" + windows},
		"archive of a platform more": {func(r repository) { r.write(prefix+"plan9_amd64.zip", ""); r.sum() }, "+" + prefix + "plan9_amd64.zip"},
		"archive of another version": {func(r repository) { r.write("terraform-provider-chat_1.2.2_linux_amd64.zip", "") }, "+terraform-provider-chat_1.2.2"},
		"file of another kind":       {func(r repository) { r.write(prefix+"linux_amd64.deb", "") }, "+" + prefix + "linux_amd64.deb"},
		"no checksums":               {func(r repository) { r.remove(sums) }, "-" + sums},
		"no manifest":                {func(r repository) { r.remove(manifest) }, "-" + manifest},
		"no SBOM":                    {func(r repository) { r.remove(sbom) }, "-" + sbom},

		"no checksum of an archive":  {func(r repository) { r.replace(sums, linux, windows) }, "-" + linux},
		"no checksum of manifest":    {func(r repository) { r.replace(sums, manifest, "manifest.json") }, "-" + manifest},
		"checksum of something else": {func(r repository) { r.write(sums, r.read(sums)+strings.Repeat("0", 64)+"  "+sbom+"\n") }, "+" + sbom},
		"wrong checksum":             {func(r repository) { r.write(linux, r.read(linux)+" ") }, sums + ": wrong checksum"},
		"no checksums in the file":   {func(r repository) { r.write(sums, "checksums\n") }, sums + ": wrong list of files"},
		"another protocol":           {func(r repository) { r.replace(manifest, "6.0", "5.0"); r.sum() }, "is not of version 1 with protocol 6.0 alone"},
		"another manifest version":   {func(r repository) { r.replace(manifest, `"version": 1`, `"version": 2`); r.sum() }, "is not of version 1 with protocol 6.0 alone"},
		"empty manifest":             {func(r repository) { r.write(manifest, ""); r.sum() }, "is not of version 1 with protocol 6.0 alone"},

		"no license":   {rezip(func(e []entry) []entry { return e[1:] }), "-" + license},
		"no readme":    {rezip(func(e []entry) []entry { return slices.Delete(e, 1, 2) }), "-" + strings.Replace(license, "LICENSE", "README.md", 1)},
		"no changelog": {rezip(func(e []entry) []entry { return slices.Delete(e, 2, 3) }), "-" + strings.Replace(license, "LICENSE", "CHANGELOG.md", 1)},
		"no binary":    {rezip(func(e []entry) []entry { return e[:3] }), linux + ": no terraform-provider-chat_v1.2.3 can be extracted"},
		"additional file": {
			rezip(func(e []entry) []entry { return append(e, entry{"my LICENSE", "", 0o644, committed}) }),
			"+" + strings.Replace(license, "LICENSE", "my LICENSE", 1),
		},
		"two binaries": {rezip(func(e []entry) []entry { return append(e, e[3]) }), "+" + program},
		"mode":         {rezip(func(e []entry) []entry { e[3].mode = 0o644; return e }), "-" + program},
		"time":         {rezip(func(e []entry) []entry { e[0].modified = e[0].modified.Add(time.Hour); return e }), "-" + license},
		"Windows binary without extension": {
			func(r repository) { r.zip(windows, entries("linux_amd64")); r.sum() },
			windows + ": no terraform-provider-chat_v1.2.3.exe can be extracted",
		},
		"half an archive": {func(r repository) { r.write(linux, r.read(linux)[:100]); r.sum() }, linux + ": is not a valid archive"},
		"binary of another version": {
			rezip(func(e []entry) []entry { e[3].content = "version dev for linux_amd64"; return e }),
			linux + ": the binary is not of version 1.2.3",
		},

		"SBOM of another binary":     {func(r repository) { r.write(sbom, newSBOM("windows_amd64")) }, "-" + bill},
		"binary of another system":   {inSBOM(`"linux"`, `"darwin"`), "-" + bill},
		"binary of another platform": {inSBOM(`"amd64"`, `"arm64"`), "-" + bill},
		"binary with cgo":            {inSBOM(`"0"`, `"1"`), "-" + bill},
		"binary of a modified tree":  {inSBOM("cdx:gomod:build:compiler", "cdx:gomod:build:vcs:modified"), "-" + bill},
		"SBOM of another format":     {inSBOM("CycloneDX", "SPDX"), "-" + bill},
		"SBOM of another version":    {inSBOM("v1.2.3", "v1.2.2"), "-" + bill},
		"SBOM with a time":           {inSBOM(`"component"`, `"timestamp": "2026-11-21", "component"`), "-" + bill},
		"SBOM with a serial number":  {inSBOM(`"bomFormat"`, `"serialNumber": "7", "bomFormat"`), "-" + bill},
		"SBOM without components":    {inSBOM(`{"name": "std"}`, ""), "-" + bill},
		"empty SBOM":                 {func(r repository) { r.write(sbom, "") }, "-" + bill},
		"broken SBOM":                {func(r repository) { r.write(sbom, "{") }, "parse error"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := complete.clone(t)
			test.change(r)
			r.expect(test.want)
		})
	}
}

func TestReleaseCheck_signatures(t *testing.T) {
	r := newRepository(t)
	t.Setenv("GNUPGHOME", t.TempDir())
	// The agent would otherwise run until it notices that its directory no longer exists.
	defer r.run("gpgconf", "--kill", "all")
	gpg := func(arguments ...string) string {
		return r.run("gpg", append([]string{"--batch", "--quiet", "--passphrase", ""}, arguments...)...)
	}
	// The first fingerprint is that of the key, others are those of its subkeys.
	fingerprints := func(name string) (found []string) {
		for line := range strings.Lines(gpg("--with-colons", "--list-keys", name)) {
			if fields := strings.Split(line, ":"); fields[0] == "fpr" {
				found = append(found, fields[9])
			}
		}
		return found
	}
	newKey := func(name, algorithm string) string {
		gpg("--quick-generate-key", name, algorithm, "sign", "1d")
		return fingerprints(name)[0]
	}
	key := newKey("one@example.com", "rsa2048")
	other := newKey("other@example.com", "rsa2048")
	curve := newKey("curve@example.com", "ed25519")
	gpg("--quick-add-key", key, "rsa2048", "sign", "1d")
	subkey := fingerprints("one@example.com")[1]
	// With an exclamation mark, gpg signs with this key and not with one of its subkeys.
	sign := func(key, name string, arguments ...string) {
		gpg(append(arguments, "--yes", "--local-user", key+"!", "--output", r.path(name+".sig"), "--detach-sign", r.path(name))...)
	}
	signAll := func() {
		sign(key, sums)
		for _, platform := range platforms {
			sign(key, prefix+platform+".cdx.json")
		}
	}
	signAll()
	tests := []struct {
		name   string
		key    string
		change func()
		want   string // in the output; empty for success
	}{
		{"complete", key, func() {}, ""},
		{"by a subkey", key, func() { sign(subkey, sbom) }, ""},
		{"by the key instead of its subkey", subkey, func() {}, "is not by the key " + subkey},
		{"by another key", key, func() { sign(other, sbom) }, sbom + ".sig: is not by the key " + key},
		{"by a key of a curve", key, func() { sign(curve, sbom) }, sbom + ".sig: is not by the key " + key},
		{"armored", key, func() { sign(key, sbom, "--armor") }, sbom + ".sig: is not binary"},
		{"empty", key, func() { r.write(sbom+".sig", "") }, sbom + ".sig: wrong signature"},
		{"missing", key, func() { r.remove(sbom + ".sig") }, "-" + sbom + ".sig"},
		{"of something else", key, func() { sign(key, sbom); r.write(sbom, r.read(sbom)+"\n") }, sbom + ".sig: wrong signature"},
		{"of other checksums", key, func() {
			sign(key, sbom)
			sign(key, manifest)
			r.must(os.Rename(r.path(manifest+".sig"), r.path(sums+".sig")))
		}, sums + ".sig: wrong signature"},
		{"unknown", key, func() { signAll(); sign(key, manifest) }, "+" + manifest + ".sig"},
		{"by a curve that is asked for", curve, func() { r.remove(manifest + ".sig"); sign(curve, sums) }, "is by a key of OpenPGP's algorithm 22"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.change()
			repository{t, r.directory}.expect(test.want, test.key)
		})
	}
}
