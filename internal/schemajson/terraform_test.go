package schemajson_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
)

// document is the JSON document with everything below the kinds of objects undecoded.
type document struct {
	Providers map[string]map[string]any `json:"provider_schemas"`
}

// TestAccTerraformAgrees compares each kind of object that the Terraform at hand
// prints with what Export makes of it; an older Terraform prints fewer kinds.
func TestAccTerraformAgrees(t *testing.T) {
	if os.Getenv("TF_ACC") == "" {
		t.Skip("TF_ACC is not set")
	}

	terraform, err := exec.LookPath(cmp.Or(os.Getenv("TF_ACC_TERRAFORM_PATH"), "terraform"))
	if err != nil {
		t.Skip(err)
	}

	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "main.tf"), []byte("provider \"chat\" {}\n"), 0o600); err != nil {
		t.Fatal(err)
	}

	cmd := exec.CommandContext(t.Context(), terraform, "providers", "schema", "-json")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "TF_REATTACH_PROVIDERS="+reattach(t, serve(t, everyKind())))
	cmd.Stderr = t.Output()

	output, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", cmd, err, output)
	}

	var theirs, ours document
	if err := json.Unmarshal(output, &theirs); err != nil {
		t.Fatal(err)
	}

	if err := json.Unmarshal(export(t, everyKind()), &ours); err != nil {
		t.Fatal(err)
	}

	if len(theirs.Providers) != 1 {
		t.Fatalf("Terraform knows %d providers: %s", len(theirs.Providers), output)
	}

	dropped := []string{"deprecation_message"}
	if !bytes.Contains(output, []byte(`"write_only"`)) {
		// Terraform knows of it from 1.11 on.
		dropped = append(dropped, "write_only")
	}

	for address, kinds := range theirs.Providers {
		for kind, want := range kinds {
			got := ours.Providers["chat"][kind]
			if got, want = leveled(got, dropped), leveled(want, dropped); !reflect.DeepEqual(got, want) {
				t.Errorf("%s %s: got\n%v\nwant\n%v", address, kind, got, want)
			}
		}
	}
}

// leveled drops what engines differ in and what the documentation does without: the
// names that are given, such as why something is deprecated (Terraform tells it of
// functions, from 1.15 on of attributes as well, OpenTofu of neither), and texts that
// are empty, which OpenTofu prints.
func leveled(value any, dropped []string) any {
	switch value := value.(type) {
	case map[string]any:
		for name, member := range value {
			if member == "" || slices.Contains(dropped, name) {
				delete(value, name)
				continue
			}
			value[name] = leveled(member, dropped)
		}
	case []any:
		for i := range value {
			value[i] = leveled(value[i], dropped)
		}
	}
	return value
}

// serve runs the provider in this process until the test ends.
func serve(t *testing.T, s tfprotov6.ProviderServer) *plugin.ReattachConfig {
	t.Helper()

	ctx, cancel := context.WithCancel(t.Context())
	configs, closed := make(chan *plugin.ReattachConfig), make(chan struct{})

	go func() {
		err := tf6server.Serve("chat", func() tfprotov6.ProviderServer { return s },
			tf6server.WithDebug(ctx, configs, closed),
			tf6server.WithGoPluginLogger(hclog.NewNullLogger()),
			tf6server.WithLoggingSink(t))
		if err != nil {
			t.Error(err)
		}
	}()

	t.Cleanup(func() {
		cancel()
		<-closed
	})

	return <-configs
}

// reattach is what TF_REATTACH_PROVIDERS tells Terraform, and OpenTofu, of the server.
func reattach(t *testing.T, config *plugin.ReattachConfig) string {
	t.Helper()

	entry := map[string]any{
		"Protocol":        string(config.Protocol),
		"ProtocolVersion": config.ProtocolVersion,
		"Pid":             config.Pid,
		"Test":            config.Test,
		"Addr":            map[string]string{"Network": config.Addr.Network(), "String": config.Addr.String()},
	}

	text, err := json.Marshal(map[string]any{
		"registry.terraform.io/hashicorp/chat": entry,
		"registry.opentofu.org/hashicorp/chat": entry,
	})
	if err != nil {
		t.Fatal(err)
	}

	return string(text)
}
