package idle

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Model is what M, a struct with a tfsdk tag at each field, has to be able to do.
type Model[M any] interface {
	*M
	// Settle puts something known, such as null, in the place of what the plan leaves open.
	Settle()
}

// Known is the value, or null when it is unknown.
func Known(value types.String) types.String {
	if value.IsUnknown() {
		return types.StringNull()
	}
	return value
}

// session is chat_session without a session. It is written as the framework documents
// a resource: each method takes its model out of the request and puts it into the
// answer. It implements none of the optional interfaces.
type session[M any, P Model[M]] struct {
	schema func(context.Context) schema.Schema
}

func (s *session[M, P]) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_session"
}

func (s *session[M, P]) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = s.schema(ctx)
}

func (s *session[M, P]) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	resp.Diagnostics.Append(save[M, P](ctx, req.Plan, &resp.State)...)
}

func (s *session[M, P]) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m M
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

func (s *session[M, P]) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.Diagnostics.Append(save[M, P](ctx, req.Plan, &resp.State)...)
}

// save makes the plan the state.
func save[M any, P Model[M]](ctx context.Context, plan tfsdk.Plan, state *tfsdk.State) diag.Diagnostics {
	var m M
	diags := plan.Get(ctx, &m)
	if diags.HasError() {
		return diags
	}
	P(&m).Settle()
	return append(diags, state.Set(ctx, &m)...)
}

// Delete leaves it to the framework to take the state away.
func (s *session[M, P]) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var m M
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
}
