package schemajson

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

func schema(s *tfprotov6.Schema) Schema {
	return Schema{Version: s.Version, Block: block(s.Block)}
}

func action(a *tfprotov6.ActionSchema) Action {
	return Action{Block: block(a.Schema.Block)}
}

func block(b *tfprotov6.SchemaBlock) *Block {
	nested := make(map[string]NestedBlock, len(b.BlockTypes))
	for _, n := range b.BlockTypes {
		nested[n.TypeName] = NestedBlock{
			NestingMode: strings.ToLower(n.Nesting.String()),
			Block:       block(n.Block),
			MinItems:    n.MinItems,
			MaxItems:    n.MaxItems,
		}
	}

	return &Block{
		Attributes:      attributes(b.Attributes),
		BlockTypes:      nested,
		Description:     b.Description,
		DescriptionKind: descriptionKind(b.DescriptionKind),
		Deprecated:      b.Deprecated,
	}
}

func attributes(list []*tfprotov6.SchemaAttribute) map[string]Attribute {
	byName := make(map[string]Attribute, len(list))
	for _, a := range list {
		byName[a.Name] = Attribute{
			Type:            a.Type,
			NestedType:      nestedType(a.NestedType),
			Description:     a.Description,
			DescriptionKind: descriptionKind(a.DescriptionKind),
			Deprecated:      a.Deprecated,
			Required:        a.Required,
			Optional:        a.Optional,
			Computed:        a.Computed,
			Sensitive:       a.Sensitive,
			WriteOnly:       a.WriteOnly,
		}
	}

	return byName
}

func nestedType(o *tfprotov6.SchemaObject) *NestedType {
	if o == nil {
		return nil
	}

	return &NestedType{
		Attributes:  attributes(o.Attributes),
		NestingMode: strings.ToLower(o.Nesting.String()),
	}
}

func function(f *tfprotov6.Function) Function {
	parameters := make([]Parameter, 0, len(f.Parameters))
	for _, p := range f.Parameters {
		parameters = append(parameters, parameter(p))
	}

	signature := Function{
		Description:        f.Description,
		Summary:            f.Summary,
		DeprecationMessage: f.DeprecationMessage,
		ReturnType:         f.Return.Type,
		Parameters:         parameters,
	}

	if f.VariadicParameter != nil {
		variadic := parameter(f.VariadicParameter)
		signature.VariadicParameter = &variadic
	}

	return signature
}

func parameter(p *tfprotov6.FunctionParameter) Parameter {
	return Parameter{
		Name:        p.Name,
		Description: p.Description,
		IsNullable:  p.AllowNullValue,
		Type:        p.Type,
	}
}

func identity(s *tfprotov6.ResourceIdentitySchema) Identity {
	byName := make(map[string]IdentityAttribute, len(s.IdentityAttributes))
	for _, a := range s.IdentityAttributes {
		byName[a.Name] = IdentityAttribute{
			Type:              a.Type,
			Description:       a.Description,
			RequiredForImport: a.RequiredForImport,
			OptionalForImport: a.OptionalForImport,
		}
	}

	return Identity{Version: s.Version, Attributes: byName}
}

func descriptionKind(k tfprotov6.StringKind) string {
	if k == tfprotov6.StringKindMarkdown {
		return "markdown"
	}

	return "plain"
}
