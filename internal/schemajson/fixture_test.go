package schemajson_test

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// server answers the two calls that Export makes, and no other.
type server struct {
	tfprotov6.ProviderServer

	schemas    *tfprotov6.GetProviderSchemaResponse
	identities *tfprotov6.GetResourceIdentitySchemasResponse
	err        error
}

func (s server) GetProviderSchema(context.Context, *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	return s.schemas, s.err
}

func (s server) GetResourceIdentitySchemas(context.Context, *tfprotov6.GetResourceIdentitySchemasRequest) (*tfprotov6.GetResourceIdentitySchemasResponse, error) {
	return s.identities, s.err
}

// everyKind offers one of each kind of object, and between them every property that
// the document can tell.
func everyKind() server {
	return server{
		schemas: &tfprotov6.GetProviderSchemaResponse{
			Provider: &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{
				Description:     "Talks to a *vendor*.",
				DescriptionKind: tfprotov6.StringKindMarkdown,
				Attributes: []*tfprotov6.SchemaAttribute{
					{Name: "token", Type: tftypes.String, Optional: true, Sensitive: true, Description: "Plain words."},
				},
				BlockTypes: []*tfprotov6.SchemaNestedBlock{{
					TypeName: "vendor",
					Nesting:  tfprotov6.SchemaNestedBlockNestingModeSingle,
					Block: &tfprotov6.SchemaBlock{
						Description:     "A *vendor's* settings.",
						DescriptionKind: tfprotov6.StringKindMarkdown,
						Attributes: []*tfprotov6.SchemaAttribute{
							{Name: "key", Type: tftypes.String, Optional: true, Sensitive: true},
						},
					},
				}},
			}},
			ResourceSchemas: map[string]*tfprotov6.Schema{"chat_room": {Version: 3, Block: room()}},
			DataSourceSchemas: map[string]*tfprotov6.Schema{"chat_rooms": {Block: &tfprotov6.SchemaBlock{
				Deprecated: true,
				Attributes: []*tfprotov6.SchemaAttribute{
					{Name: "rooms", Computed: true, NestedType: &tfprotov6.SchemaObject{
						Nesting: tfprotov6.SchemaObjectNestingModeList,
						Attributes: []*tfprotov6.SchemaAttribute{
							{Name: "id", Type: tftypes.String, Computed: true, DescriptionKind: tfprotov6.StringKindMarkdown},
						},
					}},
				},
			}}},
			EphemeralResourceSchemas: map[string]*tfprotov6.Schema{"chat_room": {Block: only("name", tftypes.String)}},
			ListResourceSchemas:      map[string]*tfprotov6.Schema{"chat_room": {Block: only("limit", tftypes.Number)}},
			ActionSchemas: map[string]*tfprotov6.ActionSchema{
				"chat_close": {Schema: &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{
					BlockTypes: []*tfprotov6.SchemaNestedBlock{{
						TypeName: "timeouts",
						Nesting:  tfprotov6.SchemaNestedBlockNestingModeSingle,
						Block:    only("invoke", tftypes.String),
					}},
				}}},
			},
			Functions: map[string]*tfprotov6.Function{
				"join": {
					Summary:            "joins",
					Description:        "Joins its arguments.",
					DeprecationMessage: "Use the other one.",
					Parameters: []*tfprotov6.FunctionParameter{
						{Name: "separator", Type: tftypes.String, AllowNullValue: true, Description: "Between two."},
					},
					VariadicParameter: &tfprotov6.FunctionParameter{Name: "parts", Type: tftypes.Set{ElementType: tftypes.Bool}},
					Return:            &tfprotov6.FunctionReturn{Type: tftypes.String},
				},
				"now": {Return: &tfprotov6.FunctionReturn{Type: tftypes.Object{
					AttributeTypes: map[string]tftypes.Type{"hour": tftypes.Number},
				}}},
			},
		},
		identities: &tfprotov6.GetResourceIdentitySchemasResponse{
			IdentitySchemas: map[string]*tfprotov6.ResourceIdentitySchema{"chat_room": {
				Version: 1,
				IdentityAttributes: []*tfprotov6.ResourceIdentitySchemaAttribute{
					{Name: "id", Type: tftypes.String, RequiredForImport: true, Description: "The room."},
					{Name: "account", Type: tftypes.String, OptionalForImport: true},
				},
			}},
		},
	}
}

// room has the properties that only a resource's schema can have.
func room() *tfprotov6.SchemaBlock {
	return &tfprotov6.SchemaBlock{
		Attributes: []*tfprotov6.SchemaAttribute{
			{Name: "name", Type: tftypes.String, Required: true, Deprecated: true, DeprecationMessage: "No more."},
			{Name: "secret", Type: tftypes.String, Optional: true, WriteOnly: true},
			{Name: "labels", Type: tftypes.Map{ElementType: tftypes.String}, Optional: true, Computed: true},
			{Name: "anything", Type: tftypes.DynamicPseudoType, Optional: true},
			{Name: "limits", Optional: true, NestedType: &tfprotov6.SchemaObject{
				Nesting: tfprotov6.SchemaObjectNestingModeSingle,
				Attributes: []*tfprotov6.SchemaAttribute{
					{Name: "days", Type: tftypes.List{ElementType: tftypes.Number}, Required: true},
				},
			}},
		},
		BlockTypes: []*tfprotov6.SchemaNestedBlock{{
			TypeName: "member",
			Nesting:  tfprotov6.SchemaNestedBlockNestingModeSet,
			Block:    only("email", tftypes.String),
			MinItems: 1,
			MaxItems: 5,
		}},
	}
}

// only is a block with one required attribute.
func only(name string, t tftypes.Type) *tfprotov6.SchemaBlock {
	return &tfprotov6.SchemaBlock{
		Attributes: []*tfprotov6.SchemaAttribute{{Name: name, Type: t, Required: true}},
	}
}
