package provider

import (
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client/transport"
)

// providerModel is the provider block. The vendors' parts are objects, since
// each may be unknown as a whole.
type providerModel struct {
	Uppzy          types.Object `tfsdk:"uppzy"`
	TalkifAI       types.Object `tfsdk:"talkifai"`
	SiteAssist     types.Object `tfsdk:"siteassist"`
	UponAI         types.Object `tfsdk:"uponai"`
	RequestTimeout types.String `tfsdk:"request_timeout"`
	MaxRetries     types.Int64  `tfsdk:"max_retries"`
}

// blocks has each vendor's part by the vendor's name.
func (m providerModel) blocks() map[string]types.Object {
	return map[string]types.Object{
		"uppzy": m.Uppzy, "talkifai": m.TalkifAI, "siteassist": m.SiteAssist, "uponai": m.UponAI,
	}
}

// transportOptions has what is common to all vendors. An unknown value stands
// for the default: it bounds requests, and decides nothing about them.
func (m providerModel) transportOptions() (transport.Options, diag.Diagnostics) {
	var diags diag.Diagnostics
	var options transport.Options
	if text := m.RequestTimeout; !text.IsNull() && !text.IsUnknown() {
		timeout, err := time.ParseDuration(text.ValueString())
		if err != nil || timeout <= 0 {
			diags.AddAttributeError(path.Root("request_timeout"), "Invalid duration",
				fmt.Sprintf("%q is not a duration such as 30s.", text.ValueString()))
		}
		options.RequestTimeout = timeout
	}
	if retries := m.MaxRetries; !retries.IsNull() && !retries.IsUnknown() {
		options.MaxRetries = int(retries.ValueInt64())
		if options.MaxRetries == 0 {
			options.MaxRetries = -1
		}
	}
	return options, diags
}
