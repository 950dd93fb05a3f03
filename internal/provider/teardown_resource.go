package provider

import (
	"context"
	"errors"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

var (
	_ resource.Resource                   = (*teardownResource)(nil)
	_ resource.ResourceWithConfigure      = (*teardownResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*teardownResource)(nil)
	_ resource.ResourceWithValidateConfig = (*teardownResource)(nil)
)

const (
	defaultTeardownCreateTimeout = 3 * time.Minute
	defaultTeardownDeleteTimeout = 30 * time.Minute
)

// teardownResource is chat_session_teardown: on destroy it closes the sessions that
// the application under test has left open.
type teardownResource struct {
	vendorResource
}

// NewSessionTeardownResource returns the resource chat_session_teardown.
func NewSessionTeardownResource() resource.Resource { return &teardownResource{} }

func (r *teardownResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_session_teardown"
}

// Read keeps the state: there is nothing at the vendor that is the teardown. It sees
// that the provider is configured for another account, where a destroy would refuse.
func (r *teardownResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state teardownModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := client.Operation(ctx, defaultReadTimeout)
	defer cancel()
	vendor, err := r.vendors.get(state.Vendor.ValueString())
	if err != nil {
		return
	}
	var account *client.AccountError
	if _, err := client.CheckAccount(ctx, vendor, "", state.Account.ValueString()); errors.As(err, &account) {
		resp.Diagnostics.Append(teardownWords.diagnostic(&state.closeModel, err))
	}
}
