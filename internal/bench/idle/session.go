package idle

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// session is chat_session without a session. It implements none of the optional
// interfaces, so that the framework has nothing more to call, and has no model: it
// costs less than a provider that looks at what it is given.
type session struct {
	schema func(context.Context) schema.Schema
}

func (s *session) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_session"
}

func (s *session) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = s.schema(ctx)
}

func (s *session) Create(_ context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	known, err := settled(req.Plan.Raw)
	if err != nil {
		resp.Diagnostics.AddError("The plan cannot be taken as it is", err.Error())
		return
	}
	resp.State.Raw = known
}

// Read keeps the state, which the framework has put into the answer.
func (s *session) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (s *session) Update(_ context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	known, err := settled(req.Plan.Raw)
	if err != nil {
		resp.Diagnostics.AddError("The plan cannot be taken as it is", err.Error())
		return
	}
	resp.State.Raw = known
}

// Delete leaves it to the framework to take the state away.
func (s *session) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

// settled is the plan with null for what it leaves open.
func settled(plan tftypes.Value) (tftypes.Value, error) {
	return tftypes.Transform(plan, func(_ *tftypes.AttributePath, value tftypes.Value) (tftypes.Value, error) {
		if !value.IsKnown() {
			return tftypes.NewValue(value.Type(), nil), nil
		}
		return value, nil
	})
}
