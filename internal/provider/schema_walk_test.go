package provider

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/action"
	actionschema "github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	dschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	eschema "github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	pschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

// resourceSchemas has the schema of each resource by its type.
func resourceSchemas(t *testing.T) map[string]schema.Schema {
	t.Helper()
	schemas := map[string]schema.Schema{}
	for _, construct := range New("test")().Resources(t.Context()) {
		var named resource.MetadataResponse
		var resp resource.SchemaResponse
		r := construct()
		r.Metadata(t.Context(), resource.MetadataRequest{ProviderTypeName: "chat"}, &named)
		r.Schema(t.Context(), resource.SchemaRequest{}, &resp)
		if resp.Diagnostics.HasError() {
			t.Fatal(resp.Diagnostics)
		}
		schemas[named.TypeName] = resp.Schema
	}
	return schemas
}

// dataSourceSchemas has the schema of each data source by its type.
func dataSourceSchemas(t *testing.T) map[string]dschema.Schema {
	t.Helper()
	schemas := map[string]dschema.Schema{}
	for _, construct := range New("test")().DataSources(t.Context()) {
		var named datasource.MetadataResponse
		var resp datasource.SchemaResponse
		d := construct()
		d.Metadata(t.Context(), datasource.MetadataRequest{ProviderTypeName: "chat"}, &named)
		d.Schema(t.Context(), datasource.SchemaRequest{}, &resp)
		if resp.Diagnostics.HasError() {
			t.Fatal(resp.Diagnostics)
		}
		schemas[named.TypeName] = resp.Schema
	}
	return schemas
}

// functionDefinitions has the definition of each function by its name.
func functionDefinitions(t *testing.T) map[string]function.Definition {
	t.Helper()
	definitions := map[string]function.Definition{}
	for _, construct := range (&chatProvider{}).Functions(t.Context()) {
		var named function.MetadataResponse
		var resp function.DefinitionResponse
		f := construct()
		f.Metadata(t.Context(), function.MetadataRequest{}, &named)
		f.Definition(t.Context(), function.DefinitionRequest{}, &resp)
		if resp.Diagnostics.HasError() {
			t.Fatal(resp.Diagnostics)
		}
		definitions[named.Name] = resp.Definition
	}
	return definitions
}

// ephemeralSchemas has the schema of each ephemeral resource by its type.
func ephemeralSchemas(t *testing.T) map[string]eschema.Schema {
	t.Helper()
	schemas := map[string]eschema.Schema{}
	for _, construct := range (&chatProvider{}).EphemeralResources(t.Context()) {
		var named ephemeral.MetadataResponse
		var resp ephemeral.SchemaResponse
		e := construct()
		e.Metadata(t.Context(), ephemeral.MetadataRequest{ProviderTypeName: "chat"}, &named)
		e.Schema(t.Context(), ephemeral.SchemaRequest{}, &resp)
		if resp.Diagnostics.HasError() {
			t.Fatal(resp.Diagnostics)
		}
		schemas[named.TypeName] = resp.Schema
	}
	return schemas
}

// listSchemas has the schema of each list resource by its type.
func listSchemas(t *testing.T) map[string]listschema.Schema {
	t.Helper()
	schemas := map[string]listschema.Schema{}
	for _, construct := range (&chatProvider{}).ListResources(t.Context()) {
		var named resource.MetadataResponse
		var resp list.ListResourceSchemaResponse
		l := construct()
		l.Metadata(t.Context(), resource.MetadataRequest{ProviderTypeName: "chat"}, &named)
		l.ListResourceConfigSchema(t.Context(), list.ListResourceSchemaRequest{}, &resp)
		if resp.Diagnostics.HasError() {
			t.Fatal(resp.Diagnostics)
		}
		schemas[named.TypeName] = resp.Schema
	}
	return schemas
}

// actionSchemas has the schema of each action by its type.
func actionSchemas(t *testing.T) map[string]actionschema.Schema {
	t.Helper()
	schemas := map[string]actionschema.Schema{}
	for _, construct := range (&chatProvider{}).Actions(t.Context()) {
		var named action.MetadataResponse
		var resp action.SchemaResponse
		a := construct()
		a.Metadata(t.Context(), action.MetadataRequest{ProviderTypeName: "chat"}, &named)
		a.Schema(t.Context(), action.SchemaRequest{}, &resp)
		if resp.Diagnostics.HasError() {
			t.Fatal(resp.Diagnostics)
		}
		schemas[named.TypeName] = resp.Schema
	}
	return schemas
}

// described is what the attributes of all kinds of objects have in common.
type described interface {
	GetDescription() string
	GetMarkdownDescription() string
	IsSensitive() bool
}

type rootDescription struct{ text string }

func (d rootDescription) GetDescription() string         { return "" }
func (d rootDescription) GetMarkdownDescription() string { return d.text }
func (d rootDescription) IsSensitive() bool              { return false }

// everyAttribute calls visit for each attribute and block with its path, the nested ones
// too.
func everyAttribute(t *testing.T, visit func(path string, attribute described)) {
	t.Helper()
	root := providerSchema(t)
	visit("provider", rootDescription{root.MarkdownDescription})
	walk("provider", root.Attributes, visit)
	walkBlocks("provider", root.Blocks, visit)
	for name, s := range resourceSchemas(t) {
		visit(name, rootDescription{s.MarkdownDescription})
		walk(name, s.Attributes, visit)
		walkBlocks(name, s.Blocks, visit)
	}
	for name, s := range dataSourceSchemas(t) {
		visit("data."+name, rootDescription{s.MarkdownDescription})
		walk("data."+name, s.Attributes, visit)
		walkBlocks("data."+name, s.Blocks, visit)
	}
	for name, definition := range functionDefinitions(t) {
		visit("function."+name, rootDescription{definition.MarkdownDescription})
		for _, parameter := range append(definition.Parameters, definition.VariadicParameter) {
			visit("function."+name+"."+parameter.GetName(), rootDescription{parameter.GetMarkdownDescription()})
		}
	}
	for name, s := range ephemeralSchemas(t) {
		visit("ephemeral."+name, rootDescription{s.MarkdownDescription})
		walk("ephemeral."+name, s.Attributes, visit)
		walkBlocks("ephemeral."+name, s.Blocks, visit)
	}
	for name, s := range listSchemas(t) {
		visit("list."+name, rootDescription{s.MarkdownDescription})
		walk("list."+name, s.Attributes, visit)
		walkBlocks("list."+name, s.Blocks, visit)
	}
	for name, s := range actionSchemas(t) {
		visit("action."+name, rootDescription{s.MarkdownDescription})
		walk("action."+name, s.Attributes, visit)
		walkBlocks("action."+name, s.Blocks, visit)
	}
}

func walk[A described](at string, attributes map[string]A, visit func(path string, attribute described)) {
	for name, attribute := range attributes {
		path := at + "." + name
		visit(path, attribute)
		if nested, ok := any(attribute).(dschema.ListNestedAttribute); ok {
			walk(path, nested.NestedObject.Attributes, visit)
		}
	}
}

// describedBlock is what the blocks of all kinds of objects have in common.
type describedBlock interface {
	GetDescription() string
	GetMarkdownDescription() string
}

// neverSensitive makes a block described: only attributes can be sensitive.
type neverSensitive struct{ describedBlock }

func (neverSensitive) IsSensitive() bool { return false }

func walkBlocks[B describedBlock](at string, blocks map[string]B, visit func(path string, attribute described)) {
	for name, block := range blocks {
		path := at + "." + name
		visit(path, neverSensitive{block})
		switch nested := any(block).(type) {
		case pschema.SingleNestedBlock:
			walk(path, nested.Attributes, visit)
		case schema.SingleNestedBlock:
			walk(path, nested.Attributes, visit)
		case dschema.SingleNestedBlock:
			walk(path, nested.Attributes, visit)
		case eschema.SingleNestedBlock:
			walk(path, nested.Attributes, visit)
		case actionschema.SingleNestedBlock:
			walk(path, nested.Attributes, visit)
		}
	}
}
