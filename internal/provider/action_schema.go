package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/action/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	actionschema "github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// actionAttribute is an argument of a data source as one of an action, with a sentence
// more.
func actionAttribute(from schema.Attribute, more string) actionschema.Attribute {
	switch a := from.(type) {
	case schema.StringAttribute:
		return actionschema.StringAttribute{
			MarkdownDescription: a.MarkdownDescription + more, CustomType: a.CustomType,
			Required: a.Required, Optional: a.Optional, Validators: a.Validators,
		}
	case schema.MapAttribute:
		return actionschema.MapAttribute{
			MarkdownDescription: a.MarkdownDescription + more, ElementType: a.ElementType,
			Required: a.Required, Optional: a.Optional, Validators: a.Validators,
		}
	}
	return nil
}

// actionNotes is what holds for every action that closes sessions.
const actionNotes = "It needs Terraform 1.14 or newer: an older one and OpenTofu (as of 1.12.6) know no `action` blocks. " +
	"The events of a trigger are `before_create`, `after_create`, `before_update` and `after_update`; Terraform 1.15 has none for a destroy. " +
	"After a triggered action has failed, the next apply does not invoke it again: use `-invoke`."

// accountAttribute is the account that an action without a state may be held to.
func accountAttribute() actionschema.Attribute {
	return actionschema.StringAttribute{
		MarkdownDescription: "What the sessions belong to, such as the `account` of a `chat_session`: the site at Uppzy, the visitor at SiteAssist, the workspace at UponAI. " +
			"A provider that is configured for another one refuses to close anything. Default: the account that the provider is configured for.",
		Optional:   true,
		Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
	}
}

// invokeTimeouts is the block timeouts of an action.
func invokeTimeouts(ctx context.Context, description string) actionschema.Block {
	block := timeouts.BlockWithOpts(ctx, timeouts.Opts{InvokeDescription: description})
	if nested, ok := block.(actionschema.SingleNestedBlock); ok {
		nested.MarkdownDescription = "How long the action may take with all its retries, as a duration such as `90s` or `5m`."
		return nested
	}
	return block
}
