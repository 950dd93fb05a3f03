package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// sessionPrivate is what the provider keeps beside the state of a chat_session.
// It holds no secret.
type sessionPrivate struct {
	// Imported is set for a session that was imported: arguments that no vendor
	// call tells again are stored for it without replacing it.
	Imported bool `json:"imported,omitempty"`
	// Marker is client.Session.Marker where the vendor does not tell it.
	Marker string `json:"marker,omitempty"`
}

const sessionPrivateKey = "session"

func readPrivate(ctx context.Context, from privateReader) (sessionPrivate, diag.Diagnostics) {
	return readPrivateAs[sessionPrivate](ctx, from, sessionPrivateKey)
}

func writePrivate(ctx context.Context, to privateWriter, private sessionPrivate) diag.Diagnostics {
	return writePrivateAs(ctx, to, sessionPrivateKey, private)
}
