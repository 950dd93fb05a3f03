package provider

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	pschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

func providerSchema(t *testing.T) pschema.Schema {
	t.Helper()
	var resp provider.SchemaResponse
	New("test")().Schema(t.Context(), provider.SchemaRequest{}, &resp)
	if resp.Diagnostics.HasError() {
		t.Fatal(resp.Diagnostics)
	}
	return resp.Schema
}

func sessionSchema(t *testing.T) schema.Schema {
	t.Helper()
	return resourceSchemas(t)["chat_session"]
}

func TestSchema_valid(t *testing.T) {
	t.Parallel()
	if diags := providerSchema(t).ValidateImplementation(t.Context()); diags.HasError() {
		t.Errorf("provider: %v", diags)
	}
	for name, schema := range resourceSchemas(t) {
		if diags := schema.ValidateImplementation(t.Context()); diags.HasError() {
			t.Errorf("%s: %v", name, diags)
		}
	}
	for name, schema := range dataSourceSchemas(t) {
		if diags := schema.ValidateImplementation(t.Context()); diags.HasError() {
			t.Errorf("data source %s: %v", name, diags)
		}
	}
	for name, definition := range functionDefinitions(t) {
		var resp function.DefinitionValidateResponse
		definition.ValidateImplementation(t.Context(), function.DefinitionValidateRequest{FuncName: name}, &resp)
		if resp.Diagnostics.HasError() {
			t.Errorf("function %s: %v", name, resp.Diagnostics)
		}
	}
	for name, schema := range ephemeralSchemas(t) {
		if diags := schema.ValidateImplementation(t.Context()); diags.HasError() {
			t.Errorf("ephemeral resource %s: %v", name, diags)
		}
	}
	for name, schema := range listSchemas(t) {
		if diags := schema.ValidateImplementation(t.Context()); diags.HasError() {
			t.Errorf("list resource %s: %v", name, diags)
		}
	}
	for name, schema := range actionSchemas(t) {
		if diags := schema.ValidateImplementation(t.Context()); diags.HasError() {
			t.Errorf("action %s: %v", name, diags)
		}
	}
	var resp resource.IdentitySchemaResponse
	(&sessionResource{}).IdentitySchema(t.Context(), resource.IdentitySchemaRequest{}, &resp)
	if diags := resp.IdentitySchema.ValidateImplementation(t.Context()); diags.HasError() {
		t.Errorf("identity of chat_session: %v", diags)
	}
	for name, attribute := range resp.IdentitySchema.Attributes {
		if attribute.GetDescription() == "" {
			t.Errorf("identity of chat_session: %s has no description", name)
		}
	}
}

func TestSchema_described(t *testing.T) {
	t.Parallel()
	everyAttribute(t, func(path string, attribute described) {
		text := attribute.GetMarkdownDescription()
		// The timeouts come from a module that knows plain descriptions alone.
		if strings.Contains(path, ".timeouts.") {
			text = attribute.GetDescription()
		}
		// A description of the whole may end with a table.
		_, whole := attribute.(rootDescription)
		if text == "" || (!whole && !strings.HasSuffix(text, ".")) || strings.Contains(text, "..") {
			t.Errorf("%s is described as %q", path, text)
		}
	})
}

func TestSchema_sensitive(t *testing.T) {
	t.Parallel()
	secrets := []string{"api_key", "token", "publishable_key", "session_token"}
	everyAttribute(t, func(path string, attribute described) {
		name := path[strings.LastIndex(path, ".")+1:]
		// No attribute of an action can be marked.
		want := slices.Contains(secrets, name) && !strings.HasPrefix(path, "action.")
		if got := attribute.IsSensitive(); got != want {
			t.Errorf("%s: sensitive is %t", path, got)
		}
	})
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

func TestSchema_argumentsAndFacts(t *testing.T) {
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
	// What the resource leaves out is told by a data source, or by the ephemeral resource.
	item, ephemeral := sessionItemAttributes(), sessionEphemeralFacts()
	for _, name := range client.Facts() {
		found := false
		check := func(attribute interface {
			IsComputed() bool
			IsOptional() bool
		}, ok bool,
		) {
			found = found || ok
			if ok && (!attribute.IsComputed() || attribute.IsOptional()) {
				t.Errorf("the fact %s is not computed alone", name)
			}
		}
		resourceAttribute, ok := attributes[string(name)]
		check(resourceAttribute, ok)
		itemAttribute, ok := item[string(name)]
		check(itemAttribute, ok)
		ephemeralAttribute, ok := ephemeral[string(name)]
		check(ephemeralAttribute, ok)
		if !found {
			t.Errorf("no attribute for the fact %s", name)
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

// The model and the schema are one: the framework would tell only at run time.
func TestSchema_models(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	session := sessionSchema(t)
	var model sessionModel
	state := tfsdk.State{Schema: session, Raw: startEngine(t, nil).value(session.Type().TerraformType(ctx), values{})}
	if diags := state.Get(ctx, &model); diags.HasError() {
		t.Errorf("chat_session: %v", diags)
	}
	if len(sessionFields) != len(session.Attributes)+len(session.Blocks) {
		t.Errorf("chat_session has the fields %v", sessionFields)
	}
	block := providerSchema(t)
	config := tfsdk.Config{Schema: block, Raw: startEngine(t, nil).value(block.Type().TerraformType(ctx), values{})}
	if _, diags := readProvider(ctx, config); diags.HasError() {
		t.Errorf("provider: %v", diags)
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

// Each kind of object gets its data from a field of its own, and finds out only
// when it is used that it was forgotten.
func TestSchema_configureTellsEveryKind(t *testing.T) {
	t.Parallel()
	block := providerSchema(t)
	req := provider.ConfigureRequest{
		TerraformVersion: "1.11.4",
		Config:           tfsdk.Config{Schema: block, Raw: startEngine(t, nil).value(block.Type().TerraformType(t.Context()), values{})},
	}
	var resp provider.ConfigureResponse
	(&chatProvider{getenv: func(string) string { return "" }}).Configure(t.Context(), req, &resp)
	if resp.Diagnostics.HasError() {
		t.Fatal(resp.Diagnostics)
	}
	for kind, data := range map[string]any{
		"resource": resp.ResourceData, "data source": resp.DataSourceData, "ephemeral resource": resp.EphemeralResourceData,
		"list": resp.ListResourceData, "action": resp.ActionData,
	} {
		if v, ok := data.(*vendors); !ok || v == nil {
			t.Errorf("%s data is %T", kind, data)
		}
	}
}

func TestSchema_foreignProviderData(t *testing.T) {
	t.Parallel()
	r := &sessionResource{}
	for data, wrong := range map[any]bool{nil: false, "text": true, &vendors{}: false} {
		var resp resource.ConfigureResponse
		r.Configure(t.Context(), resource.ConfigureRequest{ProviderData: data}, &resp)
		if resp.Diagnostics.HasError() != wrong {
			t.Errorf("%T: %v", data, resp.Diagnostics)
		}
	}
}
