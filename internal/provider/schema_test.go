package provider

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	pschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
	"github.com/terraform-provider-chat/terraform-provider-chat/internal/schemajson"
)

var updateGolden = flag.Bool("update", false, "write testdata/schema.txt")

const goldenSchema = "testdata/schema.txt"

// exportSchemas returns all schemas. It fails for one that the framework finds invalid.
func exportSchemas(t *testing.T) schemajson.Document {
	t.Helper()
	document, err := schemajson.Export(t.Context(), "chat", providerserver.NewProtocol6(New("test")())())
	if err != nil {
		t.Fatal(err)
	}
	return document
}

// schemaJSON is the document as decoded JSON.
func schemaJSON(t *testing.T) any {
	t.Helper()
	encoded, err := json.Marshal(exportSchemas(t))
	if err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(bytes.NewReader(encoded))
	decoder.UseNumber()
	var decoded any
	if err := decoder.Decode(&decoded); err != nil {
		t.Fatal(err)
	}
	return decoded
}

// Configurations and states depend on the schema: a change that removes an attribute, or
// makes one required, must show in review.
func TestSchema_golden(t *testing.T) {
	t.Parallel()
	lines := schemaLines("", schemaJSON(t))
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
		t.Errorf("The schema differs from %s. Removed or newly required arguments break configurations and states. "+
			"If the change is intended, run go test ./internal/provider -run TestSchema_golden -update and add a changelog fragment.", goldenSchema)
	}
}

// schemaLines has a line for each value of a schema except descriptions.
func schemaLines(at string, value any) []string {
	of, ok := value.(map[string]any)
	if !ok {
		encoded, _ := json.Marshal(value)
		return []string{fmt.Sprintf("%s = %s", at, encoded)}
	}
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(of)) {
		// An attribute may have the name of a description as well.
		if _, text := of[name].(string); text && slices.Contains([]string{"description", "description_kind", "summary"}, name) {
			continue
		}
		lines = append(lines, schemaLines(strings.TrimPrefix(at+"."+name, "."), of[name])...)
	}
	return lines
}

// eachDescribed calls visit for each attribute, block, function and parameter below value.
func eachDescribed(path string, value any, visit func(path string, described map[string]any)) {
	switch value := value.(type) {
	case []any:
		for i, element := range value {
			eachDescribed(fmt.Sprint(path, ".", i), element, visit)
		}
	case map[string]any:
		for _, name := range []string{"description_kind", "type", "return_type"} {
			_, isAttribute := value[name].(map[string]any) // an attribute of that name
			if value[name] != nil && !isAttribute {
				visit(path, value)
				break
			}
		}
		for name, child := range value {
			eachDescribed(path+"."+name, child, visit)
		}
	}
}

func TestSchema_described(t *testing.T) {
	t.Parallel()
	eachDescribed("", schemaJSON(t), func(path string, described map[string]any) {
		text, _ := described["description"].(string)
		// The description of a block may end with a table.
		if text == "" || !strings.HasSuffix(path, ".block") && !strings.HasSuffix(text, ".") || strings.Contains(text, "..") {
			t.Errorf("%s is described as %q", path, text)
		}
	})
}

func TestSchema_sensitive(t *testing.T) {
	t.Parallel()
	secrets := []string{"api_key", "token", "publishable_key", "session_token"}
	eachDescribed("", schemaJSON(t), func(path string, described map[string]any) {
		name := path[strings.LastIndex(path, ".")+1:]
		// An attribute of an action cannot be sensitive.
		want := slices.Contains(secrets, name) && !strings.Contains(path, ".action_schemas.")
		if got := described["sensitive"] == true; got != want {
			t.Errorf("%s: sensitive is %t, want %t", path, got, want)
		}
	})
}

func providerSchema(t *testing.T) pschema.Schema {
	t.Helper()
	var resp provider.SchemaResponse
	New("test")().Schema(t.Context(), provider.SchemaRequest{}, &resp)
	return resp.Schema
}

func sessionSchema(t *testing.T) schema.Schema {
	t.Helper()
	var resp resource.SchemaResponse
	(&sessionResource{}).Schema(t.Context(), resource.SchemaRequest{}, &resp)
	return resp.Schema
}

// fieldOf finds the field of the model for an attribute.
func fieldOf(model reflect.Value, name string) (reflect.Value, bool) {
	for i := range model.NumField() {
		if model.Type().Field(i).Tag.Get("tfsdk") == name {
			return model.Field(i), true
		}
	}
	return reflect.Value{}, false
}

// Each argument in the table of vendors is an attribute and a field of the model.
func TestSchema_arguments(t *testing.T) {
	t.Parallel()
	attributes := sessionSchema(t).Attributes
	for _, name := range client.Arguments() {
		if attribute, ok := attributes[string(name)]; !ok || !attribute.IsOptional() {
			t.Errorf("no optional attribute for the argument %s", name)
		}
		var model sessionModel
		field, ok := fieldOf(reflect.ValueOf(&model).Elem(), string(name))
		if !ok {
			t.Errorf("no field for the argument %s", name)
			continue
		}
		var want attr.Value = types.StringValue("x")
		if field.Type() == reflect.TypeFor[types.Map]() {
			want = types.MapUnknown(types.StringType)
		}
		field.Set(reflect.ValueOf(want))
		if got := model.argument(name); !got.Equal(want) {
			t.Errorf("argument(%s) is %s, not the field's %s", name, got, want)
		}
	}
}

// What a vendor does not tell, a plan does not promise; what it tells, it does.
func TestSchema_untoldFacts(t *testing.T) {
	t.Parallel()
	for _, told := range []bool{false, true} {
		info := client.Info{Facts: map[client.Fact]bool{}}
		model := sessionModel{OpeningMessage: types.StringValue("x")}
		value := reflect.ValueOf(&model).Elem()
		for _, name := range client.Facts() {
			info.Facts[name] = told
			field, ok := fieldOf(value, string(name))
			if !ok {
				continue // not in the plan of the resource
			}
			switch field.Interface().(type) {
			case types.String:
				field.Set(reflect.ValueOf(types.StringUnknown()))
			case timetypes.RFC3339:
				field.Set(reflect.ValueOf(timetypes.NewRFC3339Unknown()))
			}
		}
		model.emptyUntold(info)
		for _, name := range client.Facts() {
			field, ok := fieldOf(value, string(name))
			if !ok {
				continue
			}
			if got := field.Interface().(attr.Value).IsUnknown(); got != told {
				t.Errorf("%s, told %t: unknown is %t", name, told, got)
			}
		}
	}
}

// A vendor is one row of the table and one constructor.
func TestSchema_vendors(t *testing.T) {
	t.Parallel()
	if len(constructors) != len(client.All()) {
		t.Errorf("%d vendors, %d constructors", len(client.All()), len(constructors))
	}
	for _, info := range client.All() {
		if constructors[info.Name] == nil {
			t.Errorf("there is no constructor for %s", info.Name)
		}
		nested, ok := providerSchema(t).Blocks[info.Name].(pschema.SingleNestedBlock)
		if !ok {
			t.Errorf("the schema has no block for %s", info.Name)
			continue
		}
		variables := map[string]string{"base_url": baseURLVariable(info.Name), "requests_per_second": "", "allow_insecure_http": ""}
		for _, kind := range info.Credentials {
			for _, f := range kind {
				variables[f.Name] = f.Env
			}
		}
		for name, attribute := range nested.Attributes {
			variable, ok := variables[name]
			if !ok || !strings.Contains(attribute.GetMarkdownDescription(), variable) {
				t.Errorf("%s.%s: nothing fills it, or its variable %q is not told", info.Name, name, variable)
			}
			delete(variables, name)
		}
		if len(variables) > 0 {
			t.Errorf("%s has no attribute for %v", info.Name, variables)
		}
	}
}
