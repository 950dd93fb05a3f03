package release

import (
	"context"
	"os/exec"
	"strings"
	"testing"
)

// keyring is a directory of gpg with a key of RSA and its subkey, another one, and one
// of an algorithm that the registry does not take.
func keyring(t *testing.T) (primary, subkey, another, curve string) {
	t.Helper()
	if _, err := exec.LookPath("gpg"); err != nil {
		t.Skip("needs gpg")
	}
	t.Setenv("GNUPGHOME", t.TempDir())
	t.Cleanup(func() {
		// Its agent ends by itself as well, only later.
		_ = exec.CommandContext(context.WithoutCancel(t.Context()), "gpgconf", "--kill", "all").Run()
	})
	primary = newKey(t, "one@example.com", "rsa2048")
	another = newKey(t, "another@example.com", "rsa2048")
	curve = newKey(t, "curve@example.com", "ed25519")
	gpg(t, "--passphrase", "", "--quick-add-key", primary, "rsa2048", "sign", "1d")
	return primary, fingerprints(t, "one@example.com")[1], another, curve
}

func newKey(t *testing.T, name, algorithm string) string {
	t.Helper()
	gpg(t, "--passphrase", "", "--quick-generate-key", name, algorithm, "sign", "1d")
	return fingerprints(t, name)[0]
}

// fingerprints are those of a key and of its subkeys.
func fingerprints(t *testing.T, name string) (found []string) {
	t.Helper()
	for line := range strings.Lines(gpg(t, "--with-colons", "--list-keys", name)) {
		if fields := strings.Split(line, ":"); fields[0] == "fpr" {
			found = append(found, fields[9])
		}
	}
	return found
}

func gpg(t *testing.T, arguments ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "gpg", append([]string{"--batch", "--quiet"}, arguments...)...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return string(out)
}

func TestSignatures(t *testing.T) {
	primary, subkey, another, curve := keyring(t)
	f := newFixture(t)
	f.Key = primary
	// With an exclamation mark, gpg signs with this very key and with no subkey of it.
	sign := func(key, name string, arguments ...string) {
		gpg(t, append(arguments, "--yes", "--local-user", key+"!", "--output", f.path(name+".sig"), "--detach-sign", f.path(name))...)
	}
	sign(primary, f.sums())
	for _, p := range Platforms() {
		sign(primary, f.sbom(p))
	}
	if err := f.Check(t.Context()); err != nil {
		t.Fatal(err)
	}

	linux := f.sbom(Platform{"linux", "amd64"})
	for _, step := range []struct {
		title   string
		key     string
		destroy func()
		want    string // of the error; empty for none
	}{
		{"a subkey has signed", primary, func() { sign(subkey, linux) }, ""},
		{"the primary key in place of its subkey", subkey, func() { sign(primary, linux) }, "linux_amd64.cdx.json.sig: is not of the key " + subkey},
		{"the subkey that was asked for", subkey, func() { sign(subkey, linux) }, ""},
		{"somebody else", primary, func() { sign(another, linux) }, "linux_amd64.cdx.json.sig: is not of the key " + primary},
		{"of a curve", curve, func() { sign(curve, linux) }, "linux_amd64.cdx.json.sig: is of a key with OpenPGP's algorithm 22: the registry takes"},
		{"armored", primary, func() { sign(primary, linux, "--armor") }, "linux_amd64.cdx.json.sig: is not binary"},
		{"empty", primary, func() { f.write(linux+".sig", "") }, "linux_amd64.cdx.json.sig: is not binary"},
		{"not signed", primary, func() { f.remove(linux + ".sig") }, "linux_amd64.cdx.json.sig: no such file"},
		{"changed afterwards", primary, func() { sign(primary, linux); f.write(linux, "{}") }, "linux_amd64.cdx.json.sig: gpg --verify"},
	} {
		f.Key = step.key
		step.destroy()
		expectError(t, step.title, f.checkSignature(t.Context(), linux), step.want)
	}

	f.Key = primary
	sign(primary, linux)
	f.replace(f.sums(), "\n", "\n\n")
	expectError(t, "the checksums were changed afterwards", f.checkSignatures(t.Context()), "SHA256SUMS.sig: gpg --verify")
}

// Only what gpg says of itself on its status counts.
func TestParseValid(t *testing.T) {
	t.Parallel()
	const rest = "VALIDSIG SUB 2026-11-21 1795283317 0 4 0 1 8 00 KEY\n"
	for line, want := range map[string]bool{
		"[GNUPG:] " + rest:         true,
		"gpg: " + rest:             false,
		rest:                       false,
		"[GNUPG:] GOODSIG " + rest: false,
		"[GNUPG:] VALIDSIG SUB\n":  false,
	} {
		got, ok := parseValid(line)
		if ok != want || ok && got != (valid{key: "SUB", algorithm: "1", primary: "KEY"}) {
			t.Errorf("%q: got %+v, %t", line, got, ok)
		}
	}
}
