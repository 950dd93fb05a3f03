package main

import (
	"cmp"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/engine"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// net/http reads the variables of a proxy once in a process, so that the provider has one
// of its own here. A vendor on loopback is reached directly, however localhost is spelled;
// the proxy gets requests to other hosts.
func TestAccProxy(t *testing.T) {
	if os.Getenv("TF_ACC") == "" {
		t.Skip("needs Terraform; make test sets TF_ACC")
	}
	t.Parallel()
	var proxied atomic.Int32
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		proxied.Add(1)
		w.WriteHeader(http.StatusBadGateway)
	}))
	t.Cleanup(proxy.Close)
	box, err := sandbox.Start(sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(box.Close)
	mirror := t.TempDir()
	version, _ := putDirectory(t, filepath.Join(mirror, cmp.Or(os.Getenv("TF_ACC_PROVIDER_HOST"), "registry.terraform.io"), "terraform-provider-chat", "chat"))

	run := func(host string) (string, error) {
		environment := []string{"HTTP_PROXY=" + proxy.URL, "http_proxy=" + proxy.URL, "NO_PROXY=", "no_proxy="}
		for _, variable := range box.Environment() {
			environment = append(environment, strings.Replace(variable, "127.0.0.1", host, 1))
		}
		directory := t.TempDir()
		if err := os.WriteFile(filepath.Join(directory, "main.tf"), []byte(fmt.Sprintf(proxiedConfiguration, version)), 0o600); err != nil {
			t.Fatal(err)
		}
		terraform, err := engine.NewInstalled(os.Getenv("TF_ACC_TERRAFORM_PATH"), directory, mirror, environment...)
		if err != nil {
			t.Fatal(err)
		}
		told(t, terraform, "", "init")
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

const proxiedConfiguration = `
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
