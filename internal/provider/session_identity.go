package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// sessionIdentity is what tells a session from every other one.
type sessionIdentity struct {
	Vendor    types.String `tfsdk:"vendor"`
	SessionID types.String `tfsdk:"session_id"`
	Account   types.String `tfsdk:"account"`
}

func (r *sessionResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{
		Attributes: map[string]identityschema.Attribute{
			"vendor": identityschema.StringAttribute{
				Description:       "The vendor that keeps the session.",
				RequiredForImport: true,
			},
			"session_id": identityschema.StringAttribute{
				Description:       "The vendor's id of the session.",
				RequiredForImport: true,
			},
			"account": identityschema.StringAttribute{
				Description:       "The site, workspace or visitor that the session belongs to. Without it, the one that the provider is configured for.",
				OptionalForImport: true,
			},
		},
	}
}

// keepIdentity sets the identity from the state where there is none: a Terraform below
// 1.12, and an OpenTofu that has no identities, send none. One that is there must not
// change, although the account of a session may become known later.
func keepIdentity(ctx context.Context, identity *tfsdk.ResourceIdentity, m *sessionModel) diag.Diagnostics {
	if identity != nil && !identity.Raw.IsNull() && !identity.Raw.IsFullyNull() {
		return nil
	}
	return setIdentity(ctx, identity, m)
}

// setIdentity sets the identity of a session that was opened, imported or listed.
func setIdentity(ctx context.Context, identity *tfsdk.ResourceIdentity, m *sessionModel) diag.Diagnostics {
	if identity == nil {
		return nil
	}
	return identity.Set(ctx, sessionIdentity{Vendor: m.Vendor, SessionID: m.SessionID, Account: m.Account})
}
