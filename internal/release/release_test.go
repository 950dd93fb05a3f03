package release

import (
	"slices"
	"testing"
	"time"
)

// Each case breaks a release that is whole, and has to be told.
func TestContent(t *testing.T) {
	t.Parallel()
	linux, windows := Platform{"linux", "amd64"}, Platform{"windows", "amd64"}
	rezip := func(edit func(f *fixture, entries []entry) []entry) func(*fixture) {
		return func(f *fixture) { f.zip(linux, edit(f, f.entries(linux))...); f.sum() }
	}
	tests := map[string]struct {
		destroy func(f *fixture)
		want    string // of the error; empty for none
	}{
		"whole":      {func(*fixture) {}, ""},
		"no archive": {func(f *fixture) { f.remove(f.archive(windows)) }, "windows_amd64.zip: no such file"},
		"half an archive": {func(f *fixture) {
			f.write(f.archive(linux), f.read(f.path(f.archive(linux)))[:100])
			f.sum()
		}, "linux_amd64.zip: zip: not a valid zip file"},
		"an archive of something else": {func(f *fixture) { f.write(f.prefix()+"plan9_amd64.zip", "") }, "plan9_amd64.zip: is not a file of this release"},
		"an archive of another version": {func(f *fixture) {
			f.write("terraform-provider-chat_1.2.2_linux_amd64.zip", "")
		}, "1.2.2_linux_amd64.zip: is not a file of this release"},
		"a file of another kind":  {func(f *fixture) { f.write(f.prefix()+"linux_amd64.deb", "") }, "linux_amd64.deb: is not a file of this release"},
		"signatures":              {func(f *fixture) { f.write(f.sums()+".sig", ""); f.write(f.sbom(linux)+".sig", "") }, ""},
		"the notes of goreleaser": {func(f *fixture) { f.write("metadata.json", "{}") }, ""},
		"no license":              {rezip(func(_ *fixture, e []entry) []entry { return e[1:] }), "linux_amd64.zip: has no LICENSE"},
		"no readme":               {rezip(func(_ *fixture, e []entry) []entry { return slices.Delete(e, 1, 2) }), "linux_amd64.zip: has no README.md"},
		"no changelog":            {rezip(func(_ *fixture, e []entry) []entry { return slices.Delete(e, 2, 3) }), "linux_amd64.zip: has no CHANGELOG.md"},
		"no binary":               {rezip(func(_ *fixture, e []entry) []entry { return e[:3] }), "has no terraform-provider-chat_v1.2.3"},
		"a windows binary without its extension": {
			func(f *fixture) { f.zip(windows, f.entries(linux)...); f.sum() },
			"windows_amd64.zip: terraform-provider-chat_v1.2.3 does not belong there\nhas no terraform-provider-chat_v1.2.3.exe",
		},
		"something beside": {rezip(func(f *fixture, e []entry) []entry {
			return append(e, entry{"cli.tfrc", "", 0o644, f.Committed})
		}), "linux_amd64.zip: cli.tfrc does not belong there"},
		"a binary that nobody can run": {rezip(func(_ *fixture, e []entry) []entry { e[3].mode = 0o644; return e }), "has the mode -rw-r--r--, not -rwxr-xr-x"},
		"a mode of the checkout":       {rezip(func(_ *fixture, e []entry) []entry { e[0].mode = 0o600; return e }), "LICENSE has the mode -rw-------"},
		"the time of the build": {rezip(func(_ *fixture, e []entry) []entry {
			e[0].at = e[0].at.Add(time.Hour)
			return e
		}), "LICENSE is of 2026-11-21 18:48:37"},
		"a local time": {rezip(func(_ *fixture, e []entry) []entry {
			e[3].at = e[3].at.In(time.FixedZone("", 9*60*60))
			return e
		}), "is of 2026-11-22 02:48:37 +0900"},

		"no checksums":            {func(f *fixture) { f.remove(f.sums()) }, "SHA256SUMS: no such file"},
		"a checksum is lacking":   {func(f *fixture) { f.replace(f.sums(), f.archive(linux), f.archive(windows)) }, "unexpected line"},
		"a checksum is wrong":     {func(f *fixture) { f.replace(f.sums(), sumOf([]byte(f.read(f.path(f.archive(linux))))), sumOf(nil)) }, "the checksum of terraform-provider-chat_1.2.3_linux_amd64.zip is another"},
		"no sum of the manifest":  {func(f *fixture) { f.replace(f.sums(), f.manifest(), "manifest.json") }, "has no checksum of terraform-provider-chat_1.2.3_manifest.json"},
		"a sum of something else": {func(f *fixture) { f.write(f.sums(), f.read(f.path(f.sums()))+sumOf(nil)+"  "+f.sbom(linux)+"\n") }, "names terraform-provider-chat_1.2.3_linux_amd64.cdx.json, for which the registry"},
		"not of checksums":        {func(f *fixture) { f.write(f.sums(), "checksums\n") }, `SHA256SUMS: unexpected line "checksums\n"`},

		"no manifest":      {func(f *fixture) { f.remove(f.manifest()) }, "manifest.json: no such file"},
		"another protocol": {func(f *fixture) { f.replace(f.manifest(), "6.0", "5.0"); f.sum() }, "is not of version 1 with the protocol 6.0 alone"},
		"another version of the manifest": {func(f *fixture) {
			f.replace(f.manifest(), `"version": 1`, `"version": 2`)
			f.sum()
		}, "is not of version 1 with the protocol 6.0 alone"},

		"no bill":                 {func(f *fixture) { f.remove(f.sbom(linux)) }, "linux_amd64.cdx.json: no such file"},
		"a bill of nothing":       {func(f *fixture) { f.write(f.prefix()+"linux_mips.cdx.json", "") }, "linux_mips.cdx.json: is not a file of this release"},
		"of another binary":       {func(f *fixture) { f.write(f.sbom(linux), f.bill(windows)) }, `the binary is "` + sumOf([]byte("the binary of windows_amd64"))},
		"of another format":       {func(f *fixture) { f.replace(f.sbom(linux), "CycloneDX", "SPDX") }, `the format is "SPDX"`},
		"of another system":       {func(f *fixture) { f.replace(f.sbom(linux), `"linux"`, `"windows"`) }, `the operating system is "windows"`},
		"of another architecture": {func(f *fixture) { f.replace(f.sbom(linux), `"amd64"`, `"arm64"`) }, `the architecture is "arm64"`},
		"of another version":      {func(f *fixture) { f.replace(f.sbom(linux), "v1.2.3", "v1.2.2") }, `the version is "v1.2.2", not "v1.2.3"`},
		"of a binary with cgo":    {func(f *fixture) { f.replace(f.sbom(linux), `"0"`, `"1"`) }, `the cgo is "1"`},
		"with a time":             {func(f *fixture) { f.replace(f.sbom(linux), `"component"`, `"timestamp": "2026-11-21", "component"`) }, `the timestamp is "2026-11-21"`},
		"with a serial number":    {func(f *fixture) { f.replace(f.sbom(linux), `"bomFormat"`, `"serialNumber": "7", "bomFormat"`) }, `the serial number is "7"`},
		"without components":      {func(f *fixture) { f.replace(f.sbom(linux), `{"name": "std"}`, "") }, "has no components"},
		"a bill that is broken":   {func(f *fixture) { f.write(f.sbom(linux), "{") }, "linux_amd64.cdx.json: unexpected end"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t)
			test.destroy(f)
			expectError(t, name, f.checkContent(), test.want)
		})
	}
}
