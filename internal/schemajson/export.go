package schemajson

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Export asks the server for its schemas and files them under name, which readers of
// the document look up: a full provider address, or the provider's short name. An
// error diagnostic of the server, for a schema that it finds invalid, is an error.
func Export(ctx context.Context, name string, server tfprotov6.ProviderServer) (Document, error) {
	schemas, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return Document{}, fmt.Errorf("get the provider's schemas: %w", err)
	}

	if err := failures(schemas.Diagnostics); err != nil {
		return Document{}, fmt.Errorf("get the provider's schemas: %w", err)
	}

	identities, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return Document{}, fmt.Errorf("get the resources' identities: %w", err)
	}

	if err := failures(identities.Diagnostics); err != nil {
		return Document{}, fmt.Errorf("get the resources' identities: %w", err)
	}

	provider := Provider{
		Resources:          convert(schemas.ResourceSchemas, schema),
		DataSources:        convert(schemas.DataSourceSchemas, schema),
		EphemeralResources: convert(schemas.EphemeralResourceSchemas, schema),
		ListResources:      convert(schemas.ListResourceSchemas, schema),
		Actions:            convert(schemas.ActionSchemas, action),
		Functions:          convert(schemas.Functions, function),
		ResourceIdentities: convert(identities.IdentitySchemas, identity),
	}

	if schemas.Provider != nil {
		config := schema(schemas.Provider)
		provider.Config = &config
	}

	return Document{
		FormatVersion: formatVersion,
		Providers:     map[string]Provider{name: provider},
	}, nil
}

// failures joins the error diagnostics, nil when there are none.
func failures(diagnostics []*tfprotov6.Diagnostic) error {
	var errs []error

	for _, d := range diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			errs = append(errs, fmt.Errorf("%s: %s", d.Summary, d.Detail))
		}
	}

	return errors.Join(errs...)
}

// convert applies one conversion to every entry of a map.
func convert[From, To any](from map[string]From, one func(From) To) map[string]To {
	to := make(map[string]To, len(from))
	for name, value := range from {
		to[name] = one(value)
	}

	return to
}
