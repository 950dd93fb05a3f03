package provider

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

var (
	_ list.ListResource                   = (*sessionList)(nil)
	_ list.ListResourceWithConfigure      = (*sessionList)(nil)
	_ list.ListResourceWithValidateConfig = (*sessionList)(nil)
)

// sessionList is the list resource chat_session: the sessions of a vendor's account,
// for terraform query.
type sessionList struct {
	vendorResource
}

// NewSessionListResource returns the list resource chat_session.
func NewSessionListResource() list.ListResource { return &sessionList{} }

// Metadata gives it the name of the resource that it lists, as the framework wants.
func (l *sessionList) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_session"
}

// sessionListModel is the configuration of a list of sessions.
type sessionListModel struct {
	Vendor types.String `tfsdk:"vendor"`
	selectorModel
}

func (l *sessionList) ValidateListResourceConfig(ctx context.Context, req list.ValidateConfigRequest, resp *list.ValidateConfigResponse) {
	var config sessionListModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(validateSelectors(config.Vendor.ValueString(), config.selectorModel, client.Selectors())...)
}

// List streams the sessions as the vendor's pages come, and asks for no page that
// Terraform does not want any more.
func (l *sessionList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var config sessionListModel
	diags := req.Config.Get(ctx, &config)
	diags.Append(fullyKnown(req.Config)...)
	if diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	vendor, err := l.vendors.get(config.Vendor.ValueString())
	if err != nil {
		stream.Results = list.ListResultsStreamDiagnostics(diag.Diagnostics{vendorDiagnostic(err)})
		return
	}
	stream.Results = func(push func(list.ListResult) bool) {
		ctx, cancel := client.Operation(ctx, defaultListTimeout)
		defer cancel()
		filter, err := config.filter(ctx, vendor)
		if err != nil {
			push(list.ListResult{Diagnostics: diag.Diagnostics{notListed(vendor, err)}})
			return
		}
		config.walkSessions(ctx, req, vendor, filter, push)
	}
}

// walkSessions pushes the sessions that f picks until push has enough. What is left
// out is told with the last of them, and not when Terraform wants no more of them before.
func (m *sessionListModel) walkSessions(ctx context.Context, req list.ListRequest, vendor client.Vendor, f client.Filter, push func(list.ListResult) bool) {
	var undecided, nameless []string
	pushed := int64(0)
	for s, err := range client.Walk(ctx, vendor, f, func(id string) { undecided = append(undecided, id) }) {
		if err != nil {
			push(list.ListResult{Diagnostics: diag.Diagnostics{notListed(vendor, incomplete(int(pushed), err))}})
			return
		}
		target := importTarget{Vendor: vendor.Name(), Account: s.Account, SessionID: s.ID}
		if target.check() != nil {
			nameless = append(nameless, s.ID)
			continue
		}
		pushed++
		result := newListResult(ctx, req, vendor.Name(), s)
		if pushed == req.Limit {
			result.Diagnostics.Append(m.leftOut(undecided, nameless)...)
		}
		if !push(result) || pushed == req.Limit {
			return
		}
	}
	if diags := m.leftOut(undecided, nameless); len(diags) > 0 {
		push(list.ListResult{Diagnostics: diags})
	}
}

// leftOut names sessions that a list lacks: those on which its selectors cannot decide,
// and those that an import cannot name.
func (m *sessionListModel) leftOut(undecided, nameless []string) diag.Diagnostics {
	diags := leftOut(m.Vendor.ValueString(), m.selectorModel, undecided)
	if len(nameless) > 0 {
		title := client.Title(m.Vendor.ValueString())
		diags.AddWarning(named("Sessions that cannot be imported", m.title(title, client.Selectors())), fmt.Sprintf(
			"%s has %s that no import can name. Left out: %s.", title, counted(len(nameless)), firstOf(nameless)))
	}
	return diags
}

// incomplete says of a list that ends with err that it is not the whole one.
func incomplete(before int, err error) error {
	if before == 0 {
		return err
	}
	return fmt.Errorf("the list is not complete, and ends after %s: %w", counted(before), err)
}

func notListed(vendor client.Vendor, err error) diag.Diagnostic {
	return statelessDiagnostic("Sessions not listed", vendor.Name(), err)
}

// newListResult has the session as an import would store it, where that is asked for.
func newListResult(ctx context.Context, req list.ListRequest, vendor string, s *client.Session) list.ListResult {
	result := req.NewListResult(ctx)
	result.DisplayName = displayName(vendor, s)
	model := importedModel(vendor, s)
	result.Diagnostics.Append(setIdentity(ctx, result.Identity, &model)...)
	if req.IncludeResource {
		result.Diagnostics.Append(setSession(ctx, result.Resource, &model)...)
	}
	return result
}

// displayName tells a session from others for people: many vendors' ids are random,
// but who looks for a session knows when it was opened.
func displayName(vendor string, s *client.Session) string {
	name := fmt.Sprintf("%s at %s (%s", idList([]string{s.ID}), client.Title(vendor), s.Status)
	if !s.CreatedAt.IsZero() {
		name += ", opened " + s.CreatedAt.UTC().Format(time.RFC3339)
	}
	return name + ")"
}
