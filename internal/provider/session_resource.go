package provider

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/resource"
)

var (
	_ resource.Resource                   = (*sessionResource)(nil)
	_ resource.ResourceWithConfigure      = (*sessionResource)(nil)
	_ resource.ResourceWithIdentity       = (*sessionResource)(nil)
	_ resource.ResourceWithImportState    = (*sessionResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*sessionResource)(nil)
	_ resource.ResourceWithValidateConfig = (*sessionResource)(nil)
)

// The times that an operation gets where the configuration gives none. Ending a
// session takes longest: one vendor documents 45 seconds for a single answer.
const (
	defaultCreateTimeout = 3 * time.Minute
	defaultReadTimeout   = 45 * time.Second
	defaultUpdateTimeout = 3 * time.Minute
	defaultDeleteTimeout = 5 * time.Minute
)

// sessionResource is chat_session: one session that Terraform owns.
type sessionResource struct {
	vendorResource
}

// NewSessionResource returns the resource chat_session.
func NewSessionResource() resource.Resource { return &sessionResource{} }

func (r *sessionResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_session"
}
