package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/engine"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

var dist = flag.String("dist", "", "take the archive that goreleaser has made in this directory, instead of building the provider")

// The provider is installed as its users do it: a plain init takes it from a registry's
// mirror, as the archive of a release (make install-test) or as a directory. What then
// runs against the sandbox says which version it is.
func TestAccInstall(t *testing.T) {
	if os.Getenv("TF_ACC") == "" {
		t.Skip("needs Terraform; make test sets TF_ACC")
	}
	t.Parallel()
	host := cmp.Or(os.Getenv("TF_ACC_PROVIDER_HOST"), "registry.terraform.io")
	mirror := t.TempDir()
	namespace := filepath.Join(mirror, host, "terraform-provider-chat", "chat")
	var version, hash string
	if *dist == "" {
		version, hash = putDirectory(t, namespace)
	} else {
		version, hash = putArchive(t, namespace, *dist)
	}
	box, err := sandbox.Start(sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(box.Close)
	directory := t.TempDir()
	configuration := fmt.Sprintf(installedConfiguration, version)
	if err := os.WriteFile(filepath.Join(directory, "main.tf"), []byte(configuration), 0o600); err != nil {
		t.Fatal(err)
	}
	terraform, err := engine.NewInstalled(os.Getenv("TF_ACC_TERRAFORM_PATH"), directory, mirror, box.Environment()...)
	if err != nil {
		t.Fatal(err)
	}

	told(t, terraform, "- Installed terraform-provider-chat/chat v"+version, "init")
	lock, err := os.ReadFile(filepath.Join(directory, ".terraform.lock.hcl"))
	if err != nil || !strings.Contains(string(lock), hash) {
		t.Errorf("the lock file does not have the hash %s: %v\n%s", hash, err, lock)
	}
	told(t, terraform, "provider "+host+"/terraform-provider-chat/chat v"+version, "version")
	told(t, terraform, "The configuration is valid", "validate")
	told(t, terraform, "Resources: 2 added", "apply", "-auto-approve")
	if n := openSessions(box); n != 2 {
		t.Errorf("%d sessions are open after the apply, not 2", n)
	}
	told(t, terraform, "No changes.", "plan", "-detailed-exitcode")
	told(t, terraform, "Resources: 2 destroyed", "destroy", "-auto-approve")
	if n := openSessions(box); n != 0 {
		t.Errorf("%d sessions are open after the destroy", n)
	}
	for _, request := range box.Requests() {
		if agent := request.Header.Get("User-Agent"); !strings.HasSuffix(agent, " terraform-provider-chat/"+version) {
			t.Errorf("%s %s comes from %q, not from version %s", request.Vendor, request.Operation, agent, version)
		}
	}
}

// installedConfiguration names the version, without which init would not take one that
// is no release, as the snapshot's.
const installedConfiguration = `
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

// told runs a command, which has to succeed and to say something.
func told(t *testing.T, terraform *engine.Engine, want string, arguments ...string) {
	t.Helper()
	output, err := terraform.Command(t.Context(), arguments...).CombinedOutput()
	if err == nil && !strings.Contains(string(output), want) {
		err = errors.New("it does not say " + want)
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
