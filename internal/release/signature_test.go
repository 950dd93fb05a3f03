package release

import (
	"context"
	"os/exec"
	"strings"
	"testing"
)

// keyring is a directory of gpg with two keys.
func keyring(t *testing.T) (keys []string) {
	t.Helper()
	if _, err := exec.LookPath("gpg"); err != nil {
		t.Skip("needs gpg")
	}
	t.Setenv("GNUPGHOME", t.TempDir())
	t.Cleanup(func() {
		// Its agent ends by itself as well, only later.
		_ = exec.CommandContext(context.WithoutCancel(t.Context()), "gpgconf", "--kill", "all").Run()
	})
	for _, name := range []string{"one@example.com", "another@example.com"} {
		gpg(t, "--passphrase", "", "--quick-generate-key", name, "ed25519", "sign", "1d")
	}
	for line := range strings.Lines(gpg(t, "--with-colons", "--list-keys")) {
		if fields := strings.Split(line, ":"); fields[0] == "fpr" {
			keys = append(keys, fields[9])
		}
	}
	return keys
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
	keys := keyring(t)
	f := newFixture(t)
	f.Key = keys[0]
	sign := func(key, name string) {
		gpg(t, "--yes", "--local-user", key, "--output", f.path(name+".sig"), "--detach-sign", f.path(name))
	}
	sign(f.Key, f.sums())
	for _, p := range Platforms() {
		sign(f.Key, f.sbom(p))
	}
	if err := f.Check(t.Context()); err != nil {
		t.Fatal(err)
	}

	linux := f.sbom(Platform{"linux", "amd64"})
	for _, step := range []struct {
		title   string
		destroy func()
		want    string
	}{
		{"one bill is not signed", func() { f.remove(linux + ".sig") }, "linux_amd64.cdx.json.sig: gpg --verify"},
		{"one bill is signed by somebody else", func() { sign(keys[1], linux) }, "linux_amd64.cdx.json.sig: is not of the key " + f.Key},
		{"the checksums were changed afterwards", func() { sign(f.Key, linux); f.replace(f.sums(), "\n", "\n\n") }, "SHA256SUMS.sig: gpg --verify"},
	} {
		step.destroy()
		if err := f.Check(t.Context()); err == nil || !strings.Contains(err.Error(), step.want) {
			t.Errorf("%s: got the error %v, want %q", step.title, err, step.want)
		}
	}
}
