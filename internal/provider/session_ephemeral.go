package provider

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
)

var (
	_ ephemeral.EphemeralResource                   = (*sessionEphemeral)(nil)
	_ ephemeral.EphemeralResourceWithClose          = (*sessionEphemeral)(nil)
	_ ephemeral.EphemeralResourceWithConfigure      = (*sessionEphemeral)(nil)
	_ ephemeral.EphemeralResourceWithValidateConfig = (*sessionEphemeral)(nil)
)

// ephemeralCloseTimeout is the time for closing an ephemeral session. It leaves room
// for two tries where one vendor documents 45 seconds for a single answer, and
// bounds what an interrupted run still waits for.
const ephemeralCloseTimeout = 2 * time.Minute

// sessionEphemeral is the ephemeral resource chat_session: one session for the
// length of one phase of a run. It is not renewed: where a vendor ends idle
// sessions, only a message of the end user's would keep one.
type sessionEphemeral struct {
	vendors *vendors
}

// NewSessionEphemeral returns the ephemeral resource chat_session.
func NewSessionEphemeral() ephemeral.EphemeralResource { return &sessionEphemeral{} }

func (e *sessionEphemeral) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_session"
}

func (e *sessionEphemeral) Configure(_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse) {
	configured, diags := vendorsOf(req.ProviderData)
	resp.Diagnostics.Append(diags...)
	e.vendors = configured
}
