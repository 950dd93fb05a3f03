package provider

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-chat/terraform-provider-chat/internal/client"
)

func (d *sessionsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := selectorAttributes()
	attributes["vendor"] = listedVendorAttribute()
	attributes["limit"] = schema.Int64Attribute{
		MarkdownDescription: "Most sessions to return: the first that match in the vendor's order, which is the newest first as far as the vendors document it. " +
			"No page is asked for that is not needed for them. Default: all.",
		Optional:   true,
		Validators: []validator.Int64{int64validator.AtLeast(1)},
	}
	attributes["sessions"] = schema.ListNestedAttribute{
		MarkdownDescription: "The sessions, the newest first; of the same time by id.",
		Computed:            true,
		NestedObject:        schema.NestedAttributeObject{Attributes: sessionItemAttributes()},
	}
	attributes["ids"] = schema.ListAttribute{
		MarkdownDescription: "The vendor's ids of the sessions, in the same order.",
		ElementType:         types.StringType,
		Computed:            true,
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "The sessions of a vendor's account, open and closed ones, over every page of its list. " +
			"All selectors that are set must hold. A session of which the vendor does not tell a time or a status that a selector needs is left out, with a warning.\n\n" +
			"TalkifAI has no list.",
		Attributes: attributes,
	}
}

// listedVendorAttribute is the vendor of a list.
func listedVendorAttribute() schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: "The vendor whose sessions are listed: " + quoted(listingVendors()) + ".",
		Required:            true,
		Validators:          []validator.String{listingVendor{}},
	}
}

// listingVendors are the vendors with a list of sessions.
func listingVendors() []string {
	return vendorsWhere(func(info client.Info) bool { return info.NoList == "" })
}

// listingVendor allows the vendors with a list. One without is refused by
// validateSelectors, which says why.
type listingVendor struct{}

func (listingVendor) Description(ctx context.Context) string {
	return stringvalidator.OneOf(listingVendors()...).Description(ctx)
}

func (v listingVendor) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (listingVendor) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if _, known := client.Lookup(req.ConfigValue.ValueString()); !known {
		stringvalidator.OneOf(listingVendors()...).ValidateString(ctx, req, resp)
	}
}

// selectorAttributes are the arguments of a selectorModel.
func selectorAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"user_identifier": schema.StringAttribute{
			MarkdownDescription: "Sessions of this end user. " + answerers(client.ByUserIdentifier),
			Optional:            true,
			Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
		},
		"status": schema.StringAttribute{
			MarkdownDescription: "Sessions of this status. " + answerers(client.ByStatus),
			Optional:            true,
			Validators: []validator.String{stringvalidator.OneOf(
				string(client.StatusOpen), string(client.StatusClosed))},
		},
		"session_id_prefix": schema.StringAttribute{
			MarkdownDescription: "Sessions whose id begins so. " + answerers(client.BySessionIDPrefix),
			Optional:            true,
			Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
		},
		"agent_id": schema.StringAttribute{
			MarkdownDescription: "Sessions with this agent. " + answerers(client.ByAgentID),
			Optional:            true,
			Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
		},
		"metadata": schema.MapAttribute{
			MarkdownDescription: "Sessions with all of these among their metadata. " + answerers(client.ByMetadata),
			ElementType:         types.StringType,
			Optional:            true,
		},
		"inactive_for": schema.StringAttribute{
			MarkdownDescription: "Sessions without activity for at least this long, by the vendor's clock, as a duration such as `24h`. " + answerers(client.ByInactiveFor),
			CustomType:          timetypes.GoDurationType{},
			Optional:            true,
		},
		"created_after": schema.StringAttribute{
			MarkdownDescription: "Sessions that were opened after this time, such as `2026-01-31T08:00:00Z`. " + answerers(client.ByCreatedAfter),
			CustomType:          timetypes.RFC3339Type{},
			Optional:            true,
		},
		"created_before": schema.StringAttribute{
			MarkdownDescription: "Sessions that were opened before this time. " + answerers(client.ByCreatedBefore),
			CustomType:          timetypes.RFC3339Type{},
			Optional:            true,
		},
	}
}

// answerers says which vendors' lists can answer a selector, and how.
func answerers(name client.Selector) string {
	var parts []string
	for _, info := range client.All() {
		if doc, ok := info.Selectors[name]; ok && doc != "" {
			parts = append(parts, info.Title+" ("+doc+")")
		} else if ok {
			parts = append(parts, info.Title)
		}
	}
	return "Answered by " + strings.Join(parts, ", ") + "."
}

// vendorsWhere are the vendors of which something holds.
func vendorsWhere(holds func(client.Info) bool) []string {
	var names []string
	for _, info := range client.All() {
		if holds(info) {
			names = append(names, info.Name)
		}
	}
	return names
}
