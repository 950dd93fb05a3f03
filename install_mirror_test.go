package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/dirhash"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/engine"
)

// platform is this machine's, as the names of archives and directories have it.
const platform = runtime.GOOS + "_" + runtime.GOARCH

// putDirectory builds the provider with a version, as a release does, into the
// directory in which a mirror has it unpacked. It returns the version and the hash by
// which a lock file knows what was installed.
func putDirectory(t *testing.T, namespace string) (version, hash string) {
	t.Helper()
	version = "1.2.3"
	directory := filepath.Join(namespace, version, platform)
	build := exec.CommandContext(t.Context(), "go", "build", "-ldflags=-s -w -X main.version="+version,
		"-o", filepath.Join(directory, engine.Program+"_v"+version), ".")
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	hash, err := dirhash.HashDir(directory, "", dirhash.Hash1)
	if err != nil {
		t.Fatal(err)
	}
	return version, hash
}

// putArchive puts this machine's archive of a release into a mirror, as it is.
func putArchive(t *testing.T, namespace, dist string) (version, hash string) {
	t.Helper()
	start, end := engine.Program+"_", "_"+platform+".zip"
	found, err := filepath.Glob(filepath.Join(dist, start+"*"+end))
	if err != nil || len(found) != 1 {
		t.Fatalf("%s has %d archives of %s; make release-snapshot makes one: %v", dist, len(found), platform, err)
	}
	name := filepath.Base(found[0])
	content, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(namespace, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(namespace, name), content, 0o600); err != nil {
		t.Fatal(err)
	}
	hash, err = dirhash.HashZip(found[0], dirhash.Hash1)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(strings.TrimPrefix(name, start), end), hash
}
