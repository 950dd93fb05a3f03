package provider

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// teardownPrivate is what the provider keeps beside the state of a
// chat_session_teardown.
type teardownPrivate struct {
	// Begun is when it was created, by the vendor's clock: what created_after is where
	// no configuration says otherwise. It is zero where the vendor told no time.
	Begun time.Time `json:"begun,omitzero"`
}

const teardownPrivateKey = "teardown"

// begun is the time of its creation, or what the state has.
func (m *teardownModel) begun(ctx context.Context, from privateReader) (timetypes.RFC3339, diag.Diagnostics) {
	private, diags := readPrivateAs[teardownPrivate](ctx, from, teardownPrivateKey)
	if private.Begun.IsZero() {
		return m.CreatedAfter, diags
	}
	return timetypes.NewRFC3339TimeValue(private.Begun), diags
}
