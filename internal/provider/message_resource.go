package provider

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/resource"
)

var (
	_ resource.Resource                   = (*messageResource)(nil)
	_ resource.ResourceWithConfigure      = (*messageResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*messageResource)(nil)
	_ resource.ResourceWithValidateConfig = (*messageResource)(nil)
)

const (
	// defaultAnswerTimeout leaves room for the slowest documented answer, a minute,
	// several times over.
	defaultAnswerTimeout = 5 * time.Minute
	// defaultPollInterval is one of those that Uppzy's pages use.
	defaultPollInterval = 2 * time.Second
	// leastPollInterval keeps a slip of the pen, 1ms, from becoming a flood.
	leastPollInterval = 100 * time.Millisecond
)

// messageResource is chat_message: one message that was sent, and its answer.
type messageResource struct {
	vendorResource
}

// NewMessageResource returns the resource chat_message.
func NewMessageResource() resource.Resource { return &messageResource{} }

func (r *messageResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_message"
}

// Read keeps the state: a message that was sent does not change, and no vendor tells
// of one by itself.
func (r *messageResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

// Update stores arguments that say how a message is sent, or with which token. What
// the message is forces another one.
func (r *messageResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan messageModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

// Delete forgets the message: no vendor takes one back.
func (r *messageResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
