package provider

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/schemajson"
)

var updateGolden = flag.Bool("update", false, "write testdata/schema.txt anew")

const goldenSchema = "testdata/schema.txt"

// The schema is what configurations and states are written for: whoever takes an
// attribute away, or makes one required, has to see it in the change.
func TestSchema_golden(t *testing.T) {
	t.Parallel()
	document, err := schemajson.Export(t.Context(), "chat", providerserver.NewProtocol6(New("test")())())
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(bytes.NewReader(encoded))
	decoder.UseNumber()
	var whole any
	if err := decoder.Decode(&whole); err != nil {
		t.Fatal(err)
	}
	lines := schemaLines("", whole)
	if *updateGolden {
		if err := os.WriteFile(goldenSchema, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	golden, err := os.ReadFile(goldenSchema)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Split(strings.TrimSpace(string(golden)), "\n")
	for _, line := range want {
		if !slices.Contains(lines, line) {
			t.Errorf("- %s", line)
		}
	}
	for _, line := range lines {
		if !slices.Contains(want, line) {
			t.Errorf("+ %s", line)
		}
	}
	if t.Failed() {
		t.Errorf("The schema is not that of %s. What is gone or became required breaks configurations and states. "+
			"If it is meant: go test ./internal/provider -run TestSchema_golden -update, and a changelog fragment.", goldenSchema)
	}
}

// schemaLines has a line for each value of a schema but the descriptions, so that a
// difference names the attribute.
func schemaLines(at string, value any) []string {
	switch value := value.(type) {
	case map[string]any:
		var lines []string
		for _, name := range slices.Sorted(maps.Keys(value)) {
			if !isDescription(name, value[name]) {
				lines = append(lines, schemaLines(strings.TrimPrefix(at+"."+name, "."), value[name])...)
			}
		}
		return lines
	default:
		encoded, _ := json.Marshal(value)
		return []string{fmt.Sprintf("%s = %s", at, encoded)}
	}
}

// isDescription tells the text of a description from an attribute of that name.
func isDescription(name string, value any) bool {
	_, text := value.(string)
	return text && slices.Contains([]string{"description", "description_kind", "summary"}, name)
}
