package provider

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/resource"
)

var (
	_ resource.Resource                   = (*teardownResource)(nil)
	_ resource.ResourceWithConfigure      = (*teardownResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*teardownResource)(nil)
	_ resource.ResourceWithValidateConfig = (*teardownResource)(nil)
)

const (
	// defaultMaxSessions is more than a test environment opens, and fewer than a
	// selector that is too wide would close.
	defaultMaxSessions = 100
	// teardownParallel is how many sessions are closed at a time, as many as Terraform
	// itself would.
	teardownParallel = 10

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

// Read keeps the state: there is nothing at the vendor that is the teardown.
func (r *teardownResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}
