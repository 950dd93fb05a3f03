package schemajson

import "github.com/hashicorp/terraform-plugin-go/tftypes"

// formatVersion is the version of the format that Terraform 1.x prints.
const formatVersion = "1.0"

// Document holds the schemas of one or more providers, by provider address or name.
type Document struct {
	FormatVersion string              `json:"format_version"`
	Providers     map[string]Provider `json:"provider_schemas"`
}

// Provider holds everything that one provider offers, by type or function name.
type Provider struct {
	Config             *Schema             `json:"provider,omitempty"`
	Resources          map[string]Schema   `json:"resource_schemas,omitempty"`
	DataSources        map[string]Schema   `json:"data_source_schemas,omitempty"`
	EphemeralResources map[string]Schema   `json:"ephemeral_resource_schemas,omitempty"`
	ListResources      map[string]Schema   `json:"list_resource_schemas,omitempty"`
	Actions            map[string]Action   `json:"action_schemas,omitempty"`
	Functions          map[string]Function `json:"functions,omitempty"`
	ResourceIdentities map[string]Identity `json:"resource_identity_schemas,omitempty"`
}

// Schema is a versioned block: the arguments of the provider, a resource, a data
// source, an ephemeral resource or a list resource.
type Schema struct {
	Version int64  `json:"version"`
	Block   *Block `json:"block,omitempty"`
}

// Action is a block without a version, since nothing of an action is stored.
type Action struct {
	Block *Block `json:"block,omitempty"`
}

// Block is a set of attributes and nested blocks.
type Block struct {
	Attributes      map[string]Attribute   `json:"attributes,omitempty"`
	BlockTypes      map[string]NestedBlock `json:"block_types,omitempty"`
	Description     string                 `json:"description,omitempty"`
	DescriptionKind string                 `json:"description_kind,omitempty"`
	Deprecated      bool                   `json:"deprecated,omitempty"`
}

// NestedBlock is a block within a block, and how often it may be given.
type NestedBlock struct {
	NestingMode string `json:"nesting_mode,omitempty"`
	Block       *Block `json:"block,omitempty"`
	MinItems    int64  `json:"min_items,omitempty"`
	MaxItems    int64  `json:"max_items,omitempty"`
}

// Attribute has either a type or, with attributes of its own, a nested type.
type Attribute struct {
	Type            tftypes.Type `json:"type,omitempty"`
	NestedType      *NestedType  `json:"nested_type,omitempty"`
	Description     string       `json:"description,omitempty"`
	DescriptionKind string       `json:"description_kind,omitempty"`
	Deprecated      bool         `json:"deprecated,omitempty"`
	Required        bool         `json:"required,omitempty"`
	Optional        bool         `json:"optional,omitempty"`
	Computed        bool         `json:"computed,omitempty"`
	Sensitive       bool         `json:"sensitive,omitempty"`
	WriteOnly       bool         `json:"write_only,omitempty"`
}

// NestedType is the type of an attribute whose attributes are described one by one.
type NestedType struct {
	Attributes  map[string]Attribute `json:"attributes,omitempty"`
	NestingMode string               `json:"nesting_mode,omitempty"`
}

// Function is a function's signature.
type Function struct {
	Description        string       `json:"description,omitempty"`
	Summary            string       `json:"summary,omitempty"`
	DeprecationMessage string       `json:"deprecation_message,omitempty"`
	ReturnType         tftypes.Type `json:"return_type"`
	Parameters         []Parameter  `json:"parameters,omitempty"`
	VariadicParameter  *Parameter   `json:"variadic_parameter,omitempty"`
}

// Parameter is one parameter of a function.
type Parameter struct {
	Name        string       `json:"name,omitempty"`
	Description string       `json:"description,omitempty"`
	IsNullable  bool         `json:"is_nullable,omitempty"`
	Type        tftypes.Type `json:"type"`
}

// Identity is what a resource is imported by from Terraform 1.12 on.
type Identity struct {
	Version    int64                        `json:"version"`
	Attributes map[string]IdentityAttribute `json:"attributes,omitempty"`
}

// IdentityAttribute is one attribute of an identity.
type IdentityAttribute struct {
	Type              tftypes.Type `json:"type,omitempty"`
	Description       string       `json:"description,omitempty"`
	RequiredForImport bool         `json:"required_for_import,omitempty"`
	OptionalForImport bool         `json:"optional_for_import,omitempty"`
}
