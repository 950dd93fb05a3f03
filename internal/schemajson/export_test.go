package schemajson_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/schemajson"
)

var update = flag.Bool("update", false, "write the golden file anew")

func TestExport(t *testing.T) {
	t.Parallel()

	golden := filepath.Join("testdata", "every_kind.json")
	got := export(t, everyKind())

	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}

	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}

	if !bytes.Equal(got, want) {
		t.Errorf("the document differs from %s; got:\n%s", golden, got)
	}
}

func TestExportOfNothing(t *testing.T) {
	t.Parallel()

	got := export(t, server{
		schemas:    &tfprotov6.GetProviderSchemaResponse{},
		identities: &tfprotov6.GetResourceIdentitySchemasResponse{},
	})

	var want bytes.Buffer
	if err := json.Indent(&want, []byte(`{"format_version":"1.0","provider_schemas":{"chat":{}}}`), "", "  "); err != nil {
		t.Fatal(err)
	}

	if strings.TrimSpace(string(got)) != want.String() {
		t.Errorf("got:\n%s\nwant:\n%s", got, want.String())
	}
}

func TestExportFails(t *testing.T) {
	t.Parallel()

	broken := errors.New("broken pipe")
	invalid := []*tfprotov6.Diagnostic{
		{Severity: tfprotov6.DiagnosticSeverityWarning, Summary: "Harmless", Detail: "A warning."},
		{Severity: tfprotov6.DiagnosticSeverityError, Summary: "Invalid schema", Detail: "The name is reserved."},
	}

	for name, tc := range map[string]struct {
		server server
		want   string
	}{
		"call": {
			server: server{err: broken},
			want:   "broken pipe",
		},
		"schemas": {
			server: server{schemas: &tfprotov6.GetProviderSchemaResponse{Diagnostics: invalid}},
			want:   "schemas: Invalid schema: The name is reserved.",
		},
		"identities": {
			server: server{
				schemas:    &tfprotov6.GetProviderSchemaResponse{Diagnostics: invalid[:1]},
				identities: &tfprotov6.GetResourceIdentitySchemasResponse{Diagnostics: invalid},
			},
			want: "identities: Invalid schema: The name is reserved.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			_, err := schemajson.Export(t.Context(), "chat", tc.server)
			if err == nil || !strings.Contains(err.Error(), tc.want) || strings.Contains(err.Error(), "Harmless") {
				t.Errorf("got error %v, want one with %q", err, tc.want)
			}
		})
	}
}

// export is the indented document of the server's schemas.
func export(t *testing.T, s server) []byte {
	t.Helper()

	document, err := schemajson.Export(t.Context(), "chat", s)
	if err != nil {
		t.Fatal(err)
	}

	text, err := json.MarshalIndent(document, "", "  ")
	if err != nil {
		t.Fatal(err)
	}

	return append(text, '\n')
}
