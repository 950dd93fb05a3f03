package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/list"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
)

func (l *sessionList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	attributes := map[string]listschema.Attribute{"vendor": listAttribute(listedVendorAttribute())}
	for name, attribute := range selectorAttributes() {
		attributes[name] = listAttribute(attribute)
	}
	resp.Schema = listschema.Schema{
		MarkdownDescription: "The sessions of a vendor's account, whoever opened them, open and closed ones, for `terraform query` of Terraform 1.14 or newer; an older one and OpenTofu (as of 1.12.6) know neither that command nor `list` blocks. " +
			"All selectors that are set must hold. Results come in the vendor's order, the newest first as far as the vendors document it, " +
			"and no page of the vendor's list is asked for that `limit` does not need; Terraform's default for it is 100.\n\n" +
			"The configuration that `-generate-config-out` writes imports each session as a `chat_session`, with an empty plan. Its `import` blocks name sessions by identity, which needs Terraform 1.12 or newer. " +
			"An import takes the session over: destroy closes it then. List open sessions alone (`status = \"open\"`) to import them, since a closed one cannot be used again.\n\n" +
			"A session of which the vendor does not tell a time or a status that a selector needs is left out, with a warning. " +
			incompleteList + "what it lacks is not shown. " +
			"When a later page of a list fails, Terraform shows none of the results. " +
			"Of a query that is interrupted it may show those so far and no error: the list is not complete then.\n\n" +
			"TalkifAI has no list.",
		Attributes: attributes,
	}
}

// listAttribute is an argument of a data source as one of a list resource.
func listAttribute(from schema.Attribute) listschema.Attribute {
	switch a := from.(type) {
	case schema.StringAttribute:
		return listschema.StringAttribute{
			MarkdownDescription: a.MarkdownDescription, CustomType: a.CustomType,
			Required: a.Required, Optional: a.Optional, Validators: a.Validators,
		}
	case schema.MapAttribute:
		return listschema.MapAttribute{
			MarkdownDescription: a.MarkdownDescription, ElementType: a.ElementType,
			Required: a.Required, Optional: a.Optional, Validators: a.Validators,
		}
	}
	return nil
}
