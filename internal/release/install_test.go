package release

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/mod/sumdb/dirhash"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/engine"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

var dist = flag.String("dist", "", "install the archive that goreleaser has made in this `directory`, instead of building the provider")

// hostPlatform is the platform of this machine in the names of archives and directories.
const hostPlatform = runtime.GOOS + "_" + runtime.GOARCH

// The provider is installed as users do it: init installs it from a mirror of the
// registry, as the archive of a release (make install-test) or as a directory. The
// sandbox then sees which version sends the requests.
func TestAccInstall(t *testing.T) {
	skipWithoutTerraform(t)
	t.Parallel()
	mirror := t.TempDir()
	var version, hash string
	if *dist == "" {
		version, hash = mirrorBuild(t, mirror)
	} else {
		version, hash = mirrorArchive(t, mirror, *dist)
	}
	box := startSandbox(t)
	terraform, directory := newEngine(t, mirror, fmt.Sprintf(installConfiguration, version), box.Environment()...)

	expectOutput(t, terraform, "- Installed terraform-provider-chat/chat v"+version, "init")
	lock, err := os.ReadFile(filepath.Join(directory, ".terraform.lock.hcl"))
	if err != nil || !strings.Contains(string(lock), hash) {
		t.Errorf("the lock file does not have the hash %s: %v\n%s", hash, err, lock)
	}
	expectOutput(t, terraform, "provider "+registry()+"/terraform-provider-chat/chat v"+version, "version")
	expectOutput(t, terraform, "The configuration is valid", "validate")
	expectOutput(t, terraform, "Resources: 2 added", "apply", "-auto-approve")
	if n := openSessions(box); n != 2 {
		t.Errorf("%d sessions are open after the apply, want 2", n)
	}
	expectOutput(t, terraform, "No changes.", "plan", "-detailed-exitcode")
	expectOutput(t, terraform, "Resources: 2 destroyed", "destroy", "-auto-approve")
	if n := openSessions(box); n != 0 {
		t.Errorf("%d sessions are open after the destroy, want 0", n)
	}
	for _, request := range box.Requests() {
		if agent := request.Header.Get("User-Agent"); !strings.HasSuffix(agent, " terraform-provider-chat/"+version) {
			t.Errorf("%s %s: got the user agent %q, want version %s", request.Vendor, request.Operation, agent, version)
		}
	}
}

// The version is required because init does not select a pre-release, such as a
// snapshot, without it.
const installConfiguration = `
terraform {
  required_providers {
    chat = {
      source  = "terraform-provider-chat/chat"
      version = %q
    }
  }
}

resource "chat_session" "uppzy" {
  vendor            = "uppzy"
  session_id_prefix = "install-"
  opening_message   = "Is anybody there?"
}

resource "chat_session" "siteassist" {
  vendor   = "siteassist"
  page_url = "https://example.com/contact"
}
`

// net/http reads the variables of a proxy once in a process, so the provider needs a
// process of its own here. A vendor on loopback is reached directly, in every spelling of
// localhost; requests to other hosts go to the proxy.
func TestAccProxy(t *testing.T) {
	skipWithoutTerraform(t)
	t.Parallel()
	var proxied atomic.Int32
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		proxied.Add(1)
		w.WriteHeader(http.StatusBadGateway)
	}))
	t.Cleanup(proxy.Close)
	box := startSandbox(t)
	mirror := t.TempDir()
	version, _ := mirrorBuild(t, mirror)

	run := func(host string) (string, error) {
		environment := []string{"HTTP_PROXY=" + proxy.URL, "http_proxy=" + proxy.URL, "NO_PROXY=", "no_proxy="}
		for _, variable := range box.Environment() {
			environment = append(environment, strings.Replace(variable, "127.0.0.1", host, 1))
		}
		terraform, _ := newEngine(t, mirror, fmt.Sprintf(proxyConfiguration, version), environment...)
		expectOutput(t, terraform, "", "init")
		output, err := terraform.Command(t.Context(), "apply", "-auto-approve").CombinedOutput()
		return string(output), err
	}
	for _, host := range []string{"LOCALHOST", "127.0.0.1"} {
		if output, err := run(host); err != nil || proxied.Load() > 0 {
			t.Errorf("%s: %v; the proxy got %d requests\n%s", host, err, proxied.Load(), output)
		}
	}
	// The provider does use the proxy for another host.
	if output, err := run("vendor.invalid"); err == nil || proxied.Load() == 0 {
		t.Errorf("another host: %v; the proxy got %d requests\n%s", err, proxied.Load(), output)
	}
}

const proxyConfiguration = `
terraform {
  required_providers {
    chat = {
      source  = "terraform-provider-chat/chat"
      version = %q
    }
  }
}

provider "chat" {
  max_retries = 0

  uppzy {
    allow_insecure_http = true
  }
}

resource "chat_session" "this" {
  vendor = "uppzy"
}
`

func skipWithoutTerraform(t *testing.T) {
	t.Helper()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("needs Terraform; make test sets TF_ACC")
	}
}

func startSandbox(t *testing.T) *sandbox.Sandbox {
	t.Helper()
	box, err := sandbox.Start(sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(box.Close)
	return box
}

// newEngine returns an engine that installs providers from the mirror, and the directory
// that it runs in.
func newEngine(t *testing.T, mirror, configuration string, environment ...string) (terraform *engine.Engine, directory string) {
	t.Helper()
	directory = t.TempDir()
	if err := os.WriteFile(filepath.Join(directory, "main.tf"), []byte(configuration), 0o600); err != nil {
		t.Fatal(err)
	}
	terraform, err := engine.NewInstalled(os.Getenv("TF_ACC_TERRAFORM_PATH"), directory, mirror, environment...)
	if err != nil {
		t.Fatal(err)
	}
	return terraform, directory
}

func registry() string {
	return cmp.Or(os.Getenv("TF_ACC_PROVIDER_HOST"), "registry.terraform.io")
}

// namespace is the directory of the provider in a mirror.
func namespace(mirror string) string {
	return filepath.Join(mirror, registry(), "terraform-provider-chat", "chat")
}

// mirrorBuild builds the provider with a version, as a release does, into the directory
// in which a mirror has it unpacked. It returns the version and the hash of the
// installation for the lock file.
func mirrorBuild(t *testing.T, mirror string) (version, hash string) {
	t.Helper()
	version = "1.2.3"
	directory := filepath.Join(namespace(mirror), version, hostPlatform)
	build := exec.CommandContext(t.Context(), "go", "build", "-ldflags=-s -w -X main.version="+version,
		"-o", filepath.Join(directory, engine.Program+"_v"+version), engine.Module)
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	hash, err := dirhash.HashDir(directory, "", dirhash.Hash1)
	if err != nil {
		t.Fatal(err)
	}
	return version, hash
}

// mirrorArchive copies the archive of a release for this machine into a mirror.
func mirrorArchive(t *testing.T, mirror, dist string) (version, hash string) {
	t.Helper()
	start, end := engine.Program+"_", "_"+hostPlatform+".zip"
	found, err := filepath.Glob(filepath.Join(dist, start+"*"+end))
	if err != nil || len(found) != 1 {
		t.Fatalf("%s has %d archives for %s, want 1 (make release-snapshot): %v", dist, len(found), hostPlatform, err)
	}
	name := filepath.Base(found[0])
	content, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(namespace(mirror), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(namespace(mirror), name), content, 0o600); err != nil {
		t.Fatal(err)
	}
	hash, err = dirhash.HashZip(found[0], dirhash.Hash1)
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(strings.TrimPrefix(name, start), end), hash
}

// expectOutput runs a command, which has to succeed and to print something.
func expectOutput(t *testing.T, terraform *engine.Engine, want string, arguments ...string) {
	t.Helper()
	output, err := terraform.Command(t.Context(), arguments...).CombinedOutput()
	if err == nil && !strings.Contains(string(output), want) {
		err = fmt.Errorf("the output does not contain %q", want)
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 2 {
		err = errors.New("the plan is not empty")
	}
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", terraform.Name(), strings.Join(arguments, " "), err, output)
	}
}

func openSessions(box *sandbox.Sandbox) int {
	n := 0
	for _, session := range box.Sessions("") {
		if session.Open {
			n++
		}
	}
	return n
}
