package provider

import (
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/vendortest"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/contract"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/sandbox"
)

// testBox is a sandbox whose whole traffic is held against the contracts.
type testBox struct {
	*sandbox.Sandbox
	validators map[string]*contract.Validator
}

// startBox starts a sandbox for one test. When the test ends, every request and
// every answer must have been as the contracts say.
func startBox(t *testing.T, variants sandbox.Variants) *testBox {
	t.Helper()
	return startBoxWith(t, sandbox.Options{Variants: variants})
}

// startBoxWith is startBox with other options. A middleware among them sees the
// calls before the contracts do.
func startBoxWith(t *testing.T, options sandbox.Options) *testBox {
	t.Helper()
	box := &testBox{validators: map[string]*contract.Validator{}}
	for _, vendor := range sandbox.Vendors() {
		validator, err := contract.New(vendor, sandbox.Prefix(vendor))
		if err != nil {
			t.Fatal(err)
		}
		box.validators[vendor] = validator
	}
	outer := options.Middleware
	options.Middleware = func(vendor string, next http.Handler) http.Handler {
		validated := box.validators[vendor].Middleware(next)
		if outer == nil {
			return validated
		}
		return outer(vendor, validated)
	}
	started, err := sandbox.Start(options)
	if err != nil {
		t.Fatal(err)
	}
	box.Sandbox = started
	t.Cleanup(func() {
		started.Close()
		for _, validator := range box.validators {
			for _, violation := range validator.Violations() {
				t.Errorf("against the contract: %s", violation)
			}
		}
	})
	return box
}

// config is a provider block with credentials for all vendors, as values that a test
// may change.
func (b *testBox) config() values {
	config := values{}
	for _, vendor := range sandbox.Vendors() {
		block := values{"base_url": b.BaseURL(vendor)}
		for _, c := range sandbox.Credentials(vendor)[0] {
			block[c.Name] = c.Value
		}
		config[vendor] = block
	}
	return config
}

// provider is config as text.
func (b *testBox) provider() string {
	var text strings.Builder
	text.WriteString("\nprovider \"chat\" {\n")
	for _, vendor := range sandbox.Vendors() {
		fmt.Fprintf(&text, "  %s {\n", vendor)
		for _, c := range sandbox.Credentials(vendor)[0] {
			fmt.Fprintf(&text, "    %s = %#v\n", c.Name, c.Value)
		}
		fmt.Fprintf(&text, "    base_url = %q\n  }\n", b.BaseURL(vendor))
	}
	return text.String() + "}\n"
}

// open counts the vendor's open sessions; "" counts all.
func (b *testBox) open(vendor string) int {
	n := 0
	for _, session := range b.Sessions(vendor) {
		if session.Open {
			n++
		}
	}
	return n
}

// quick makes retries follow each other at once, and no session new.
func quick(o *transport.Options) {
	o.Now = vendortest.LeapingClock()
	o.BackoffMin, o.BackoffMax = time.Millisecond, 2*time.Millisecond
}

// factories serves the provider of this package to a Terraform that a test runs.
func factories() map[string]func() (tfprotov6.ProviderServer, error) {
	return map[string]func() (tfprotov6.ProviderServer, error){
		"chat": func() (tfprotov6.ProviderServer, error) {
			return NewServer(&chatProvider{version: "test", getenv: os.Getenv, failFast: defaultFailFast, tune: quick}), nil
		},
	}
}
