package provider

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// sessionPrivate is what the provider keeps beside the state of a chat_session.
// It holds no secret.
type sessionPrivate struct {
	// Imported is set for a session that was imported: arguments that no vendor
	// call tells again are stored for it without replacing it.
	Imported bool `json:"imported,omitempty"`
	// Marker is client.Session.Marker.
	Marker string `json:"marker,omitempty"`
}

const sessionPrivateKey = "session"

type privateReader interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
}

type privateWriter interface {
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// readPrivate gives the zero value for a state that has none.
func readPrivate(ctx context.Context, from privateReader) (sessionPrivate, diag.Diagnostics) {
	var private sessionPrivate
	data, diags := from.GetKey(ctx, sessionPrivateKey)
	if len(data) > 0 {
		if err := json.Unmarshal(data, &private); err != nil {
			diags.AddError("Unreadable private state",
				"What the provider keeps beside the state of this session cannot be read. This is a bug in the provider: please report it.")
		}
	}
	return private, diags
}

func writePrivate(ctx context.Context, to privateWriter, private sessionPrivate) diag.Diagnostics {
	data, err := json.Marshal(private)
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Private state cannot be written", err.Error())}
	}
	return to.SetKey(ctx, sessionPrivateKey, data)
}
