package provider

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// What a resource keeps beside its state is one JSON object under one key.

type privateReader interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
}

type privateWriter interface {
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// readPrivateAs gives the zero value for a state that has none.
func readPrivateAs[T any](ctx context.Context, from privateReader, key string) (T, diag.Diagnostics) {
	var private T
	data, diags := from.GetKey(ctx, key)
	if len(data) > 0 {
		if err := json.Unmarshal(data, &private); err != nil {
			diags.AddError("Unreadable private state",
				"What the provider keeps beside the state of this "+key+" cannot be read. This is a bug in the provider: please report it.")
		}
	}
	return private, diags
}

func writePrivateAs[T any](ctx context.Context, to privateWriter, key string, private T) diag.Diagnostics {
	data, err := json.Marshal(private)
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Private state cannot be written", err.Error())}
	}
	return to.SetKey(ctx, key, data)
}
