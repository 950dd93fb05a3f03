package provider

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

// teardownPrivate is what the provider keeps beside the state of a
// chat_session_teardown.
type teardownPrivate struct {
	// Begun is when it was created, by the vendor's clock: what created_after is where
	// no configuration says otherwise. It is zero where the vendor told no time.
	Begun time.Time `json:"begun,omitzero"`
	// Credential is the fingerprint of the credential that created it.
	Credential string `json:"credential,omitempty"`
}

const teardownPrivateKey = "teardown"

// trusts reports whether a vendor's credential is the one that created the teardown, so
// that its account need not be confirmed.
func (p teardownPrivate) trusts(vendor client.Vendor) bool {
	return sameCredential(vendor, p.Credential)
}

// begun is the time of its creation, or what the state has.
func (m *teardownModel) begun(ctx context.Context, from privateReader) (timetypes.RFC3339, diag.Diagnostics) {
	private, diags := readPrivateAs[teardownPrivate](ctx, from, teardownPrivateKey)
	if private.Begun.IsZero() {
		return m.CreatedAfter, diags
	}
	return timetypes.NewRFC3339TimeValue(private.Begun), diags
}
