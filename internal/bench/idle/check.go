package idle

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Check is an error where M has not every attribute of the schema, or leaves one open
// that only the provider can know.
func Check[M any, P Model[M]](ctx context.Context, s schema.Schema) error {
	object, _ := s.Type().TerraformType(ctx).(tftypes.Object)
	attributes := map[string]tftypes.Value{}
	for name, kind := range object.AttributeTypes {
		attributes[name] = tftypes.NewValue(kind, nil)
		attribute, ok := s.Attributes[name]
		if _, decided := attribute.(schema.BoolAttribute); ok && attribute.IsComputed() && !decided {
			attributes[name] = tftypes.NewValue(kind, tftypes.UnknownValue)
		}
	}
	state := tfsdk.State{Schema: s, Raw: tftypes.NewValue(object, attributes)}
	var m M
	if diags := state.Get(ctx, &m); diags.HasError() {
		return fmt.Errorf("the model does not fit the schema: %v", diags)
	}
	P(&m).Settle()
	if diags := state.Set(ctx, &m); diags.HasError() || !state.Raw.IsFullyKnown() {
		return fmt.Errorf("not settled: %v, %s", diags, state.Raw)
	}
	return nil
}
